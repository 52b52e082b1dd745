//! The tables of settings, held against what core does with a configuration.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::model::{Form, Model, Setting, SettingKind};
use xtask::parse;

/// Settings by name, as TOML.
type Table = Vec<(String, String)>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn model() -> Model {
    parse::read(&root()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// Tables that make a client. What is in none of them is added to the first, of its kind.
fn samples(provider: &str) -> Vec<Table> {
    let vectors = fs::read_to_string(root().join("conformance/vectors/icash.json")).unwrap();
    let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
    let key = |name: &str| format!("{name} = {}", vectors["keys"][name]);
    let icash = [
        "merchant_private_key",
        "icash_public_key",
        "enc_key_id",
        "aes_key",
        "aes_iv",
    ]
    .map(key)
    .join("\n");
    let proxy = "proxy = \"http://proxy:3128\"\nproxy_credentials = \"till:word\"";
    let mypay = "mode = \"store\"\nuid = \"86\"\nkey = \"KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK\"";
    let linepay = "channel_id = \"1\"\nchannel_secret = \"s\"";
    let omni = "base_url = \"https://omni.example\"";
    let own = "platform_id = 1\nmerchant_id = 2\nipass_merchantid = 3\nipass_key = \"x\"";
    let texts = match provider {
        "icash" => vec![
            format!("environment = \"stage\"\n{icash}\n{proxy}"),
            format!("base_url = \"https://icash.example\"\n{icash}"),
        ],
        "mypay" => vec![
            format!("environment = \"test\"\n{mypay}\n{proxy}"),
            format!("base_url = \"https://mypay.example\"\n{mypay}"),
        ],
        "linepay" => vec![
            format!("environment = \"sandbox\"\n{linepay}\n{proxy}"),
            format!("base_url = \"https://line.example\"\n{linepay}\ndevice_profile_id = \"1\"\ndevice_type = \"POS\""),
        ],
        "omni" => vec![
            format!("{omni}\ntoken = \"T\"\nstore_id = \"1\"\n{proxy}"),
            format!("{omni}\ntoken_url = \"https://a.example\"\nclient_id = \"c\"\nclient_secret = \"s\"\n{own}"),
        ],
        other => panic!("a sample of {other} is missing here"),
    };
    let entry = |line: &str| {
        line.split_once(" = ")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    texts
        .iter()
        .map(|text| text.lines().filter_map(entry).collect())
        .collect()
}

/// What core makes of a table, or what it says.
fn read(provider: &str, table: &Table, folder: &Path) -> Result<String, String> {
    let lines: String = table
        .iter()
        .map(|(name, value)| format!("{name} = {value}\n"))
        .collect();
    let toml = format!("[{provider}]\n{lines}");
    fn shown(config: Result<impl Debug, twpos::Error>) -> Result<String, String> {
        config.map(|config| format!("{config:?}")).map_err(|error| error.detail)
    }
    match provider {
        "icash" => shown(twpos::icash::Config::from_toml(&toml, folder)),
        "linepay" => shown(twpos::linepay::Config::from_toml(&toml, folder)),
        "mypay" => shown(twpos::mypay::Config::from_toml(&toml, folder)),
        "omni" => shown(twpos::omni::Config::from_toml(&toml, folder)),
        other => panic!("{other} is not read here"),
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A value of its kind, as long as it may be.
fn of_its_kind(setting: &Setting) -> String {
    match &setting.kind {
        SettingKind::OneOf(words) => quoted(&words[0]),
        SettingKind::Texts => "[\"x\"]".to_owned(),
        SettingKind::Flag => "true".to_owned(),
        // More than any provider's least.
        SettingKind::Seconds => "60".to_owned(),
        SettingKind::Path => "\"ca.pem\"".to_owned(),
        _ => quoted(&"1".repeat(setting.limits.as_ref().map_or(1, |limits| *limits.end() as usize))),
    }
}

/// A sample that has this setting.
fn with(provider: &str, setting: &Setting) -> Table {
    let mut samples = samples(provider);
    let has = |table: &Table| table.iter().any(|(name, _)| *name == setting.name);
    match samples.iter().position(has) {
        Some(at) => samples.swap_remove(at),
        None => changed(samples.swap_remove(0), setting, &of_its_kind(setting)),
    }
}

fn changed(mut table: Table, setting: &Setting, value: &str) -> Table {
    table.retain(|(name, _)| *name != setting.name);
    table.push((setting.name.clone(), value.to_owned()));
    table
}

/// Calls `check` for each setting of each provider, with a sample that has it.
fn each(check: impl Fn(&str, &Setting, Table)) {
    let model = model();
    for provider in &model.providers {
        for setting in model.settings_of(provider) {
            check(&provider.name, setting, with(&provider.name, setting));
        }
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ca.pem"), "PEM").unwrap();
    folder
}

/// However the error writes it: AES key, or aes_key.
fn is_named(problem: &str, setting: &Setting) -> bool {
    let plain = |text: &str| text.replace('_', " ").to_lowercase();
    plain(problem).contains(&plain(&setting.name))
}

#[test]
fn every_row_is_read_by_each_of_its_names() {
    let folder = folder();
    each(|provider, setting, table| {
        let directly = read(provider, &table, folder.path());
        assert!(directly.is_ok(), "{provider} {}: {directly:?}", setting.name);
        let (_, value) = table.iter().find(|(name, _)| *name == setting.name).unwrap();
        let value = serde_json::from_str(value).map_or(value.clone(), |text: String| text);
        fs::write(folder.path().join("value"), value).unwrap();
        for (name, form) in setting.forms() {
            let mut table = table.clone();
            table.retain(|(known, _)| *known != setting.name);
            match form {
                Form::Direct => {}
                Form::File => {
                    table.push((name, "\"value\"".to_owned()));
                    assert_eq!(
                        read(provider, &table, folder.path()),
                        directly,
                        "{provider} {}",
                        setting.name
                    );
                }
                Form::Variable => {
                    table.push((name.clone(), "\"NO_SUCH_VARIABLE\"".to_owned()));
                    let problem = read(provider, &table, folder.path()).unwrap_err();
                    assert!(
                        problem.contains(&format!("{name} names an environment variable")),
                        "{problem}"
                    );
                }
            }
        }
    });
}

#[test]
fn what_is_left_out_is_the_default_and_what_is_required_is_missed() {
    let folder = folder();
    each(|provider, setting, table| {
        let mut without = table.clone();
        without.retain(|(name, _)| *name != setting.name);
        if let Some(default) = &setting.default {
            let default = default.replace("VERSION", env!("CARGO_PKG_VERSION"));
            let default = match setting.kind {
                SettingKind::Seconds => default,
                _ => quoted(&default),
            };
            let given = read(provider, &changed(table, setting, &default), folder.path()).unwrap();
            assert_eq!(
                read(provider, &without, folder.path()).unwrap(),
                given,
                "{provider} {}",
                setting.name
            );
        } else if setting.required {
            let problem = read(provider, &without, folder.path()).unwrap_err();
            assert!(is_named(&problem, setting), "{provider} {}: {problem}", setting.name);
        }
    });
}

#[test]
fn words_and_limits_are_the_readers() {
    let folder = folder();
    each(|provider, setting, table| {
        let attempt = |value: &str| read(provider, &changed(table.clone(), setting, value), folder.path());
        let passes = |value: &str| {
            let result = attempt(value);
            assert!(result.is_ok(), "{provider} {} = {value}: {result:?}", setting.name);
        };
        let fails = |value: &str| {
            let problem = attempt(value).unwrap_err();
            assert!(
                is_named(&problem, setting),
                "{provider} {} = {value}: {problem}",
                setting.name
            );
            problem
        };
        if let SettingKind::OneOf(words) = &setting.kind {
            words.iter().for_each(|word| passes(&quoted(word)));
            let problem = fails("\"other\"");
            let (_, known) = problem.split_once("must be ").unwrap();
            let known = known.trim_start_matches("one of ").replace(" or ", ", ");
            let known: BTreeSet<&str> = known.split(", ").collect();
            assert_eq!(known, words.iter().map(String::as_str).collect(), "{problem}");
        }
        let Some(limits) = &setting.limits else { return };
        let (least, most) = (*limits.start(), *limits.end());
        if setting.kind == SettingKind::Seconds {
            passes(&most.to_string());
            fails(&format!("{most}.001"));
            fails(&below(least));
            passes(&if least == 0 {
                "0.001".to_owned()
            } else {
                least.to_string()
            });
        } else {
            passes(&quoted(&"1".repeat(most as usize)));
            passes(&quoted(&"2".repeat(least as usize)));
            fails(&quoted(&"1".repeat(most as usize + 1)));
            fails(&quoted(&"1".repeat(least as usize - 1)));
        }
    });
}

/// A number of seconds that is too small.
fn below(least: u64) -> String {
    match least {
        0 => "0".to_owned(),
        least => format!("{}.999", least - 1),
    }
}
