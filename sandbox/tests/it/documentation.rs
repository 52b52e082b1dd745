//! The published table of faults is the one that the code has.

use twpos_sandbox::{Fault, Operation, Provider};

#[test]
fn the_document_lists_every_fault_with_its_barcode_and_its_providers() {
    let document = include_str!("../../../docs/sandbox.md");
    let table = document.lines().skip_while(|line| !line.starts_with("| fault |"));
    let listed: Vec<&str> = table
        .take_while(|line| line.starts_with('|'))
        .filter(|line| line.starts_with("| `"))
        .collect();
    let expected: Vec<String> = Fault::ALL
        .iter()
        .map(|fault| {
            let barcode = fault.magic_barcode().map_or("–".to_owned(), |code| format!("`{code}`"));
            let providers = providers(*fault);
            format!(
                "| `{}` | {barcode} | {providers} | {} |",
                fault.name(),
                fault.description()
            )
        })
        .collect();
    assert_eq!(
        listed,
        expected,
        "docs/sandbox.md should hold:\n{}",
        expected.join("\n")
    );
}

fn providers(fault: Fault) -> String {
    match fault.providers() {
        all if all == Provider::ALL => "all".to_owned(),
        some => some
            .iter()
            .map(|provider| provider.name())
            .collect::<Vec<_>>()
            .join(", "),
    }
}

#[test]
fn the_document_lists_every_operation() {
    let document = include_str!("../../../docs/sandbox.md");
    for operation in Operation::ALL {
        let name = serde_json::to_value(operation).unwrap();
        let name = name.as_str().unwrap();
        assert!(document.contains(&format!("`{name}`")), "{name}");
        assert_eq!(name.split_once('.').unwrap().0, operation.provider().name());
    }
}
