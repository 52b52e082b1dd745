//! `twpos doctor`: what is wrong, and what to do about it.

use crate::support::*;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

/// Doctor's exit status and report of a configuration's text, beside the sandbox's own.
fn examine(sandbox: &SandboxProcess, text: &str) -> (i32, String) {
    let path = sandbox.config.with_file_name("examined.toml");
    std::fs::write(&path, text).unwrap();
    let output = run(&["doctor", "--config", path.to_str().unwrap()], "");
    let report = stdout(&output);
    assert!(output.stderr.is_empty(), "beside the report: {output:?}");
    for line in report.lines().filter(|line| !line.starts_with("ok ")) {
        let (_, advice) = line
            .split_once(": ")
            .and_then(|(_, text)| text.rsplit_once("; "))
            .unwrap_or_default();
        assert!(advice.len() > 10, "no advice in {line}");
        for debug in ["{", "}", "Some(", "None", "::", "\\u"] {
            assert!(!line.contains(debug), "{line}");
        }
    }
    let failed = report.lines().any(|line| line.starts_with("fail "));
    let not_asked = report.contains("warn  round trip: no provider was asked");
    let expected = if failed { 1 } else { 3 * i32::from(not_asked) };
    assert_eq!(output.status.code(), Some(expected), "{report}");
    (output.status.code().unwrap(), report)
}

/// The value of a setting of `table` in the configuration, or of one that stands there as a comment.
fn value(text: &str, table: &str, name: &str) -> String {
    let table = text.split_once(&format!("[{table}]")).unwrap().1;
    let line = table
        .lines()
        .find_map(|line| line.trim_start_matches("# ").strip_prefix(&format!("{name} = ")));
    line.unwrap().trim_matches('"').to_owned()
}

#[test]
fn a_healthy_till_has_no_failure() {
    let sandbox = SandboxProcess::start(&["--tls", "--unknown-cancel", "not-found"]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let (status, report) = examine(&sandbox, &good);
    assert_eq!(status, 0, "{report}");
    for check in [
        "ok    icash configuration",
        "ok    icash merchant key",
        "ok    icash public key",
        "ok    icash host: localhost",
        "ok    icash clock",
        "ok    icash round trip",
        "ok    linepay channel",
        "ok    linepay host",
        "ok    linepay round trip",
        "ok    mypay credential",
        "ok    mypay host",
        "ok    mypay round trip",
        "ok    omni authorization",
        "ok    omni payment parameters",
        "ok    omni round trip (iPASS)",
        "ok    omni round trip (icash)",
    ] {
        assert!(report.contains(check), "no {check:?} in {report}");
    }
    assert!(!report.contains("fail"), "{report}");
    // Where the host takes a cancel of what never was, as the real one does.
    let sandbox = SandboxProcess::start(&[]);
    let (status, report) = examine(&sandbox, &std::fs::read_to_string(&sandbox.config).unwrap());
    assert_eq!(status, 0, "{report}");
    assert!(report.contains("reply signed and decrypted"), "{report}");
}

/// Credentials that payments would fail with: none of them may be called ok, nor be a mere warning.
#[test]
fn wrong_credentials_are_failures_that_say_what_to_do() {
    let sandbox = SandboxProcess::start(&[]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let other = sandbox.state.path().join("other.pem");
    let made = run(&["keys", "generate", "--out", other.to_str().unwrap()], "");
    std::fs::write(sandbox.state.path().join("other_public.pem"), &made.stdout).unwrap();
    let credentials = std::fs::read_to_string(sandbox.state.path().join("mypay_credentials.json")).unwrap();
    let credentials: serde_json::Value = serde_json::from_str(&credentials).unwrap();
    let changed = |table: &str, name: &str, to: &str| {
        let old = value(&good, table, name);
        let line = format!("{name} = \"{old}\"");
        assert!(good.contains(&line), "{line}");
        good.replacen(&line, &format!("{name} = \"{to}\""), 1)
    };
    let another = |table: &str, name: &str| {
        let old = value(&good, table, name);
        let first = if old.starts_with('1') { "2" } else { "1" };
        changed(table, name, &format!("{first}{}", &old[1..]))
    };
    // A key that the EncKeyID of somebody else belongs to.
    let exchanged = tempfile::tempdir().unwrap();
    let arguments = [
        "keys",
        "exchange",
        "--base-url",
        &sandbox.url,
        "--out",
        exchanged.path().to_str().unwrap(),
    ];
    assert!(run(&arguments, "").status.success());
    let somebody = std::fs::read_to_string(exchanged.path().join("till.toml")).unwrap();
    for (toml, check, advice) in [
        (
            another("mypay", "key"),
            "fail  mypay round trip: uid and key are refused",
            "check uid, key and mode",
        ),
        (
            another("mypay", "uid"),
            "fail  mypay round trip: uid and key are refused",
            "check uid, key and mode",
        ),
        (
            changed("mypay", "key", credentials["agent"]["key"].as_str().unwrap()),
            "fail  mypay round trip: uid and key are refused",
            "check uid, key and mode",
        ),
        (
            changed("mypay", "mode", "agent"),
            "fail  mypay round trip: uid and key are refused",
            "check uid, key and mode",
        ),
        (
            another("omni", "store_id"),
            "fail  omni round trip (iPASS)",
            "check store_id",
        ),
        (
            another("omni", "store_id"),
            "fail  omni round trip (icash)",
            "check store_id",
        ),
        (
            another("omni", "client_secret"),
            "fail  omni round trip",
            "client_id and client_secret",
        ),
        (
            another("omni", "client_id"),
            "fail  omni round trip",
            "client_id and client_secret",
        ),
        (
            changed("icash", "merchant_private_key_file", "other.pem"),
            "fail  icash round trip: merchant_private_key and enc_key_id are refused",
            "public half of merchant_private_key",
        ),
        (
            another("icash", "enc_key_id"),
            "fail  icash round trip: merchant_private_key and enc_key_id are refused",
            "check that enc_key_id",
        ),
        (
            changed("icash", "enc_key_id", &value(&somebody, "icash", "enc_key_id")),
            "fail  icash round trip: merchant_private_key and enc_key_id are refused",
            "check that enc_key_id",
        ),
        (
            changed("icash", "icash_public_key_file", "other_public.pem"),
            "fail  icash round trip",
            "icash_public_key",
        ),
        (
            another("icash", "aes_key"),
            "fail  icash round trip",
            "check that enc_key_id, aes_key and aes_iv",
        ),
        (
            another("icash", "aes_iv"),
            "fail  icash round trip",
            "check that enc_key_id, aes_key and aes_iv",
        ),
    ] {
        let (status, report) = examine(&sandbox, &toml);
        assert_eq!(status, 1, "{report}");
        let line = report.lines().find(|line| line.contains(check));
        let line = line.unwrap_or_else(|| panic!("no {check:?} in {report}"));
        assert!(line.contains(advice), "no {advice:?} in {line}");
        // And nothing else.
        let failures = report.lines().filter(|line| line.starts_with("fail "));
        let table = check.split(' ').nth(2).unwrap();
        failures.for_each(|line| assert!(line.starts_with(&format!("fail  {table} round trip")), "{line}"));
    }
}

#[test]
fn own_payment_parameters_are_proven_for_each_wallet() {
    let sandbox = SandboxProcess::start(&[]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let names = ["platform_id", "merchant_id", "ipass_merchantid", "ipass_key"];
    let with = |wrong: &str, names: &[&str]| {
        let mut toml = format!("[omni]\nbase_url = \"{}\"\n", sandbox.url);
        toml += &format!("token = \"{}\"\n", value(&good, "omni", "token"));
        for name in names {
            let value = value(&good, "omni", name);
            let value = if *name == wrong {
                value.replace(char::is_alphanumeric, "7")
            } else {
                value
            };
            toml += &format!("{name} = \"{value}\"\n");
        }
        toml
    };
    for (names, lines) in [
        (
            &names[..],
            &["ok    omni round trip (iPASS)", "ok    omni round trip (icash)"][..],
        ),
        (&names[..2], &["ok    omni round trip (icash)"]),
        (&names[2..], &["ok    omni round trip (iPASS)"]),
    ] {
        let (status, report) = examine(&sandbox, &with("", names));
        assert_eq!(status, 0, "{report}");
        assert!(lines.iter().all(|line| report.contains(line)), "{report}");
        assert_eq!(report.matches("round trip").count(), lines.len(), "{report}");
    }
    for (wrong, fails, advice) in [
        ("platform_id", "(icash)", "check platform_id and merchant_id"),
        ("merchant_id", "(icash)", "check platform_id and merchant_id"),
        ("ipass_merchantid", "(iPASS)", "check ipass_merchantid and ipass_key"),
        ("ipass_key", "(iPASS)", "check ipass_merchantid and ipass_key"),
    ] {
        let (status, report) = examine(&sandbox, &with(wrong, &names));
        assert_eq!(status, 1, "{wrong}: {report}");
        let failures: Vec<&str> = report.lines().filter(|line| line.starts_with("fail ")).collect();
        assert!(
            matches!(failures[..], [line] if line.contains(fails) && line.contains(advice)),
            "{wrong}: {report}"
        );
    }
    let (status, report) = examine(&sandbox, &with("", &names).replace("token = \"", "token = \"not"));
    assert_eq!(status, 1);
    assert!(
        report.contains("fail  omni round trip") && report.contains("check token"),
        "{report}"
    );
}

#[test]
fn mistakes_in_the_file_are_named_with_their_line() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let line_of = |text: &str, part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let broken = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        let toml = good.replacen(from, to, 1);
        let (status, report) = examine(&sandbox, &toml);
        assert_eq!(status, 1, "{report}");
        (line_of(&toml, to.lines().next().unwrap_or_default()), report)
    };
    for (from, to, expected) in [
        (
            "aes_iv = ",
            "aes_vi = ",
            "fail  icash configuration: [icash] aes_vi is not a known setting",
        ),
        ("aes_iv = ", "aes_vi = ", "did you mean aes_iv?"),
        ("enc_key_id", "enc_key_di", "did you mean enc_key_id?"),
        ("client_secret = ", "client_secert = ", "did you mean client_secret?"),
        (
            "aes_key = \"",
            "aes_key = ",
            "fail  configuration: the configuration is not TOML",
        ),
        ("[omni]", "[omin]", "did you mean [omni]?"),
        (
            "[mypay]",
            "[mypay\n",
            "fail  configuration: the configuration is not TOML",
        ),
        (
            "mode = \"store\"",
            "CANARY = \"store\"",
            "fail  mypay configuration: [mypay] line",
        ),
    ] {
        let (line, report) = broken(from, to);
        assert!(report.contains(expected), "no {expected:?} in {report}");
        assert!(report.contains(&format!("line {line}")), "no line {line} in {report}");
        assert!(!report.contains("CANARY"), "{report}");
    }
    for (from, to, expected) in [
        (
            "mode = \"store\"",
            "mode = \"shop\"",
            "fail  mypay configuration: [mypay] mode must be one of",
        ),
        ("ca_file = \"ca.pem\"", "", "ca_file"),
        (
            "ca_file = \"ca.pem\"",
            "ca_file = \"missing.pem\"",
            "there is no such file",
        ),
        (
            "\"merchant_private_key.pem\"",
            "\"icash_public_key.pem\"",
            "it is a public key",
        ),
        (
            "base_url = \"https://",
            "base_url = \"https://user:CANARY@",
            "must not contain a user name",
        ),
        (
            "token_url = \"https://",
            "token_url = \"https://user:CANARY@",
            "must not contain a user name",
        ),
        (
            "base_url = \"https:",
            "base_url = \"CANARY",
            "fail  icash configuration: base_url",
        ),
        (
            "token_url = \"https:",
            "token_url = \"CANARY",
            "fail  omni configuration: [omni] token_url",
        ),
        (
            "aes_key = ",
            "aes_key_file = \"CANARY\" #",
            "fail  icash configuration: [icash] aes_key_file",
        ),
        (
            "client_secret = ",
            "client_secret_env = \"CANARY\" #",
            "[omni] client_secret_env names",
        ),
    ] {
        let (_, report) = broken(from, to);
        assert!(report.contains(expected), "no {expected:?} in {report}");
        assert!(!report.contains("CANARY") && !report.contains("canary"), "{report}");
    }
    let path = sandbox.config.with_file_name("examined.toml");
    let utf16 = good.encode_utf16().flat_map(u16::to_le_bytes);
    for (bytes, expected) in [
        (
            [0xff, 0xfe].into_iter().chain(utf16).collect::<Vec<u8>>(),
            "save it as UTF-8",
        ),
        (Vec::new(), "it is empty"),
        ([good.as_bytes(), b"# \xa8\xa3\xb4\xb8\n"].concat(), "save it as UTF-8"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let output = run(&["doctor", "--config", path.to_str().unwrap()], "");
        let report = stdout(&output);
        assert_eq!(output.status.code(), Some(1), "{report}");
        assert!(
            report.contains("fail  configuration") && report.contains(expected),
            "{report}"
        );
    }
    let output = run(&["doctor", "--config", "no/such/till.toml"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("there is no such file"), "{output:?}");
}

/// A host that answers each POST with the next of these; TRACE is another number each time.
fn host_that_says(answers: &'static [&'static str]) -> RawServer {
    const TRACES: [&str; 2] = [
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "7c9e6679-deed-40de-944b-e07fc1f90ae7",
    ];
    let asked = AtomicUsize::new(0);
    RawServer::start(move |stream| {
        let mut stream = BufReader::new(stream);
        loop {
            let mut length = 0;
            let mut first = String::new();
            if stream.read_line(&mut first).unwrap_or(0) == 0 {
                return;
            }
            loop {
                let mut line = String::new();
                stream.read_line(&mut line).unwrap_or(0);
                if line.trim().is_empty() {
                    break;
                }
                if let Some((name, value)) = line.split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().unwrap();
                }
            }
            stream.read_exact(&mut vec![0; length]).unwrap();
            let body = match first.starts_with("POST ") {
                true => {
                    let at = asked.fetch_add(1, Ordering::SeqCst);
                    answers[at].replace("TRACE", TRACES[at % 2])
                }
                false => String::new(),
            };
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.get_mut().write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    })
}

#[test]
fn only_words_about_the_transaction_and_another_answer_to_made_up_credentials_prove_anything() {
    const UNKNOWN: &str = r#"{"code":"100","msg":"查無此訂單 TRACE"}"#;
    const REFUSED: &str = r#"{"code":"100","msg":"資料錯誤 trace=TRACE"}"#;
    const OTHER: &str = r#"{"code":"100","msg":"金鑰錯誤"}"#;
    let sandbox = SandboxProcess::start(&[]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let mypay = good.split_once("[mypay]").unwrap().1.split_once("[omni]").unwrap().0;
    for (answers, expected) in [
        (
            &[REFUSED, REFUSED][..],
            "fail  mypay round trip: uid and key are refused",
        ),
        (&[UNKNOWN, UNKNOWN], "fail  mypay round trip: uid and key are refused"),
        (&[REFUSED, OTHER], "warn  mypay round trip: it says: 100 資料錯誤"),
        (&[UNKNOWN, OTHER], "ok    mypay round trip: uid and key are accepted"),
        (
            &[r#"{"code":"400","msg":"系統錯誤"}"#],
            "warn  mypay round trip: it reports a fault of its own",
        ),
    ] {
        let host = host_that_says(answers);
        let (_, report) = examine(&sandbox, &format!("[mypay]{}", mypay.replace(&sandbox.url, &host.url)));
        assert!(report.contains(expected), "no {expected:?} in {report}");
    }
}

#[test]
fn a_previous_key_is_tried_too() {
    let sandbox = SandboxProcess::start(&[]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let credentials = std::fs::read_to_string(sandbox.state.path().join("mypay_credentials.json")).unwrap();
    let credentials: serde_json::Value = serde_json::from_str(&credentials).unwrap();
    let previous = credentials["store"]["previous_key"].as_str().unwrap();
    let kept: Vec<&str> = good.lines().filter(|line| !line.contains("previous_key")).collect();
    let with = |key: &str| {
        let setting = format!("[mypay]\nprevious_key = \"{key}\"");
        kept.join("\n").replace("[mypay]", &setting)
    };
    let (status, report) = examine(&sandbox, &with(previous));
    assert!(report.contains("ok    mypay round trip (previous_key): "), "{report}");
    assert_eq!(status, 0);
    let (status, report) = examine(&sandbox, &with("0123456789abcdef0123456789abcdef"));
    let refused = "fail  mypay round trip (previous_key): uid and previous_key are refused";
    assert!(report.contains(refused) && report.contains("take it out"), "{report}");
    assert!(report.contains("ok    mypay round trip: "), "{report}");
    assert_eq!(status, 1);
}

/// What may be a production host: nothing is proven there unasked, and that is no clean bill.
#[test]
fn a_report_without_any_round_trip_says_so_and_is_no_success() {
    let sandbox = SandboxProcess::start(&[]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let mypay = good.split_once("[mypay]").unwrap().1.split_once("[omni]").unwrap().0;
    let client = mypay.replace("mode = \"store\"", "mode = \"client\"");
    let (status, report) = examine(&sandbox, &format!("[mypay]{client}"));
    assert!(report.contains("warn  mypay round trip: not made"), "{report}");
    assert_eq!(status, 3, "{report}");
    let (status, report) = examine(&sandbox, &good.replace("mode = \"store\"", "mode = \"client\""));
    assert!(!report.contains("no provider was asked"), "{report}");
    assert_eq!(status, 0, "{report}");
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = SandboxProcess::start(&[]);
    std::fs::set_permissions(&sandbox.config, std::fs::Permissions::from_mode(0o644)).unwrap();
    let output = run(&["doctor", "--config", sandbox.config.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).contains("lets other accounts read it; chmod 600 it"),
        "{output:?}"
    );
}

/// A host that answers with this `Date`, and knows no path.
fn host_at(time: SystemTime) -> RawServer {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let date = jiff::Timestamp::from_second(i64::try_from(seconds).unwrap()).unwrap();
    host_with(date.strftime("Date: %a, %d %b %Y %H:%M:%S GMT\r\n").to_string())
}

/// A host that answers with these header lines, and knows no path.
fn host_with(lines: String) -> RawServer {
    RawServer::start(move |mut stream| {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).unwrap_or(0) > 0 {
            let reply = format!("HTTP/1.1 404 Not Found\r\n{lines}Content-Length: 0\r\n\r\n");
            stream.write_all(reply.as_bytes()).unwrap_or_default();
        }
    })
}

#[test]
fn a_wrong_clock_is_told_in_words() {
    let sandbox = SandboxProcess::start(&[]);
    let hours = |hours: u64| Duration::from_secs(hours * 3600);
    let now = SystemTime::now();
    for (theirs, expected) in [
        (
            now + hours(2),
            "this machine's clock is 2 hours behind the host's; set it",
        ),
        (
            now - hours(72),
            "this machine's clock is 3 days ahead of the host's; set it",
        ),
    ] {
        let server = host_at(theirs);
        let good = std::fs::read_to_string(&sandbox.config).unwrap();
        let (status, report) = examine(&sandbox, &good.replace(&sandbox.url, &server.url));
        assert_eq!(status, 1, "{report}");
        assert!(report.contains(&format!("fail  icash clock: {expected}")), "{report}");
        assert!(report.contains("the times we send depend on it"), "{report}");
    }
    // A minute is tolerated; nothing, and what is no time, is neither right nor wrong.
    for (server, expected) in [
        (host_at(now - Duration::from_secs(5)), "ok    icash clock: within "),
        (
            host_with(String::new()),
            "warn  icash clock: the host does not tell its time",
        ),
        (
            host_with("Date: noon\r\n".to_owned()),
            "warn  icash clock: the host does not tell its time",
        ),
    ] {
        let good = std::fs::read_to_string(&sandbox.config).unwrap();
        let (_, report) = examine(&sandbox, &good.replace(&sandbox.url, &server.url));
        assert!(report.contains(expected), "{report}");
    }
}

#[test]
fn a_host_that_does_not_answer_is_a_failure_that_says_what_to_look_at() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let good = std::fs::read_to_string(&sandbox.config).unwrap();
    let (_, report) = examine(&sandbox, &good.replace(&sandbox.url, "https://localhost:1"));
    assert!(
        report.contains("fail  icash host: localhost: no connection"),
        "{report}"
    );
    assert!(report.contains("; check base_url, this machine's network"), "{report}");
    let (_, report) = examine(&sandbox, &good.replacen("ca_file = \"ca.pem\"\n", "", 1));
    assert!(report.contains("fail  icash host: localhost: "), "{report}");
    assert!(report.contains("needs a ca_file"), "{report}");
}

#[test]
fn the_end_of_icash_pay_s_key_is_foretold() {
    let sandbox = SandboxProcess::start(&[]);
    let folder = sandbox.state.path().join("exchanged");
    let arguments = [
        "keys",
        "exchange",
        "--base-url",
        &sandbox.url,
        "--out",
        folder.to_str().unwrap(),
    ];
    let exchanged = run(&arguments, "");
    assert!(exchanged.status.success(), "{exchanged:?}");
    let good = std::fs::read_to_string(folder.join("till.toml")).unwrap();
    let expires = value(&good, "icash", "icash_public_key_expires");
    let told: serde_json::Value = serde_json::from_slice(&exchanged.stdout).unwrap();
    assert_eq!(told["icash_public_key_expires"], expires);
    let good = good.replace("_file = \"", "_file = \"exchanged/");
    let (status, report) = examine(&sandbox, &good);
    assert_eq!(status, 0, "{report}");
    assert!(
        report.contains("ok    icash key expiry: icash Pay's key ends on"),
        "{report}"
    );

    let in_days = |days: i64, form: &str| {
        let time = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days + 9);
        time.strftime(form).to_string()
    };
    for (text, expected) in [
        (in_days(10, "%Y/%m/%d %H:%M:%S"), ", in 10 days; exchange keys anew"),
        (in_days(29, "%Y-%m-%d %H:%M:%S"), ", in 29 days; exchange keys anew"),
        (in_days(-3, "%Y/%m/%d %H:%M:%S"), "icash Pay's key ended on"),
        (in_days(-400, "%Y%m%d"), "icash Pay's key ended on"),
        ("CANARY".to_owned(), "is no date such as"),
    ] {
        let (status, report) = examine(&sandbox, &good.replace(&expires, &text));
        assert_eq!(status, 0, "{report}");
        let line = report
            .lines()
            .find(|line| line.starts_with("warn  icash key expiry: "))
            .unwrap();
        assert!(line.contains(expected), "{line}");
        assert!(!report.contains("CANARY"), "{report}");
    }
}
