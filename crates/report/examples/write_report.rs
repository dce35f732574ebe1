//! Writes a report to be looked at: of a made-up assessment, or of a real one.
//! `cargo run -p tenbin-report --example write_report -- OUT [ASSESSMENT.json]`

#[path = "../tests/fixture/mod.rs"]
mod fixture;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().unwrap_or_else(|| "report.html".into());
    let assessment = match arguments.next() {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => fixture::assessment(),
    };
    std::fs::write(out, tenbin_report::report_html(&assessment))?;
    Ok(())
}
