//! Linker settings for a Node addon.

fn main() {
    // For Windows there are none: Node's functions are looked up when the addon is loaded (napi's `dyn-symbols`), and
    // napi-build would look for a node.dll to link with.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        napi_build::setup();
    }
}
