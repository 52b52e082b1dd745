//! Codes as a scanner gives them: freed of what the scanner added, and refused if they hold what no barcode holds.

use crate::barcode::{bare, place_of_code};
use crate::error::Error;
use crate::json;
use crate::text::is_printable;

/// The one member of a wallet's `data_json` that is a text for people (docs/protocol.md, scanning in the store).
const TEXT_FOR_PEOPLE: &str = "\"remark\"";

/// Leaves the code alone, and refuses what is none. The error never quotes it.
pub(crate) fn code(name: &str, code: &mut String) -> Result<(), Error> {
    checked(name, code)?;
    let place = place_of_code(code);
    code.truncate(place.end);
    code.drain(..place.start);
    Ok(())
}

/// The code alone, or what is wrong with it, without a word of it.
///
/// A scan that came to nothing is a mistake too, even where the field may be left out: the customer showed something.
pub(crate) fn checked<'a>(name: &str, scanned: &'a str) -> Result<&'a str, Error> {
    let code = bare(scanned);
    if code.is_empty() && !scanned.is_empty() {
        let problem = "has nothing besides what a scanner adds; scan again, or leave it out";
        return Err(Error::field(name, problem));
    }
    if !code.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let problem = "has a character that no code has: a control character, an invisible one, or another beyond \
                       printable ASCII, such as a full-width digit; look at the scanner's settings";
        return Err(Error::field(name, problem));
    }
    Ok(code)
}

/// Does so to each of these codes, given with their names.
pub(crate) fn codes(codes: Vec<(&'static str, &mut String)>) -> Result<(), Error> {
    codes.into_iter().try_for_each(|(name, text)| code(name, text))
}

/// Does the same to every text in a JSON text but those for people, and leaves the rest of it as it is.
pub(crate) fn json(name: &str, text: &mut String) -> Result<(), Error> {
    for scalar in json::scalars(text).into_iter().rev() {
        let as_given = text.get(scalar.place.clone()).map(serde_json::from_str::<String>);
        let Some(Ok(mut value)) = as_given else { continue };
        if scalar.name.is_some_and(|name| text.get(name) == Some(TEXT_FOR_PEOPLE)) {
            let is_text = |c: char| is_printable(c) || matches!(c, '\t' | '\r' | '\n');
            match value.chars().all(is_text) {
                true => continue,
                false => {
                    let problem = "has a remark with a control character or another that cannot be seen";
                    return Err(Error::field(name, problem));
                }
            }
        }
        let length = value.len();
        code(name, &mut value)?;
        if value.len() != length {
            text.replace_range(scalar.place, &serde_json::Value::from(value).to_string());
        }
    }
    Ok(())
}
