//! Form data as a PHP program posts it, back into the fields it was made of.

use serde_json::{Map, Value};

/// Deeper or longer than this is not a notification.
const MAX_DEPTH: usize = 4;
const MAX_FIELDS: usize = 2000;

/// The fields of `application/x-www-form-urlencoded` text, with `a[0][b]=c` as nested objects (whose
/// list indexes stay names). `None` if a field comes twice or is both text and list: such a body has
/// two readings, and a notification must have one.
pub(super) fn fields(body: &[u8]) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    for (count, (name, value)) in form_urlencoded::parse(body).enumerate() {
        if count >= MAX_FIELDS {
            return None;
        }
        // What a careless server puts before the whole body.
        let name = match count {
            0 => name.trim_start_matches('\u{feff}'),
            _ => &name,
        };
        let path = path(name)?;
        insert(&mut fields, &path, value.into_owned())?;
    }
    Some(fields)
}

/// `a[0][b]` as `a`, `0`, `b`; a name without brackets is itself.
fn path(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else {
        return Some(vec![name]);
    };
    let inner = rest.strip_suffix(']')?;
    let path: Vec<&str> = std::iter::once(first).chain(inner.split("][")).collect();
    let well_formed = path.iter().all(|part| !part.is_empty() && !part.contains(['[', ']']));
    (well_formed && path.len() <= MAX_DEPTH).then_some(path)
}

fn insert(fields: &mut Map<String, Value>, path: &[&str], value: String) -> Option<()> {
    let (first, rest) = path.split_first()?;
    if rest.is_empty() {
        let earlier = fields.insert((*first).to_owned(), Value::String(value));
        return earlier.is_none().then_some(());
    }
    match fields
        .entry((*first).to_owned())
        .or_insert_with(|| Value::Object(Map::new()))
    {
        Value::Object(inner) => insert(inner, rest, value),
        _ => None,
    }
}
