//! The `[omni]` table: what it accepts, and what it says when it does not.

use super::gateway::*;
use std::time::Duration;
use twpos::omni::*;
use twpos::{ErrorKind, Outcome};

const MINIMAL: &str =
    "[omni]\nbase_url = \"https://omni.example\"\ntoken = \"CANARY-token.abc~123\"\nstore_id = \"0\"\n";

fn read(toml: &str) -> Config {
    Config::from_toml(toml, ".").unwrap()
}

#[test]
fn a_minimal_file_has_the_documented_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("till.toml");
    std::fs::write(&path, MINIMAL).unwrap();
    let config = Config::from_file(&path).unwrap();
    assert_eq!(config.base_url, "https://omni.example");
    assert_eq!(config.authorization, Authorization::Token(TOKEN.into()));
    assert_eq!(config.parameters, store());
    assert_eq!(config.is_test, None);
    assert!(config.ipass_refusal_codes.is_empty());
    assert_eq!(config.http, twpos::HttpConfig::default());
    Client::from_config_file(&path).unwrap();
}

#[test]
fn every_setting_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), format!("{CLIENT_SECRET}\r\n")).unwrap();
    std::fs::write(folder.path().join("ca.pem"), "PEM").unwrap();
    let toml = "[omni]\nbase_url = \"https://omni.example/x\"\ntoken_url = \"https://auth.example/token/\"\n\
        client_id = \"till\"\nclient_secret_file = \"secret\"\nplatform_id = 10523647\nmerchant_id = \"10523650\"\n\
        ipass_merchantid = 90000001\nipass_key = \"CANARY-ipass-key\"\nis_test = true\n\
        ipass_refusal_codes = [\"1234\"]\nca_file = \"ca.pem\"\ntimeout_seconds = 12.5\n\
        connect_timeout_seconds = 3\nuser_agent = \"MyTill/2\"\n";
    let config = Config::from_toml(toml, folder.path()).unwrap();
    let expected = Authorization::ClientCredentials {
        token_url: "https://auth.example/token/".to_owned(),
        client_id: "till".to_owned(),
        client_secret: CLIENT_SECRET.into(),
    };
    assert_eq!(config.authorization, expected);
    assert_eq!(config.parameters, own());
    assert_eq!(config.is_test, Some(true));
    assert_eq!(config.ipass_refusal_codes, ["1234"]);
    assert_eq!(config.http.timeout, Duration::from_millis(12_500));
    assert_eq!(config.http.connect_timeout, Duration::from_secs(3));
    assert_eq!(config.http.user_agent, "MyTill/2");
    assert_eq!(config.http.extra_ca_pem.as_deref(), Some("PEM"));
    let from_env = MINIMAL.replace("token = \"CANARY-token.abc~123\"", "token_env = \"CARGO_PKG_VERSION\"");
    assert_eq!(
        read(&from_env).authorization,
        Authorization::Token(env!("CARGO_PKG_VERSION").into())
    );
    let only_icash = MINIMAL.replace("store_id = \"0\"", "platform_id = \"1\"\nmerchant_id = \"2\"");
    assert!(matches!(
        read(&only_icash).parameters,
        Parameters::Own(OwnParameters {
            icash: Some(_),
            ipass: None
        })
    ));
}

#[test]
fn problems_are_named() {
    let edit = |from: &str, to: &str| {
        assert!(MINIMAL.contains(from), "{from}");
        MINIMAL.replace(from, to)
    };
    let token = "token = \"CANARY-token.abc~123\"";
    let store = "store_id = \"0\"";
    let plus = |lines: &str| format!("{MINIMAL}{lines}\n");
    let either_token = "[omni] needs either token, or token_url with client_id and client_secret";
    for (toml, expected) in [
        (String::new(), "no [omni] table"),
        (
            edit("base_url = \"https://omni.example\"", ""),
            "[omni] base_url is missing",
        ),
        (edit(token, ""), either_token),
        (plus("token_url = \"https://a.example\""), either_token),
        (plus("client_id = \"till\""), either_token),
        (
            edit(token, "token_url = \"https://a.example\"\nclient_id = \"till\""),
            either_token,
        ),
        (plus("token_env = \"HOME\""), "[omni] token is given more than once"),
        (
            edit(token, "token = \"CANARY two words\""),
            "[omni] token is not a bearer token",
        ),
        (edit(token, "token = \"\""), "[omni] token is not a bearer token"),
        (edit(store, ""), "[omni] needs either store_id, or platform_id"),
        (edit(store, "store_id = \" \""), "[omni] store_id must not be empty"),
        (
            plus("platform_id = \"1\"\nmerchant_id = \"2\""),
            "[omni] store_id and platform_id exclude each other",
        ),
        (
            plus("ipass_merchantid = \"1\"\nipass_key = \"CANARY\""),
            "[omni] store_id and ipass_merchantid exclude each other",
        ),
        (edit(store, "platform_id = \"1\""), "[omni] merchant_id is missing"),
        (edit(store, "merchant_id = \"1\""), "[omni] platform_id is missing"),
        (edit(store, "ipass_merchantid = \"1\""), "[omni] ipass_key is missing"),
        (
            edit(store, "ipass_key = \"CANARY\""),
            "[omni] ipass_merchantid is missing",
        ),
        (
            edit(store, "ipass_merchantid = \"1\"\nipass_key = \"\""),
            "[omni] ipass_key must not be empty",
        ),
        (plus("is_test = \"yes\""), "[omni] is_test must be true or false"),
        (
            plus("ipass_refusal_codes = \"1234\""),
            "[omni] ipass_refusal_codes must be a list",
        ),
        (
            plus("ipass_refusal_codes = [1234]"),
            "[omni] ipass_refusal_codes must be a list",
        ),
        (
            plus("ipass_refusal_codes = [\"1234\", \"\"]"),
            "[omni] a code in ipass_refusal_codes must not be empty",
        ),
        (
            plus("ipass_refusal_codes = [\" \"]"),
            "[omni] a code in ipass_refusal_codes must not be empty",
        ),
        (
            plus("ipass_refusal_codes = [\"9999\"]"),
            "[omni] ipass_refusal_codes must not hold",
        ),
        (
            plus("environment = \"stage\""),
            "[omni] environment is not a known setting",
        ),
        (plus("key = \"CANARY\""), "[omni] key is not a known setting"),
        (
            plus("timeout_seconds = \"30\""),
            "[omni] timeout_seconds must be a number",
        ),
    ] {
        let error = Config::from_toml(&toml, ".").unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Config, Outcome::NotSent),
            "{toml}"
        );
        assert!(error.detail.contains(expected), "expected {expected:?} in {error}");
        assert!(!error.detail.contains("CANARY"), "{error}");
    }
}

#[test]
fn a_client_checks_what_no_file_went_through() {
    let problem = |change: &dyn Fn(&mut Config)| {
        let mut config = read(MINIMAL);
        change(&mut config);
        Client::new(config).unwrap_err().detail
    };
    assert!(problem(&|config| config.base_url = "http://omni.example".to_owned()).contains("base_url must be https"));
    let problem_of_url = |url: &str| {
        problem(&|config| {
            config.authorization = Authorization::ClientCredentials {
                token_url: url.to_owned(),
                client_id: "till".to_owned(),
                client_secret: CLIENT_SECRET.into(),
            };
        })
    };
    for (url, expected) in [
        ("http://auth.example/token", "[omni] token_url must be https"),
        ("auth.example/token", "[omni] token_url"),
        (
            "https://u:p@auth.example/token",
            "[omni] token_url must not contain a user name",
        ),
        ("https://auth.example/to ken", "[omni] token_url is not a URL"),
        ("https://auth.example/token#x", "[omni] token_url is not a URL"),
    ] {
        let problem = problem_of_url(url);
        assert!(problem.contains(expected), "{url}: {problem}");
    }
    assert!(problem(&|config| config.authorization = Authorization::Token("a\r\nb".into())).contains("bearer token"));
}
