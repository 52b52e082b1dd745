//! What goes onto an e-invoice: the Ministry of Finance's codes, which documents 000 and 003 name and do not describe.

/// 統一編號, 統編: eight digits.
pub(crate) fn is_tax_number(text: &str) -> bool {
    text.len() == 8 && is_digits(text)
}

/// 愛心碼: three to seven digits.
pub(crate) fn is_donation_code(text: &str) -> bool {
    (3..=7).contains(&text.len()) && is_digits(text)
}

/// 手機條碼: a slash and seven of digits, capital letters and `+-.`.
pub(crate) fn is_mobile_barcode(text: &str) -> bool {
    let is_of_it = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || b"+-.".contains(&byte);
    let code = text.strip_prefix('/');
    code.is_some_and(|code| code.len() == 7 && code.bytes().all(is_of_it))
}

/// 自然人憑證條碼: two capital letters and 14 digits.
pub(crate) fn is_citizen_certificate(text: &str) -> bool {
    let (letters, digits) = text.split_at_checked(2).unwrap_or_default();
    letters.bytes().all(|byte| byte.is_ascii_uppercase()) && digits.len() == 14 && is_digits(digits)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
