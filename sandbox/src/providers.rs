//! The hosts of all providers.

use crate::StartError;
use crate::effects::Disturbances;
use crate::host::{Host as _, Managed, Start};
use crate::incoming::Incoming;
use crate::listed::each_provider;
use crate::reply::Reply;
use hyper::Method;
use serde_json::{Map, Value};

macro_rules! hosts {
    ($($(#[$doc:meta])+ $provider:ident, $field:ident { $($operations:tt)* })+) => {
        /// The hosts.
        pub(crate) struct Providers {
            $(pub(crate) $field: crate::$field::$provider,)+
        }

        impl Providers {
            pub(crate) fn start(start: &Start<'_>) -> Result<Self, StartError> {
                Ok(Providers {
                    $($field: crate::$field::$provider::start(start)?,)+
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
each_provider!(hosts);
