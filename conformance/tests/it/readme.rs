//! The programs in Rust of both README files, built as they stand there, beside the folder of a sandbox. Those for the
//! shell, and the configuration, are run in `cli/tests/it/readme.rs`.

use std::process::Command;
use twpos_sandbox::{Fault, FaultMatch, FaultRule, Operation, Options, Sandbox};

#[test]
fn the_programs_run_as_pasted_once_approved_and_once_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(Options::new(folder.path().join("sandbox-state"))).unwrap();
    for (language, approved, unknown) in [
        (
            "en",
            "paid NT$ 36, icash number ",
            "cancelled: charge again under a new number\n",
        ),
        (
            "zh-TW",
            "已付款 36 元，愛金卡交易編號 ",
            "已取消：請以新的序號重新扣款\n",
        ),
    ] {
        let run = || {
            let mut program = Command::new(env!("CARGO_BIN_EXE_readme"));
            let output = program.arg(language).current_dir(&folder).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let said = run();
        let number = said.strip_prefix(approved).unwrap_or_else(|| panic!("{said}"));
        assert_eq!(number.trim_end().len(), 20, "{said}");
        let mut reset = FaultRule::new(Fault::ResetAfterCommit);
        reset.matching = FaultMatch {
            operation: Some(Operation::IcashPay),
            ..Default::default()
        };
        sandbox.inject(reset);
        assert_eq!(run(), unknown);
    }
}
