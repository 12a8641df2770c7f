//! Makes the window's resources; says what is missing before the embedding of the views fails without saying it.

fn main() {
    println!("cargo::rerun-if-changed=../ui/dist");
    if !std::path::Path::new("../ui/dist/index.html").exists() {
        println!("cargo::error=the views are not built yet: run `cargo xtask setup`, which builds them into ui/dist");
        return;
    }
    tauri_build::build();
}
