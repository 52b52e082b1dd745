//! The published table of faults is the one that the code has.

use twpos_sandbox::{Fault, Provider};

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
        [Provider::Icash, Provider::Mypay, Provider::Omni] => "all".to_owned(),
        some => some
            .iter()
            .map(|provider| provider.name())
            .collect::<Vec<_>>()
            .join(", "),
    }
}
