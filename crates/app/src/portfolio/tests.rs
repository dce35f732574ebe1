use std::fs;

use super::*;
use crate::Options;

fn app(folder: &Path) -> App {
    App::new(Options { data_dir: folder.join("data"), frameworks_dir: None })
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn line<'p>(portfolio: &'p Portfolio, id: &str) -> &'p LineRow {
    portfolio.lines.iter().find(|line| line.id == id).unwrap()
}

fn figures(counts: tenbin_law::VerdictCounts) -> (u64, u64, u64) {
    (counts.yes, counts.no, counts.unknown)
}

#[test]
fn the_example_register_is_weighed() {
    let folder = tempfile::tempdir().unwrap();
    let portfolio =
        example_portfolio(app(folder.path()).library().unwrap(), day("2026-11-21")).unwrap();
    assert_eq!((portfolio.subjects, portfolio.rows.len()), (20, 20));
    // Two do not say; the scale turns 52 into 5.2e25.
    assert_eq!(figures(line(&portfolio, "training_compute_flop > 1e25").counts), (10, 8, 2));
    assert_eq!(figures(line(&portfolio, "training_compute_flop > 1e26").counts), (2, 16, 2));
    let risk = portfolio.classifications.iter().find(|row| row.id == "euaia.systemic-risk");
    // Only the one that is no general-purpose model is surely not: the Commission
    // may designate any other.
    assert_eq!(figures(risk.unwrap().counts), (10, 1, 9));
    let countries = &portfolio.by[0];
    assert_eq!(countries.by, ["country"]);
    // A model of two countries counts in each.
    let sum: u64 = countries.groups.iter().map(|group| group.subjects).sum();
    assert_eq!(sum, 21);
    let japan = countries.groups.iter().find(|group| group.values == ["Japan"]).unwrap();
    assert_eq!(figures(japan.verdicts["training_compute_flop > 1e25"]), (2, 3, 0));
    assert_eq!(portfolio.by[1].groups[0].values, ["2023"]);
}

#[test]
fn a_register_is_weighed_as_each_of_its_subjects_is() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let library = app.library().unwrap();
    let as_of = day("2026-11-21");
    let mut csv = "name,training_compute_flop,is_gpai_model,placed_on_eu_market,kind\n".to_owned();
    for row in 0..9000 {
        let compute = ["", "1e24", "3e25", "2e26"][row % 4];
        let gpai = ["", "true", "false"][row % 3];
        let placed = ["true", "", "false", "true", "true"][row % 5];
        csv += &format!("m{row},{compute},{gpai},{placed},\"x, {}\"\n", row % 7);
    }
    let path = folder.path().join("r.csv");
    fs::write(&path, &csv).unwrap();
    let out = folder.path().join("out");
    let request = PortfolioRequest {
        as_of: Some(as_of),
        by: vec!["kind".into(), "kind,is_gpai_model".into()],
        out: Some(out.clone()),
        ..PortfolioRequest::default()
    };
    let portfolio = app.portfolio(&path, &request).unwrap();
    assert_eq!(portfolio.subjects, 9000);
    assert_eq!((portfolio.by[0].groups.len(), portfolio.by[1].groups.len()), (7, 21));
    let again = app.portfolio(&path, &request).unwrap();
    assert_eq!(portfolio, again);

    // Every hundredth row of the table against a weighing of its own.
    let table = fs::read_to_string(out.join("verdicts.csv")).unwrap();
    let mut lines = table.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), 9000);
    for (at, row) in rows.iter().enumerate().step_by(100) {
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!(cells[0], format!("m{at}"));
        let source = csv.lines().nth(at + 1).unwrap();
        let given: Vec<&str> = source.split(',').collect();
        let names = ["training_compute_flop", "is_gpai_model", "placed_on_eu_market"];
        let facts = names.iter().zip(&given[1..]).filter(|(_, value)| !value.is_empty());
        let text = facts.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>();
        let text = format!("{{{}}}", text.join(", "));
        let facts = tenbin_law::parse_facts(
            "f.yaml",
            text.as_bytes(),
            tenbin_law::Format::Yaml,
            library.vocabulary(),
        );
        let alone = library.weigh(&facts.unwrap().facts, as_of, &tenbin_law::Selection::all());
        for answer in alone.provisions {
            let place = head.iter().position(|id| *id == answer.id).unwrap();
            let expected = match (answer.verdict, answer.duty_state) {
                (tenbin_vocab::Tri::Yes, tenbin_law::DutyState::Unknown) => "yes".to_owned(),
                (tenbin_vocab::Tri::Yes, state) => {
                    serde_json::to_value(state).unwrap().as_str().unwrap().to_owned()
                }
                (verdict, _) => verdict.as_str().to_owned(),
            };
            assert_eq!(cells[place], expected, "{} of row {at}", answer.id);
        }
    }
    let counts = fs::read_to_string(out.join("summary.csv")).unwrap();
    assert!(counts.starts_with("by,group,kind,id,subjects,yes,no,unknown\n"));
    let kept: Portfolio =
        serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(kept, portfolio);
    assert!(!out.join("verdicts.csv.partial").exists());
}

fn refused(csv: &str, map: Option<&str>, by: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let request = PortfolioRequest {
        map: map.map_or(MapGiven::Columns, |map| MapGiven::Text(map.to_owned())),
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        as_of: Some(day("2026-11-21")),
        ..PortfolioRequest::default()
    };
    let app = app(folder.path());
    weigh_register(app.library().unwrap(), "r.csv", csv, &request).unwrap_err().to_string()
}

#[test]
fn mistakes_name_file_line_column_and_remedy() {
    let map = Some("Compute=training_compute_flop");
    let found = refused("Model,Compute\nx,1e25\ny,much\nz,-3\n", map, &[]);
    assert!(found.contains("r.csv:3: column \"Compute\": \"much\" is no answer"), "{found}");
    assert!(found.contains("r.csv:4: column \"Compute\""), "{found}");
    let found = refused("Model,Compute\nx\n", map, &[]);
    assert!(found.contains("r.csv:2: the row has 1 fields"), "{found}");
    let found = refused("Model,Computes\nx,1\n", map, &[]);
    assert!(found.contains("did you mean `Computes`?"), "{found}");
    let found = refused("Model,Compute\nx,1\n", map, &["Country"]);
    assert!(found.contains("there is no column `Country`"), "{found}");
    let found = refused("Model,Compute\nx,1\n", None, &[]);
    assert!(found.contains("no column is called as a fact is"), "{found}");
    let found = refused("{\"a\": 1}\n", None, &[]);
    assert!(found.contains("no column map"), "{found}");
    let many: String = (0..5_100).map(|row| format!("{row},1\n")).collect();
    let found = refused(&format!("Model,Compute\n{many}"), map, &[]);
    assert!(found.contains("more than 5000 rows"), "{found}");
}

#[test]
fn a_long_register_of_mistakes_ends_soon() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.csv");
    let weigh = |cell: &str, by: &[&str]| {
        let rows: String = (0..30_000).map(|row| format!("{row},{cell}\n")).collect();
        fs::write(&path, format!("Model,Compute\n{rows}")).unwrap();
        let request = PortfolioRequest {
            map: MapGiven::Named("Compute=training_compute_flop".into()),
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            as_of: Some(day("2026-11-21")),
            ..PortfolioRequest::default()
        };
        app(folder.path()).portfolio(&path, &request).unwrap_err().to_string()
    };
    assert!(weigh("1", &["Model"]).contains("more than 10000 groups"));
    let found = weigh("bad", &[]);
    assert!((1..=100).contains(&found.matches("is no answer").count()), "{found}");
}

#[test]
fn json_lines_and_an_empty_register_work_too() {
    let folder = tempfile::tempdir().unwrap();
    let request = PortfolioRequest {
        map: MapGiven::Text("c=training_compute_flop".into()),
        as_of: Some(day("2026-11-21")),
        ..PortfolioRequest::default()
    };
    let app = app(folder.path());
    let library = app.library().unwrap();
    let rows = "{\"c\": 2e25, \"name\": \"a\"}\n{\"c\": null}\n{\"c\": \"1e24\"}\n";
    let portfolio = weigh_register(library, "r.jsonl", rows, &request).unwrap();
    assert_eq!(figures(line(&portfolio, "training_compute_flop > 1e25").counts), (1, 1, 1));
    assert_eq!(portfolio.rows[1].name, "row 2");
    let portfolio = weigh_register(library, "r.csv", "c,d\n", &request).unwrap();
    assert_eq!((portfolio.subjects, portfolio.rows.len()), (0, 0));
}

/// The register of notable models beside the project; skipped when absent.
#[test]
fn the_thresholds_over_the_register_of_notable_models() {
    let shared = std::env::var_os("TENBIN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let epoch = "data/country/epoch-2026-03/public/data/EpochAI/ai_models/notable_ai_models.csv";
    let (register, expected) = (shared.join(epoch), shared.join("data/country.expected.json"));
    if !register.exists() || !expected.exists() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let request = |as_of| PortfolioRequest {
        map: MapGiven::Named("epoch".into()),
        as_of: Some(day(as_of)),
        by: vec!["country".into(), "year".into(), "year,country".into()],
        ..PortfolioRequest::default()
    };
    let app = app(folder.path());
    let portfolio = app.portfolio(&register, &request("2026-11-21")).unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&fs::read(expected).unwrap()).unwrap();
    let expected = &expected["notable_ai_models"];
    assert_eq!(expected["rows"], portfolio.subjects);
    for group in portfolio.by[0].groups.iter().filter(|group| group.values != [""]) {
        assert_eq!(expected["by_country"][&group.values[0]], group.subjects, "{:?}", group.values);
    }
    let pairs = portfolio.by[2].groups.iter().filter(|g| g.values.iter().all(|v| !v.is_empty()));
    for group in pairs {
        let known = &expected["by_year_country"][&group.values[0]][&group.values[1]];
        assert_eq!(*known, group.subjects, "{:?}", group.values);
    }
    // Counted apart from the register itself: strictly over, and at least.
    let mut reader = tenbin_eval::RowReader::open(&register).unwrap();
    let compute: Vec<Option<f64>> = std::iter::from_fn(|| reader.next_row())
        .map(|row| row.unwrap().get("Training compute (FLOP)").unwrap().parse().ok())
        .collect();
    let count = |test: &dyn Fn(f64) -> bool| {
        let yes = compute.iter().flatten().filter(|flop| test(**flop)).count() as u64;
        let unknown = compute.iter().filter(|flop| flop.is_none()).count() as u64;
        (yes, portfolio.subjects - yes - unknown, unknown)
    };
    let tests: [(&str, &dyn Fn(f64) -> bool); 3] = [
        ("training_compute_flop > 1e25", &|flop| flop > 1e25),
        ("training_compute_flop > 1e26", &|flop| flop > 1e26),
        ("training_compute_flop >= 1e26", &|flop| flop >= 1e26),
    ];
    for (id, test) in tests {
        assert_eq!(figures(line(&portfolio, id).counts), count(test), "{id}");
    }
}
