//! Functions that fail on purpose, for the tests of the packages. Not in a release.

use crate::error::{TwposError, guarded, reference};
use crate::generated::icash::{IcashClient, IcashPayRequest, IcashPayResponse};
use crate::operation::Operation;

#[uniffi::export]
impl IcashClient {
    /// Panics where a charge would be made.
    pub fn self_test_panic(&self, request: IcashPayRequest) -> Result<IcashPayResponse, TwposError> {
        guarded(reference(&[&request.op_seq]), || -> Result<_, TwposError> {
            #[allow(clippy::panic)]
            {
                panic!("on purpose")
            }
        })
    }
}

/// As `generated` has those of a release.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    name: "uniffi_twpos_uniffi_fn_method_icashclient_self_test_panic",
    clone_handle: crate::generated::icash::uniffi_twpos_uniffi_fn_clone_icashclient,
    method: uniffi_twpos_uniffi_fn_method_icashclient_self_test_panic,
}];
