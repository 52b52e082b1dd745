//! The committed `twpos.bas`: what no Visual Basic is here to say of it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

fn stdcall(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../ffi-c/stdcall")
        .join(name);
    fs::read_to_string(path).unwrap()
}

fn lines(module: &str) -> Vec<&str> {
    module.lines().collect()
}

/// `Private Declare PtrSafe Function c_twpos_f Lib "x.dll" Alias "twpos_f" (ByVal a As Long) As Long`: the name in the
/// DLL, the DLL, and the rest of the line from the parameters on.
fn declare(line: &str) -> Option<(&str, &str, &str)> {
    if !line.contains(" Declare ") || !line.contains("Lib \"twpos") {
        return None;
    }
    let mut quoted = line.split('"');
    let (library, name) = (quoted.nth(1)?, quoted.nth(1)?);
    Some((name, library, line.split_once(" (")?.1))
}

/// The declarations of a branch, by their name in the DLL.
fn branch<'a>(lines: &[&'a str], begins: &str) -> BTreeMap<&'a str, (&'a str, &'a str)> {
    let mut found = BTreeMap::new();
    let mut inside = false;
    for line in lines {
        if line.starts_with('#') {
            inside = *line == begins;
        }
        if let Some((name, library, rest)) = declare(line).filter(|_| inside) {
            assert!(
                found.insert(name, (library, rest)).is_none(),
                "{name} is declared twice"
            );
        }
    }
    found
}

/// Imported on a machine with any code page, and by editors that refuse a line of more than 1023 characters.
#[test]
fn it_is_ascii_in_lines_that_windows_ends() {
    let module = stdcall("twpos.bas");
    assert!(module.is_ascii());
    assert!(module.starts_with("Attribute VB_Name = \"Twpos\"\r\n"));
    assert_eq!(module.matches('\n').count(), module.matches("\r\n").count());
    assert_eq!(module.matches('\r').count(), module.matches("\r\n").count());
    assert!(lines(&module).iter().all(|line| line.len() < 1000));
}

/// Each branch declares every function, with what `twpos_stdcall.def` says is on the stack.
#[test]
fn every_function_is_declared_for_each_visual_basic() {
    let (module, exports) = (stdcall("twpos.bas"), stdcall("twpos_stdcall.def"));
    let lines = lines(&module);
    let [win64, vba7, vb6] = ["#If Win64 Then", "#ElseIf VBA7 Then", "#Else"].map(|begins| branch(&lines, begins));
    let exported: BTreeMap<&str, usize> = exports
        .lines()
        .filter_map(|line| line.trim().split_once(" = "))
        .map(|(name, inner)| (name, inner.split_once('@').unwrap().1.parse().unwrap()))
        .collect();
    assert!(exported.len() > 130, "{}", exported.len());
    assert!(vb6.keys().eq(exported.keys()) && win64.keys().eq(exported.keys()));
    assert_eq!(vba7, vb6, "32-bit Office is called as Visual Basic 6 is");
    for (name, bytes) in &exported {
        let ((library, rest), (library64, rest64)) = (vb6[name], win64[name]);
        assert_eq!([library, library64], ["twpos_stdcall.dll", "twpos.dll"]);
        let words = rest.matches(" As ").count() - usize::from(rest.contains(") As "));
        assert_eq!(words * 4, *bytes, "{name}: {rest}");
        // A number of 64 bits is two words in a 32-bit process alone.
        let long = rest64.matches("As LongLong").count();
        assert_eq!(rest64.matches("By").count() + long, words, "{name}: {rest64}");
        for wrong in ["As Any", "As String", "As Double", "As Currency", "As Integer"] {
            assert!(!rest.contains(wrong) && !rest64.contains(wrong), "{name}: {rest}");
        }
    }
    let safe = |line: &&&str| line.contains("PtrSafe");
    let declares: Vec<_> = lines.iter().filter(|line| declare(line).is_some()).collect();
    assert_eq!(declares.iter().copied().filter(safe).count(), 2 * exported.len());
}

/// Visual Basic does not tell large letters from small ones, and has words that cannot be names.
#[test]
fn no_two_names_are_one_and_none_is_a_word_of_the_language() {
    let module = stdcall("twpos.bas");
    let mut names: HashMap<String, &str> = HashMap::new();
    for line in lines(&module) {
        let words: Vec<&str> = line.split([' ', '(']).collect();
        // The three branches of declarations are one; their functions are held against each other above.
        let name = match words[..] {
            ["Public", "Const" | "Function" | "Type" | "Enum", name, ..] => name,
            ["Private", "Const" | "Function" | "Sub" | "Type", name, ..] => name,
            ["Public" | "Private", "Declare", "Function" | "Sub", name, ..] => name,
            _ => continue,
        };
        let other = names.insert(name.to_lowercase(), line);
        assert!(other.is_none(), "{name}: {other:?} and {line}");
        let code = line.split(" ' ").next().unwrap();
        let mut typed: Vec<&str> = code.split(" As ").collect();
        typed.pop(); // The last type.
        for parameter in typed.iter().filter_map(|before| before.split_whitespace().last()) {
            let parameter = parameter.trim_end_matches("()").to_lowercase();
            assert!(!WORDS.contains(&parameter.as_str()), "{parameter}: {line}");
        }
    }
    assert!(names.len() > 400, "{}", names.len());
    assert!(names.contains_key("twpos_icash_pay") && names.contains_key("c_twpos_icash_pay"));
}

const WORDS: [&str; 62] = [
    "and", "any", "as", "boolean", "byref", "byte", "byval", "call", "case", "close", "const", "currency", "date",
    "declare", "dim", "do", "double", "each", "else", "end", "enum", "error", "event", "exit", "for", "function",
    "get", "goto", "if", "in", "input", "integer", "is", "len", "let", "like", "lock", "loop", "me", "mod", "new",
    "next", "not", "nothing", "on", "open", "option", "optional", "or", "print", "private", "public", "put", "resume",
    "select", "set", "static", "stop", "sub", "then", "to", "type",
];

/// Every block that is opened is closed, and every procedure gives its result.
#[test]
fn every_procedure_ends_and_gives_its_result() {
    let module = stdcall("twpos.bas");
    let mut inside: Option<(&str, &str, bool)> = None;
    let mut depth = 0;
    for line in lines(&module) {
        let words: Vec<&str> = line.split([' ', '(']).collect();
        match words[..] {
            ["Public" | "Private", kind @ ("Function" | "Sub"), name, ..] => {
                assert!(inside.is_none(), "{line}");
                inside = Some((kind, name, false));
            }
            ["End", kind @ ("Function" | "Sub")] => {
                let (open, name, gives) = inside.take().unwrap();
                assert_eq!(open, kind, "{name}");
                assert!(gives || kind == "Sub", "{name} gives nothing");
                assert_eq!(depth, 0, "{name}");
            }
            ["#If", ..] => depth += 1,
            ["#End", "If"] => depth -= 1,
            _ => {
                if let Some((_, name, gives)) = &mut inside {
                    *gives |= line.trim_start().starts_with(&format!("{name} = "));
                }
            }
        }
    }
    assert!(inside.is_none() && depth == 0);
}

/// The page's program is the one that is shipped, and calls what the module has, with as many arguments as it takes.
#[test]
fn the_page_shows_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let example = fs::read_to_string(root.join("ffi-c/examples/FirstPayment.bas")).unwrap();
    assert!(example.is_ascii());
    assert_eq!(example.matches('\n').count(), example.matches("\r\n").count());
    let example = example.replace("\r\n", "\n");
    let page = fs::read_to_string(root.join("docs/vb.md")).unwrap();
    assert!(
        page.contains(&format!("\n```vb\n{example}```\n")),
        "docs/vb.md shows another program"
    );

    let module = stdcall("twpos.bas");
    let mut takes: HashMap<&str, usize> = HashMap::new();
    for line in lines(&module).into_iter().filter(|line| line.starts_with("Public ")) {
        if let Some((head, rest)) = line.split_once('(') {
            let name = head.split(' ').find(|word| word.starts_with("twpos_"));
            let (parameters, _) = rest.rsplit_once(')').unwrap();
            takes.insert(name.unwrap_or(head), parameters.matches(" As ").count());
        }
    }
    let mut calls = 0;
    for line in example.lines().map(|line| line.split(" '").next().unwrap()) {
        let Some(at) = line.find("twpos_") else { continue };
        let name: String = line[at..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let arguments = line[at + name.len()..].trim_start_matches(['(', ' ']);
        let (mut depth, mut commas) = (0, 0);
        for letter in arguments.chars() {
            match letter {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 => commas += 1,
                _ => {}
            }
            if depth < 0 {
                break;
            }
        }
        assert_eq!(takes.get(&*name), Some(&(commas + 1)), "{line}");
        calls += 1;
    }
    assert!(calls > 15, "{calls}");
}
