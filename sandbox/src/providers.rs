//! The one list of providers and of their operations: what else the sandbox knows of them follows from it.
//!
//! A provider is a folder of this crate whose host is a [`Host`], and a block of the list below.

use crate::books::Books;
use crate::effects::Disturbances;
use crate::faults::{self, Fault};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::state_dir::StateDir;
use crate::{Options, StartError};
use hyper::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::Duration;

/// What a host is started with.
pub(crate) struct Start<'a> {
    pub(crate) state_dir: &'a StateDir,
    pub(crate) books: &'a Arc<Books>,
    pub(crate) options: &'a Options,
    /// Where it is spoken to.
    pub(crate) url: &'a str,
    /// The certificate that a till must trust, if it is spoken to with TLS.
    pub(crate) ca_file: Option<&'a str>,
}

/// How one of the sandbox's own paths answers.
pub(crate) type Managed = Result<Value, (StatusCode, String)>;

/// A provider's host.
pub(crate) trait Host: Sized {
    /// How long the two delays last unless a rule says otherwise: longer than a till waits.
    const DELAY: Duration = Duration::from_secs(15);

    /// Loads or makes its keys, and loads its ledger.
    fn start(start: &Start<'_>) -> Result<Self, StartError>;

    /// What it adds to `till.toml`.
    fn till_table(&self, start: &Start<'_>) -> String;

    /// The answer, or `None` if the path is not one of its own.
    fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> impl Future<Output = Option<Reply>> + Send;

    /// Everything that it did, and the number of calls, well-formed or not.
    fn ledger(&self) -> Value;

    /// The answer on a path behind `/_sandbox/`, or `None` if it has no such path.
    fn manage(&self, _path: &str, _method: &Method, _body: &[u8]) -> Option<Managed> {
        None
    }

    /// The fault that a scanned code asks for by itself.
    fn magic(code: &str) -> Option<Fault> {
        faults::by_barcode(code)
    }
}

macro_rules! providers {
    ($(
        $(#[doc = $doc:literal])+
        $provider:ident, $field:ident: $host:ty {
            charges { $($(#[doc = $charge_doc:literal])+ $charge:ident = $charge_name:literal;)+ }
            others { $($(#[doc = $other_doc:literal])+ $other:ident = $other_name:literal;)+ }
        }
    )+) => {
        /// Whose wire format a call speaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Provider {
            $($(#[doc = $doc])+ $provider,)+
        }

        impl Provider {
            /// Every provider, in the order of the documentation.
            pub const ALL: &[Provider] = &[$(Provider::$provider,)+];

            /// The name before the dot of an operation, such as `icash`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Provider::$provider => stringify!($field),)+
                }
            }

            /// The fault that a scanned code asks for by itself.
            pub(crate) fn magic(self, code: &str) -> Option<Fault> {
                match self {
                    $(Provider::$provider => <$host as Host>::magic(code),)+
                }
            }

            /// How long the two delays last unless a rule says otherwise.
            pub(crate) fn delay(self) -> Duration {
                match self {
                    $(Provider::$provider => <$host as Host>::DELAY,)+
                }
            }
        }

        /// The calls that a fault can strike.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Operation {
            $(
                $($(#[doc = $charge_doc])+ #[serde(rename = $charge_name)] $charge,)+
                $($(#[doc = $other_doc])+ #[serde(rename = $other_name)] $other,)+
            )+
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Operation] = &[$($(Operation::$charge,)+ $(Operation::$other,)+)+];

            /// Whether the call takes or gives money anew, so that a magic barcode counts.
            pub(crate) fn is_charge(self) -> bool {
                matches!(self, $($(Operation::$charge)|+)|+)
            }

            /// Whose operation it is.
            pub fn provider(self) -> Provider {
                match self {
                    $($(Operation::$charge)|+ | $(Operation::$other)|+ => Provider::$provider,)+
                }
            }
        }

        /// The hosts.
        pub(crate) struct Providers {
            $(pub(crate) $field: $host,)+
        }

        impl Providers {
            pub(crate) fn start(start: &Start<'_>) -> Result<Self, StartError> {
                Ok(Providers {
                    $($field: Host::start(start)?,)+
                })
            }

            /// What they add to `till.toml`.
            pub(crate) fn till_tables(&self, start: &Start<'_>) -> String {
                [$(self.$field.till_table(start),)+].concat()
            }

            /// The answer of the host whose path it is.
            pub(crate) async fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> Option<Reply> {
                $(
                    if let Some(reply) = self.$field.answer(incoming, disturbances).await {
                        return Some(reply);
                    }
                )+
                None
            }

            /// The ledgers of all of them.
            pub(crate) fn ledger(&self) -> Value {
                let mut all = Map::new();
                $(all.insert(stringify!($field).to_owned(), self.$field.ledger());)+
                Value::Object(all)
            }

            /// The answer of the host that has this path behind `/_sandbox/`.
            pub(crate) fn manage(&self, path: &str, method: &Method, body: &[u8]) -> Option<Managed> {
                None$(.or_else(|| self.$field.manage(path, method, body)))+
            }
        }
    };
}

providers! {
    /// icash Pay SET.
    Icash, icash: crate::icash::Icash {
        charges {
            /// ICPOS001, SETPay.
            IcashPay = "icash.pay";
            /// ICPOS004, SETTopUp.
            IcashTopUp = "icash.top_up";
        }
        others {
            /// ICPOS002, SETPayRefund.
            IcashRefund = "icash.refund";
            /// ICPOS003, SETPayCancel.
            IcashCancel = "icash.cancel";
            /// ICPOS005, SETTopUpRefund.
            IcashRefundTopUp = "icash.refund_top_up";
            /// ICPOS006, SETTopUpCancel.
            IcashCancelTopUp = "icash.cancel_top_up";
        }
    }

    /// MYPAY LINK.
    Mypay, mypay: crate::mypay::Mypay {
        charges {
            /// MYPAY `api/transaction`.
            MypayScanPay = "mypay.scan_pay";
        }
        others {
            /// MYPAY `api/orders`.
            MypayCreateOrder = "mypay.create_order";
            /// MYPAY `api/queryorder`.
            MypayQueryOrder = "mypay.query_order";
            /// MYPAY `api/refund`.
            MypayRefundOrder = "mypay.refund_order";
        }
    }

    /// The OMNI gateway.
    Omni, omni: crate::omni::Omni {
        charges {
            /// OMNI, iPASS offline pay.
            OmniIpassPay = "omni.ipass_pay";
            /// OMNI, icash Pay by barcode.
            OmniIcashPay = "omni.icash_pay";
        }
        others {
            /// OMNI, iPASS offline search.
            OmniIpassSearch = "omni.ipass_search";
            /// OMNI, iPASS offline refund.
            OmniIpassRefund = "omni.ipass_refund";
            /// OMNI, icash Pay search.
            OmniIcashSearch = "omni.icash_search";
            /// OMNI, icash Pay cancel.
            OmniIcashCancel = "omni.icash_cancel";
        }
    }

    /// LINE Pay.
    Linepay, linepay: crate::linepay::Linepay {
        charges {
            /// LINE Pay, pay by the customer's code.
            LinepayPay = "linepay.pay";
        }
        others {
            /// LINE Pay, status of a payment.
            LinepayCheck = "linepay.check";
            /// LINE Pay, refund.
            LinepayRefund = "linepay.refund";
            /// LINE Pay, payments with their refunds.
            LinepayDetails = "linepay.details";
            /// LINE Pay, void of an authorisation.
            LinepayVoid = "linepay.void";
            /// LINE Pay, capture of an authorisation.
            LinepayCapture = "linepay.capture";
            /// LINE Pay, authorisations.
            LinepayAuthorizations = "linepay.authorizations";
        }
    }
}
