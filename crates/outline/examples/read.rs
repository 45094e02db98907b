//! Prints the outline of a file: `cargo run -p outline --example read -- FILE`.
#![expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let text = outline::read(&std::fs::read(&name)?, &name)?;
    print!("{}", outline::outline(&text).to_text());
    Ok(())
}
