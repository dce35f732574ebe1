//! Writes the report of the fixture to a file, to be looked at.

#[path = "../tests/fixture/mod.rs"]
mod fixture;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "report.html".into());
    let html = tenbin_report::report_html(&fixture::assessment());
    std::fs::write(path, html)
}
