//! The blocks of docs/sandbox.md as they stand there, in their order, beside the sandbox that the first one starts. Only
//! PORT is another: the one that the sandbox's line told.
#![cfg(unix)]

use crate::readme::{Running, blocks, shell};
use crate::support::{call, sale};
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../docs/sandbox.md");

#[test]
fn the_commands_of_its_page_run_as_pasted() {
    let commands = blocks(PAGE, "sh");
    let [start, pay_page, notifications, tokens, faults] = commands[..] else {
        panic!("blocks that this test does not know: {commands:?}")
    };
    let folder = tempfile::tempdir().unwrap();
    let (_running, ready) = Running::start(start, folder.path());
    let url = ready["url"].as_str().unwrap();
    let port = url.strip_prefix("http://127.0.0.1:").unwrap();
    let line = ready.to_string();
    assert!(PAGE.contains(&format!("`{}`", line.replace(port, "PORT"))), "{line}");

    // Whoever pastes them sees an answer of HTTP 4xx; here it must be a failure. No proxy has to do with this machine.
    std::fs::write(folder.path().join(".curlrc"), "fail\nsilent\nnoproxy = *\n").unwrap();
    let run = |script: &str| {
        let mut shell = shell(script, folder.path());
        let output = shell.env("CURL_HOME", folder.path()).output().unwrap();
        assert!(output.status.success(), "{script}{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let paste = |block: &str| run(&block.replace("PORT", port));
    let shown = |path: &str| serde_json::from_str::<Value>(&run(&format!("curl {url}/_sandbox/{path}"))).unwrap();
    let config = folder.path().join("sandbox-state/till.toml");
    let till = |operation: &str, request: Value| call(&config, operation, &request.to_string());

    // The first order of a sandbox has the uid that stands there.
    let items = json!([{"id": "1", "name": "咖啡豆", "cost": 900, "amount": 1, "total": 900}]);
    let order = json!({"order_id": "PAGE-1", "cost": 900, "user_id": "C1", "ip": "203.0.113.7", "items": items});
    let (status, made) = till("mypay.create_order", order);
    assert_eq!((status, &made["uid"]), (0, &json!("100001")), "{made}");
    paste(pay_page);
    let query = json!({"order_id": "PAGE-1", "uid": made["uid"], "key": made["key"], "cost": 900});
    let (status, asked) = till("mypay.query_order", query);
    assert_eq!((status, &asked["state"]), (0, &json!("paid")), "{asked}");

    paste(notifications);
    let settings = &shown("mypay/notifications")["settings"];
    let set = ["url", "copies", "reorder"].map(|name| settings[name].clone());
    assert_eq!(set, [json!("http://127.0.0.1:8080/mypay"), json!(3), json!(true)]);

    let search = || till("omni.ipass_search", json!({"order_number": "PAGE-2"}));
    search();
    assert_eq!(
        (&shown("omni/tokens")["valid"], &shown("omni/tokens")["issued"]),
        (&json!(1), &json!(1))
    );
    paste(tokens);
    assert_eq!(
        (&shown("omni/tokens")["valid"], &shown("omni/tokens")["expires_in"]),
        (&json!(0), &json!(60))
    );
    search();
    assert_eq!(shown("omni/tokens")["issued"], 2, "the till has renewed it");

    paste(faults);
    assert_eq!(till("icash.pay", sale("SHOP1-0001")).0, 0);
    let cancel = || till("icash.cancel", json!({"OPSeq": "SHOP1-0001"})).0;
    assert_eq!([cancel(), cancel(), cancel()], [4, 4, 0], "unknown twice");
}

#[test]
fn what_mypay_would_have_mailed_is_what_its_page_shows() {
    let shapes = blocks(PAGE, "text");
    let [shape] = shapes[..] else {
        panic!("blocks that this test does not know: {shapes:?}")
    };
    let sandbox = crate::support::SandboxProcess::start(&[]);
    let text = std::fs::read_to_string(sandbox.state.path().join("mypay_credentials.json")).unwrap();
    let credentials: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    let whose = credentials.iter().map(|(name, of)| {
        let names = of.as_object().unwrap().keys().map(|name| format!("\"{name}\""));
        format!("\"{name}\": {{{}}}", names.collect::<Vec<_>>().join(", "))
    });
    assert_eq!(shape, format!("{{{}}}\n", whose.collect::<Vec<_>>().join(", ")));
}
