//! The one list of providers and of their operations: what else the sandbox knows of them follows from it.
//!
//! A provider is a folder of this crate with a [`Host`](crate::host::Host) of its name, and a block of the list.

use serde::{Deserialize, Serialize};

/// Hands the list to the macro `$with`.
macro_rules! each_provider {
    ($with:ident) => {
        $with! {
            /// icash Pay SET.
            Icash, icash {
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
            Mypay, mypay {
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
            Omni, omni {
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
            Linepay, linepay {
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
    };
}
pub(crate) use each_provider;

macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])+
        $provider:ident, $field:ident {
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
    };
}
each_provider!(operations);
