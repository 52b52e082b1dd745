//! How clients are made; their classes are in `generated`.

/// Declares the class of a provider's client: how one is made is the same for every provider. It is used where the names
/// below are imported.
macro_rules! client {
    ($(#[$doc:meta])* $name:ident, $provider:ident, $settings:ident) => {
        $(#[$doc])*
        #[derive(Debug, uniffi::Object)]
        pub struct $name(pub(crate) $provider::Client);

        #[uniffi::export]
        impl $name {
            /// A client with these settings; paths in them are relative to the working directory. Connects to nothing
            /// yet. Fails with `Config`, naming the setting or key that is wrong.
            #[uniffi::constructor]
            pub fn new(settings: $settings) -> Result<Arc<Self>, TwposError> {
                guarded_quietly(|| {
                    let text = to_toml(stringify!($provider), &settings)?;
                    Self::of($provider::Config::from_toml(&text, "."))
                })
            }

            /// A client for its provider's table of a TOML file. Connects to nothing yet. Fails with `Config`, naming
            /// the setting or key that is wrong.
            #[uniffi::constructor]
            pub fn from_config(path: String) -> Result<Arc<Self>, TwposError> {
                guarded_quietly(|| Self::of($provider::Config::from_file(path)))
            }

            /// A client for its provider's table of TOML text; paths in it are relative to `directory`. Connects to
            /// nothing yet. Fails with `Config`, naming the setting or key that is wrong.
            #[uniffi::constructor(default(directory = "."))]
            pub fn from_toml(text: String, directory: String) -> Result<Arc<Self>, TwposError> {
                let text = Zeroizing::new(text);
                guarded_quietly(|| Self::of($provider::Config::from_toml(&text, directory)))
            }
        }

        impl $name {
            fn of(config: Result<$provider::Config, Error>) -> Result<Arc<Self>, TwposError> {
                Ok(Arc::new($name($provider::Client::new(config?)?)))
            }
        }
    };
}
pub(crate) use client;
