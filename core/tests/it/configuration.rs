//! The configuration file as such: no slip in it shows a secret, whatever wrote it is understood or named, and
//! only files are read.

use crate::support::{text, vectors};
use std::fs;
use std::path::Path;
use twpos::{Error, ErrorKind, Outcome, icash, mypay, omni};

/// A secret that stands where it should not: as long as an AES key.
const CANARY: &str = "CANARY0123456789abcdef0123456789";

/// Each provider's table, the setting that holds a secret, and the settings that it needs besides.
fn tables() -> [(&'static str, &'static str, String); 3] {
    let vectors = vectors();
    let key = |name: &str| text(&vectors["keys"][name]).replace('\n', "\\n");
    let icash = format!(
        "environment = \"stage\"\nenc_key_id = \"1\"\naes_iv = \"0123456789abcdef\"\n\
         merchant_private_key = \"{}\"\nicash_public_key = \"{}\"\n",
        key("merchant_private_key"),
        key("icash_public_key"),
    );
    let mypay = "environment = \"test\"\nmode = \"store\"\nuid = \"86\"\n";
    let omni = "base_url = \"https://omni.example\"\nstore_id = \"1\"\n";
    [
        ("icash", "aes_key", icash),
        ("mypay", "key", mypay.to_owned()),
        ("omni", "token", omni.to_owned()),
    ]
}

/// The error of one provider's settings, also of those that only making a client looks at.
fn problem(provider: &str, toml: &str, directory: &Path) -> Option<Error> {
    let made = match provider {
        "icash" => icash::Config::from_toml(toml, directory).and_then(|config| icash::Client::new(config).map(drop)),
        "mypay" => mypay::Config::from_toml(toml, directory).and_then(|config| mypay::Client::new(config).map(drop)),
        _ => omni::Config::from_toml(toml, directory).and_then(|config| omni::Client::new(config).map(drop)),
    };
    made.err()
}

fn problem_of_file(provider: &str, path: &Path) -> Option<Error> {
    let made = match provider {
        "icash" => icash::Client::from_config_file(path).map(drop),
        "mypay" => mypay::Client::from_config_file(path).map(drop),
        _ => omni::Client::from_config_file(path).map(drop),
    };
    made.err()
}

#[test]
fn no_slip_in_the_configuration_shows_a_secret() {
    let pem = format!("-----BEGIN PRIVATE KEY-----\\n{CANARY}\\n-----END PRIVATE KEY-----\\n");
    let folder = tempfile::tempdir().unwrap();
    for (provider, key, settings) in tables() {
        let header = format!("[{provider}]\n");
        let mut slips = vec![
            // In place of a table's or a setting's name.
            format!("{CANARY} = 1\n{header}{settings}"),
            format!("{CANARY}\n{header}{settings}"),
            format!("[{CANARY}]\n{header}{settings}"),
            format!("{CANARY} = 1\n"),
            format!("[{provider}.{CANARY}]\n"),
            format!("[[{CANARY}]]\n{header}{settings}"),
            format!("{CANARY}.{provider} = 1\n{header}{settings}"),
        ];
        let lines = [
            format!("{CANARY} = 1"),
            format!("\"{CANARY}\" = \"x\""),
            format!("'{CANARY}' = 'x'\n\"{CANARY}\" = 2"),
            format!("{key}.{CANARY} = 1"),
            format!("{key}_{CANARY} = \"1\""),
            format!("{CANARY}_file = \"1\""),
            // In place of a file or of a variable.
            format!("{key}_file = \"{CANARY}\""),
            format!("{key}_file = \"/{CANARY}/{CANARY}\""),
            format!("{key}_file = \"{pem}\""),
            format!("{key}_file = \"{CANARY}\\u0000\""),
            format!("{key}_file = \"{}\"", CANARY.repeat(100)),
            format!("{key}_env = \"{CANARY}\""),
            format!("{key}_env = \"={CANARY}\\u0000\""),
            format!("{key} = \"x\"\n{key}_file = \"{CANARY}\""),
            format!("ca_file = \"{CANARY}\""),
            format!("ca_file = \"{pem}\""),
            // Broken in itself.
            CANARY.to_owned(),
            format!("{key} = {CANARY}"),
            format!("{key} = \"{CANARY}"),
            format!("{key} = '{CANARY}\""),
            format!("{key} = \"\"\"{CANARY}"),
            format!("{key} = \"{CANARY}\" \"{CANARY}\""),
            format!("{key} = \"{CANARY}\\q\""),
            format!("{key} \"{CANARY}\""),
            format!("{key}: \"{CANARY}\""),
            format!("= \"{CANARY}\""),
            format!("{CANARY} ="),
            format!("{key} = 12{CANARY}"),
            format!("{key} = 0x{CANARY}"),
            format!("{key} = 2026-11-21T{CANARY}"),
            format!("{key} = {{ {CANARY} }}"),
            format!("{key} = [ {CANARY} ]"),
            format!("{key} = 99999999999999999999999999999999{CANARY}"),
            format!("[{CANARY}"),
            format!("[{provider}.\"{CANARY}"),
            format!("{CANARY} = 1\n{CANARY} = 2"),
            format!("{key} = \"x\"\n{key}.{CANARY} = 2"),
            // In place of another setting, or in a table.
            format!("{key} = {{ x = \"{CANARY}\" }}"),
            format!("timeout_seconds = \"{CANARY}\""),
            format!("user_agent = \"{CANARY}\\n\""),
            format!("user_agent = [\"{CANARY}\"]"),
            format!("corp_id = \"{CANARY}\""),
            format!("mode = \"{CANARY}\""),
            format!("previous_key = \"{CANARY}x\""),
            format!("uid_file = \"{CANARY}\""),
            format!("is_test = \"{CANARY}\""),
            format!("ipass_refusal_codes = [\"{CANARY}\", \"\"]"),
            format!("ipass_refusal_codes = \"{CANARY}\""),
            format!("token_url = \"{CANARY}\"\nclient_id = \"x\"\nclient_secret = \"{CANARY}\""),
            format!("token_url = \"https://x:{CANARY}@a.example\"\nclient_id = \"x\"\nclient_secret = \"{CANARY}\""),
            format!("store_id_env = \"{CANARY}\""),
        ];
        slips.extend(lines.iter().map(|line| format!("{header}{line}\n{settings}")));
        slips.extend(lines.iter().map(|line| format!("{header}{settings}{line}")));
        for url in [
            CANARY.to_owned(),
            format!("https://user:{CANARY}@host.example"),
            format!("https://{CANARY}@host.example"),
            format!("https://host.example/?key={CANARY}"),
            format!("http://{CANARY}.example"),
            format!("{CANARY}://host.example"),
        ] {
            let settings = settings.replace("environment", "#").replace("base_url", "#");
            slips.push(format!(
                "{header}base_url = \"{url}\"\n{settings}{key} = \"{CANARY}\"\n"
            ));
            slips.push(format!(
                "{header}environment = \"{url}\"\n{settings}{key} = \"{CANARY}\"\n"
            ));
        }
        for toml in slips {
            let error = problem(provider, &toml, folder.path()).unwrap_or_else(|| panic!("no error: {toml}"));
            assert!(matches!(error.kind, ErrorKind::Config | ErrorKind::Key), "{error}");
            assert_eq!(error.outcome, Outcome::NotSent);
            let told = format!("{error} {error:?}");
            assert!(!told.contains("CANARY"), "{told}\nof\n{toml}");
            assert!(!told.contains("BEGIN"), "{told}\nof\n{toml}");
        }
        // In place of the configuration's path.
        for path in [
            CANARY.to_owned(),
            format!("/{CANARY}"),
            format!("{header}{key} = \"{CANARY}\"\n{settings}"),
            format!("{key} = \"{CANARY}\".toml"),
        ] {
            let error = problem_of_file(provider, Path::new(&path)).unwrap();
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
        }
    }
}

#[test]
fn the_line_of_a_mistake_is_told() {
    for (toml, line) in [
        ("[icash]\n\naes_key = \"abc\n", 3),
        ("[icash]\n\nnot a setting\n", 3),
        ("\u{feff}[icash]\r\naes_key = abc\r\n", 2),
        ("# one\n# two\nsecret_of_mine = 1\n[icash]\n", 3),
        ("[icash]\nsecret_of_mine = 1\n", 2),
        ("[icash]\nother = 1\nsecret_of_mine = 1\n", 2),
        ("[icash]\naes_key = \"a\"\naes_key = \"b\"\n", 3),
        ("[omni]\n[icash]\naes_key = \"a\"\n[icash]\n", 4),
    ] {
        let error = problem("icash", toml, Path::new(".")).unwrap();
        assert!(error.detail.contains(&format!("line {line}")), "{toml}: {error}");
    }
}

/// Windows' editors put a byte order mark before UTF-8, and save as UTF-16 or Big5 when asked for "Unicode" or "ANSI".
#[test]
fn what_other_editors_save_is_read_or_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("till.toml");
    let toml =
        "[mypay]\nenvironment = \"test\"\nmode = \"store\"\nuid = \"86\"\nkey_file = \"key\"\nca_file = \"ca.pem\"\n";
    let key = "0123456789abcdef0123456789abcdef";
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let with_mark = |text: &str| format!("\u{feff}{text}").into_bytes();
    let utf16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>()
    };
    write("till.toml", &with_mark(toml));
    write("key", &with_mark(key));
    write("ca.pem", &with_mark(CA));
    assert_eq!(problem_of_file("mypay", &path), None);

    for name in ["till.toml", "key", "ca.pem"] {
        let good = fs::read(folder.path().join(name)).unwrap();
        let text = String::from_utf8(good.clone()).unwrap();
        // 見晴 in Big5.
        for (bytes, expected) in [
            (utf16(&text), "UTF-16"),
            ([text.as_bytes(), b"# \xa8\xa3\xb4\xb8\n"].concat(), "Big5"),
        ] {
            write(name, &bytes);
            if name == "ca.pem" && expected == "Big5" {
                // PEM may have text of any encoding around it.
                assert_eq!(problem_of_file("mypay", &path), None);
                continue;
            }
            let error = problem_of_file("mypay", &path).unwrap();
            assert_eq!(error.kind, ErrorKind::Config);
            assert!(
                error.detail.contains(expected) && error.detail.contains("save it as UTF-8"),
                "{name}: {error}"
            );
            assert!(!error.detail.contains(key), "{error}");
        }
        write(name, &good);
    }
    assert_eq!(problem_of_file("mypay", &path), None);
}

/// A pipe or a device in place of a file would keep a till waiting, or fill its memory.
#[cfg(unix)]
#[test]
fn settings_name_regular_files_of_a_sane_size() {
    let folder = tempfile::tempdir().unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path().join("pipe"))
        .status();
    assert!(made.unwrap().success());
    let large = fs::File::create(folder.path().join("large")).unwrap();
    large.set_len(1 << 40).unwrap();
    fs::write(folder.path().join("over"), "x".repeat(1024 * 1024 + 1)).unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    for (provider, key, settings) in tables() {
        for setting in [&format!("{key}_file"), "ca_file"] {
            for (path, expected) in [
                ("pipe", "only regular files"),
                ("/dev/zero", "only regular files"),
                ("/dev/stdin", "only regular files"),
                ("large", "larger than 1 MiB"),
                ("over", "larger than 1 MiB"),
                ("sub", "a folder"),
                (".", "a folder"),
                ("", "a folder"),
                ("missing", "no such file"),
            ] {
                let toml = format!("[{provider}]\n{settings}{setting} = \"{path}\"\n");
                let toml = match setting {
                    "ca_file" => toml + &format!("{key} = \"0123456789abcdef0123456789abcdef\"\n"),
                    _ => toml,
                };
                let Some(error) = problem(provider, &toml, folder.path()) else {
                    panic!("no error: {toml}");
                };
                let about = format!("[{provider}] {setting} names a file that cannot be used: ");
                assert!(
                    error.detail.contains(&about) && error.detail.contains(expected),
                    "{path}: {error}"
                );
            }
        }
    }
}

/// A certificate as a test CA has it.
const CA: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
