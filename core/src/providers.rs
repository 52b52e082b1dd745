//! The providers, and a client of any of them.

use crate::error::{Error, ErrorKind};
use std::path::Path;

/// Hands each provider to the macro `$with`: its module, and its name as types begin with it. The one list of them.
#[doc(hidden)]
#[macro_export]
macro_rules! each_provider {
    ($with:ident) => {
        $with! {
            icash Icash,
            linepay Linepay,
            mypay Mypay,
            omni Omni,
        }
    };
}

macro_rules! any_client {
    ($($provider:ident $Name:ident,)*) => {
        /// The providers' names: of their modules, of their tables in a configuration file, and before the dot of an
        /// operation such as `icash.pay`.
        pub const PROVIDERS: [&str; [$(stringify!($provider)),*].len()] = [$(stringify!($provider)),*];

        /// A client of any provider, for whoever has the provider's name as text. What only one provider's client can do is
        /// on the client inside.
        #[derive(Debug)]
        #[non_exhaustive]
        // A process has few, and each is kept behind a pointer.
        #[allow(clippy::large_enum_variant)]
        pub enum AnyClient {
            $(
                #[doc = concat!("Of `", stringify!($provider), "`.")]
                $Name(crate::$provider::Client),
            )*
        }

        impl AnyClient {
            /// A client for the provider's table of a TOML file.
            ///
            /// # Errors
            /// `config` or `key`, naming the setting that is wrong; `invalid_request` if there is no such provider.
            pub fn from_config_file(provider: &str, path: impl AsRef<Path>) -> Result<Self, Error> {
                match provider {
                    $(stringify!($provider) => crate::$provider::Client::from_config_file(path).map(AnyClient::$Name),)*
                    _ => Err(no_provider()),
                }
            }

            /// A client for the provider's table of TOML text; paths in it are relative to `directory`.
            ///
            /// # Errors
            /// As [`from_config_file`](AnyClient::from_config_file).
            pub fn from_toml(provider: &str, text: &str, directory: impl AsRef<Path>) -> Result<Self, Error> {
                match provider {
                    $(stringify!($provider) => crate::$provider::Config::from_toml(text, directory)
                        .and_then(crate::$provider::Client::new)
                        .map(AnyClient::$Name),)*
                    _ => Err(no_provider()),
                }
            }

            /// The operations of a provider, for [`call_json`](AnyClient::call_json); none of one that there is not.
            pub fn operations(provider: &str) -> &'static [&'static str] {
                match provider {
                    $(stringify!($provider) => &crate::$provider::OPERATIONS,)*
                    _ => &[],
                }
            }

            /// The provider's name.
            pub fn provider(&self) -> &'static str {
                match self {
                    $(AnyClient::$Name(_) => stringify!($provider),)*
                }
            }

            /// As the provider's own `call_json`.
            ///
            /// # Errors
            /// As there.
            pub fn call_json(&self, operation: &str, request: &str) -> Result<String, Error> {
                match self {
                    $(AnyClient::$Name(client) => client.call_json(operation, request),)*
                }
            }

            $(
                #[doc = concat!("The client inside, which is one of `", stringify!($provider), "`.")]
                ///
                /// # Errors
                /// `invalid_request` if it is another provider's.
                pub fn $provider(&self) -> Result<&crate::$provider::Client, Error> {
                    match self {
                        AnyClient::$Name(client) => Ok(client),
                        other => Err(another(other.provider(), stringify!($provider))),
                    }
                }
            )*
        }
    };
}
each_provider!(any_client);

/// What stands there may be anything, so it is not quoted.
pub(crate) fn no_provider() -> Error {
    let detail = format!("there is no provider of this name; known are {}", PROVIDERS.join(", "));
    Error::new(ErrorKind::InvalidRequest, detail)
}

fn another(provider: &str, wanted: &str) -> Error {
    let detail = format!("a client of {provider} has not what one of {wanted} has");
    Error::new(ErrorKind::InvalidRequest, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Outcome;

    const OMNI: &str = "[omni]\nbase_url = \"https://127.0.0.1:1\"\ntoken = \"token\"\nstore_id = \"0\"\n";

    #[test]
    fn a_client_is_of_the_provider_that_was_named() {
        let client = AnyClient::from_toml("omni", OMNI, ".").unwrap();
        assert_eq!(client.provider(), "omni");
        assert!(client.omni().is_ok());
        let error = client.icash().unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent)
        );
        let error = client.call_json("pay", r#"{"OPSeq":"A1"}"#).unwrap_err();
        assert_eq!(error.reference.as_deref(), Some("A1"));
        assert!(
            error
                .detail
                .starts_with("omni has no operation \"pay\"; it has ipass_pay, "),
            "{error}"
        );
    }

    #[test]
    fn a_name_that_is_no_providers_is_not_quoted() {
        for made in [
            AnyClient::from_toml("CANARY", OMNI, "."),
            AnyClient::from_config_file("CANARY", "till.toml"),
        ] {
            let error = made.unwrap_err();
            assert_eq!(
                (error.kind, error.outcome),
                (ErrorKind::InvalidRequest, Outcome::NotSent)
            );
            assert_eq!(
                error.detail,
                format!("there is no provider of this name; known are {}", PROVIDERS.join(", "))
            );
        }
        assert!(AnyClient::operations("CANARY").is_empty());
        assert!(
            PROVIDERS
                .iter()
                .all(|provider| !AnyClient::operations(provider).is_empty())
        );
    }
}
