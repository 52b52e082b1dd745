//! Names in other languages' habits. Takes Rust names, snake_case or PascalCase.

/// `op_seq` → `opSeq`, `echo_0` → `echo0`, `WebAtm` → `webAtm`.
pub fn camel(name: &str) -> String {
    let mut words = words(name).into_iter();
    let first = words.next().unwrap_or_default();
    first + &words.map(|word| capitalised(&word)).collect::<String>()
}

/// `refund_top_up` → `RefundTopUp`.
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

/// `InvalidRequest` → `INVALID_REQUEST`, `invoice_b2b_id` → `INVOICE_B2B_ID`.
pub fn screaming_snake(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// `PayRequest` → `pay_request`.
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// The words of a name, in lower case. A capital begins a word unless another capital is on both sides.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after_is_small = letters.get(at + 1).is_some_and(|after| after.is_lowercase());
        let begins = letter.is_uppercase() && before.is_some_and(|before| !before.is_uppercase() || after_is_small);
        if begins || *letter == '_' {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), *letter != '_') {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_operations() {
        for (name, camel_case, pascal_case, screaming) in [
            ("pay", "pay", "Pay", "PAY"),
            ("op_seq", "opSeq", "OpSeq", "OP_SEQ"),
            ("echo_0", "echo0", "Echo0", "ECHO_0"),
            ("invoice_b2b_id", "invoiceB2bId", "InvoiceB2bId", "INVOICE_B2B_ID"),
            (
                "invoice_m_post_zone",
                "invoiceMPostZone",
                "InvoiceMPostZone",
                "INVOICE_M_POST_ZONE",
            ),
            ("m_member_id", "mMemberId", "MMemberId", "M_MEMBER_ID"),
            ("except_amt1", "exceptAmt1", "ExceptAmt1", "EXCEPT_AMT1"),
            ("refund_top_up", "refundTopUp", "RefundTopUp", "REFUND_TOP_UP"),
        ] {
            assert_eq!(camel(name), camel_case);
            assert_eq!(pascal(name), pascal_case);
            assert_eq!(screaming_snake(name), screaming);
            assert_eq!(snake(name), name);
        }
    }

    #[test]
    fn types_and_variants() {
        for (name, camel_case, screaming) in [
            ("PayRequest", "payRequest", "PAY_REQUEST"),
            ("WebAtm", "webAtm", "WEB_ATM"),
            ("IPass", "iPass", "I_PASS"),
            ("ESun", "eSun", "E_SUN"),
            ("OP", "op", "OP"),
        ] {
            assert_eq!(camel(name), camel_case);
            assert_eq!(pascal(name), if name == "OP" { "Op" } else { name });
            assert_eq!(screaming_snake(name), screaming);
        }
    }
}
