//! No file of a crate takes something from a file that, directly or by way of others, takes something from it.
//!
//! A `mod.rs` may take from the files of its own folder, and names that a macro or serde puts together are not seen.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// A module's path from the crate's root, which is empty.
type Module = Vec<String>;

/// What one file takes from its own crate.
struct Source {
    /// The names that its `use` lines bring in, and where they point.
    names: BTreeMap<String, Module>,
    /// Every path.
    paths: BTreeSet<Module>,
}

type Crate = BTreeMap<Module, Source>;
type Uses = BTreeMap<Module, BTreeSet<Module>>;

/// Every crate with more than one file: its folder, and the file that its compiler is given.
const CRATES: [(&str, &str); 16] = [
    ("bench", "src/main.rs"),
    ("bindings-node", "src/lib.rs"),
    ("bindings-python", "src/lib.rs"),
    ("cli", "src/main.rs"),
    ("cli", "tests/it/main.rs"),
    ("conformance", "src/main.rs"),
    ("conformance", "tests/canary/main.rs"),
    ("conformance", "tests/it/main.rs"),
    ("core", "src/lib.rs"),
    ("core", "tests/it/main.rs"),
    ("ffi-c", "src/lib.rs"),
    ("ffi-uniffi", "src/lib.rs"),
    ("ffi-uniffi/bindgen", "src/main.rs"),
    ("sandbox", "src/lib.rs"),
    ("sandbox", "tests/it/main.rs"),
    ("xtask", "src/lib.rs"),
];

/// What is one thing, and too long for one file.
const TOGETHER: [&str; 1] = [
    // What a reply says of money counts the rows inside it, each of which is read as a reply.
    "core: mypay::reply, mypay::reversals",
];

/// A wallet is a folder, which takes nothing from another's.
const PROVIDERS: [&str; 4] = ["icash", "mypay", "omni", "linepay"];

#[test]
fn no_crate_has_a_circle_of_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for (package, entry) in CRATES {
        let entry = root.join(package).join(entry);
        let mut files = Crate::new();
        read(&entry, entry.parent().unwrap(), Module::new(), &mut files);
        let uses = uses(&files);
        for circle in circles(&uses) {
            let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            let name = format!("{package}: {}", names.join(", "));
            if !TOGETHER.contains(&name.as_str()) {
                found.push(name);
                found.extend(arrows(&circle, &files, &uses));
            }
        }
        if entry.ends_with("src/lib.rs") {
            found.extend(between_providers(package, &uses));
        }
    }
    assert!(
        found.is_empty(),
        "files that take from each other:\n{}",
        found.join("\n")
    );
}

/// Each use inside a circle, and what is taken by it.
fn arrows(circle: &BTreeSet<Module>, files: &Crate, uses: &Uses) -> Vec<String> {
    let inside = |from: &Module| uses[from].intersection(circle).cloned().collect::<Vec<_>>();
    let taken = |from: &Module, to: &Module| {
        let paths = files[from].paths.iter().filter(|path| resolve(files, path, 0) == *to);
        paths.map(|path| path.join("::")).collect::<Vec<_>>().join(", ")
    };
    let all = circle
        .iter()
        .flat_map(|from| inside(from).into_iter().map(move |to| (from, to)));
    all.map(|(from, to)| format!("    {} takes {}", from.join("::"), taken(from, &to)))
        .collect()
}

fn between_providers(package: &str, uses: &Uses) -> Vec<String> {
    let provider = |module: &Module| {
        module
            .first()
            .cloned()
            .filter(|name| PROVIDERS.contains(&name.as_str()))
    };
    let all = uses.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    let between = all.filter(|(from, to)| provider(from).zip(provider(to)).is_some_and(|(from, to)| from != to));
    between
        .map(|(from, to)| format!("{package}: {} takes from {}", from.join("::"), to.join("::")))
        .collect()
}

/// Reads a file and those that its `mod` lines name; what is for tests and fuzzing alone is left out.
fn read(file: &Path, folder: &Path, module: Module, files: &mut Crate) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed = syn::parse_file(&text).unwrap();
    let mut source = Source {
        names: BTreeMap::new(),
        paths: BTreeSet::new(),
    };
    for item in parsed.items {
        match item {
            item if attributes(&item)
                .iter()
                .any(|attribute| is_for_tests(attribute) || is_lent(attribute)) => {}
            syn::Item::Mod(item) if item.content.is_none() => {
                let name = item.ident.to_string();
                let flat = folder.join(format!("{name}.rs"));
                let below = [module.clone(), vec![name.clone()]].concat();
                let next = if flat.exists() {
                    flat
                } else {
                    folder.join(&name).join("mod.rs")
                };
                read(&next, &folder.join(&name), below, files);
            }
            item => {
                if let syn::Item::Use(item) = &item {
                    names(&item.tree, &module, Module::new(), &mut source.names);
                }
                paths(item.to_token_stream(), &module, &mut source.paths);
            }
        }
    }
    files.insert(module, source);
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        _ => &[],
    }
}

/// A file of another folder's, by `#[path]`.
fn is_lent(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("path")
}

fn is_for_tests(attribute: &syn::Attribute) -> bool {
    let condition = attribute.to_token_stream().to_string();
    attribute.path().is_ident("cfg") && ["test", "fuzzing"].iter().any(|name| condition.contains(name))
}

/// From the crate's root, if it leads into the crate.
fn absolute(path: &[String], module: &Module) -> Option<Module> {
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => {
            let supers = path.iter().take_while(|part| *part == "super").count();
            Some([&module[..module.len().checked_sub(supers)?], &path[supers..]].concat())
        }
        _ => None,
    }
}

fn names(tree: &syn::UseTree, module: &Module, so_far: Module, found: &mut BTreeMap<String, Module>) {
    let with = |part: &syn::Ident| [so_far.clone(), vec![part.to_string()]].concat();
    let mut name = |name: &syn::Ident, path: Module| {
        let path = absolute(&path, module).unwrap_or_else(|| [module, &path[..]].concat());
        found.insert(name.to_string(), path);
    };
    match tree {
        syn::UseTree::Path(path) => names(&path.tree, module, with(&path.ident), found),
        syn::UseTree::Name(item) if item.ident == "self" => {}
        syn::UseTree::Name(item) => name(&item.ident, with(&item.ident)),
        syn::UseTree::Rename(item) => name(&item.rename, with(&item.ident)),
        syn::UseTree::Group(group) => {
            group
                .items
                .iter()
                .for_each(|tree| names(tree, module, so_far.clone(), found));
        }
        syn::UseTree::Glob(_) => {}
    }
}

/// Every path in these tokens, in macros too, that begins with `crate`, `super` or `self`.
fn paths(tokens: TokenStream, module: &Module, found: &mut BTreeSet<Module>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => paths(group.stream(), module, found),
            TokenTree::Ident(first)
                if ["crate", "super"].contains(&first.to_string().as_str())
                    || *first == "self" && colons(&tokens, at + 1) =>
            {
                let mut path = vec![first.to_string()];
                while colons(&tokens, at + 1) {
                    match tokens.get(at + 3) {
                        Some(TokenTree::Ident(part)) => path.push(part.to_string()),
                        Some(TokenTree::Group(group)) => {
                            at += 3;
                            let prefix: TokenStream = path.join("::").parse().unwrap();
                            for tail in tails(group.stream()) {
                                paths(quote::quote!(#prefix :: #tail), module, found);
                            }
                            path.clear();
                            break;
                        }
                        _ => break,
                    }
                    at += 3;
                }
                if path.len() > 1 {
                    found.extend(absolute(&path, module));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    (at..at + 2).all(|at| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':'))
}

/// What is between the commas of a `use` group.
fn tails(tokens: TokenStream) -> Vec<TokenStream> {
    let mut tails = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => tails.push(TokenStream::new()),
            _ => tails.last_mut().unwrap().extend([token]),
        }
    }
    tails
}

/// The file that has what a path names: behind a `pub use`, that of the name itself.
fn resolve(files: &Crate, path: &Module, depth: usize) -> Module {
    let owner = (0..=path.len())
        .rev()
        .map(|length| path[..length].to_vec())
        .find(|module| files.contains_key(module))
        .unwrap();
    let behind = path.get(owner.len()).and_then(|name| files[&owner].names.get(name));
    match behind {
        Some(behind) if depth < 9 && behind != path => {
            resolve(files, &[behind, &path[owner.len() + 1..]].concat(), depth + 1)
        }
        _ => owner,
    }
}

fn uses(files: &Crate) -> Uses {
    let of = |(module, source): (&Module, &Source)| {
        let mut to: BTreeSet<Module> = source.paths.iter().map(|path| resolve(files, path, 0)).collect();
        to.remove(module);
        (module.clone(), to)
    };
    files.iter().map(of).collect()
}

fn reach(from: &Module, uses: &Uses) -> BTreeSet<Module> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        next.extend(uses[module].iter().filter(|to| seen.insert((*to).clone())));
    }
    seen
}

/// Files that reach each other, each group of them once.
fn circles(uses: &Uses) -> BTreeSet<BTreeSet<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        uses.keys().map(|module| (module, reach(module, uses))).collect();
    let with = |module: &&Module| reached[module].contains(*module);
    let group = |module: &Module| {
        reached[module]
            .iter()
            .filter(|to| reached[*to].contains(module))
            .cloned()
            .collect()
    };
    uses.keys().filter(with).map(group).collect()
}
