//! The programs in Rust of both README files, as they stand there: `readme` runs the English one, `readme zh-TW` the
//! Chinese one.

mod english {
    include!(concat!(env!("OUT_DIR"), "/README.rs"));
}

mod chinese {
    include!(concat!(env!("OUT_DIR"), "/README.zh-TW.rs"));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("zh-TW") => chinese::main(),
        _ => english::main(),
    }
}
