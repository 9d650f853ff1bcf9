//! Leaves debug information out of the extension when it is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A wheel of 250 MB is none. Only this artifact: backtraces of the command and of tests keep
    // their lines. Not `strip = "symbols"`, which would take the module itself away.
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if target == "linux" {
        println!("cargo::rustc-link-arg-cdylib=-Wl,--strip-debug");
    }
}
