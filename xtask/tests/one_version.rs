//! The workspace's version is the version of every package, and of what their pages tell to install.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use xtask::parse;

#[test]
fn every_package_has_the_workspaces_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let version = parse::read(&root).unwrap().version;
    let maven = format!("<version>{version}</version>");
    let npm = format!("\"version\": \"{version}\"");
    let mut places = vec![
        ("bindings-kotlin/pom.xml".to_owned(), maven.clone()),
        ("bindings-kotlin/library/pom.xml".to_owned(), maven.clone()),
        ("bindings-kotlin/tests/pom.xml".to_owned(), maven.clone()),
        ("bindings-kotlin/README.md".to_owned(), maven.clone()),
        ("bindings-kotlin/README.zh-TW.md".to_owned(), maven),
        (
            "bindings-kotlin/android.md".to_owned(),
            format!("\"tw.twpos:twpos-android:{version}\""),
        ),
        ("bindings-node/package.json".to_owned(), npm.clone()),
    ];
    for page in ["README.md", "README.zh-TW.md"] {
        places.push((
            format!("bindings-node/{page}"),
            format!("npm install ./twpos-{version}.tgz ./twpos-linux-x64-gnu-{version}.tgz"),
        ));
    }
    assert_eq!(places.len(), 9, "{places:?}");
    for (path, expected) in places {
        let text = fs::read_to_string(root.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(text.contains(&expected), "{path} has no {expected}");
    }
}
