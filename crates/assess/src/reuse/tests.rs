use tenbin_law::{Library, Selection, SourceFile};
use tenbin_vocab::{FactState, FactValue, Facts};

use super::*;

/// Two regimes; `evidence` and `controls` of each duty as given.
fn library(duties: &[(&str, &str, &str, &str)]) -> Library {
    let facts = "[fact.large]\nsubject = \"model\"\ntype = \"bool\"\ncost = 1\nquestion = { ja = \"大\", en = \"Large?\" }\n";
    let sources = "[[source]]\nid = \"S01\"\nwhat = \"made up\"\nkind = \"memory\"\n";
    let name = "name = { ja = \"名\", en = \"Name\" }\n";
    let controls: String = ["C01", "C02", "C03"]
        .map(|id| format!("[[control]]\nid = \"{id}\"\n{name}about = {{ ja = \"a\", en = \"a\" }}\nevidence = [\"paper\"]\n"))
        .concat();
    let kinds: String = ["paper", "test"]
        .map(|id| format!("[[kind]]\nid = \"{id}\"\n{name}made_by = \"document\"\n"))
        .concat();
    let mut files = vec![
        ("frameworks/facts.toml".to_owned(), facts.to_owned()),
        ("frameworks/sources.toml".to_owned(), sources.to_owned()),
        ("frameworks/roles.toml".to_owned(), format!("[role.provider]\n{name}")),
        ("controls/controls.toml".to_owned(), controls),
        ("controls/evidence.toml".to_owned(), kinds),
    ];
    for framework in ["a", "b"] {
        files.push((
            format!("frameworks/{framework}/framework.toml"),
            format!("[framework]\nid = \"{framework}\"\ntitle = {{ ja = \"例\", en = \"Demo\" }}\ninstrument = \"Demo\"\njurisdiction = \"XX\"\nbinding = true\nauthoritative_languages = [\"en\"]\nurls = []\nconfidence = \"V\"\nsources = [\"S01\"]\n[[version]]\nid = \"v1\"\nfrom = 2024-01-01\n"),
        ));
        let mut article = "article = \"1\"\ntitle = { ja = \"条\", en = \"Article\" }\n".to_owned();
        for (id, when, evidence, controls) in
            duties.iter().filter(|(id, ..)| id.starts_with(framework))
        {
            article += &format!(
                "[[provision]]\nid = \"{id}\"\ntitle = {{ ja = \"題\", en = \"Title\" }}\nbinds = [\"provider\"]\ncontrols = [{controls}]\n[[provision.version]]\nfrom = 2024-01-01\napplies_from = 2025-01-01\nwhen = \"{when}\"\ncite = \"1\"\nconfidence = \"V\"\nsources = [\"S01\"]\n[provision.version.duty]\nforce = \"must\"\ntext = {{ ja = \"義務\", en = \"Duty\" }}\nevidence = [{evidence}]\n"
            );
        }
        files.push((format!("frameworks/{framework}/articles/1.toml"), article));
    }
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    tenbin_law::load(&files).unwrap()
}

fn plan(
    library: &Library,
    there: &[(String, String)],
    bundles: &[Bundle],
    open: bool,
) -> ReusePlan {
    let mut facts = Facts::default();
    facts.insert("large".to_owned(), FactState::known(FactValue::Bool(true)));
    let weighing = library.weigh(&facts, "2026-01-01".parse().unwrap(), &Selection::all());
    let costs = [("paper", 10.0), ("test", 4.0)]
        .map(|(kind, cost)| (kind.to_owned(), UnitCost { cost, basis: CostBasis::Published }));
    plan_reuse(ReuseInput {
        weighing: &weighing,
        there,
        usual: &BTreeSet::new(),
        unit: "hours",
        costs: &costs.into(),
        piece_costs: &BTreeMap::new(),
        bundles,
        open,
    })
}

fn pair(kind: &str, control: &str) -> (String, String) {
    (kind.to_owned(), control.to_owned())
}

#[test]
fn one_paper_about_the_shared_control_serves_both_regimes() {
    let library = library(&[
        ("a.1", "large", "\"paper\"", "\"C01\", \"C02\""),
        ("b.1", "large", "\"paper\"", "\"C02\", \"C03\""),
        ("b.2", "not large", "\"paper\"", "\"C01\""),
    ]);
    let plan = plan(&library, &[], &[], false);
    assert_eq!(plan.duties, 2);
    assert_eq!(plan.make.len(), 1);
    assert_eq!(plan.make[0].id, "paper@C02");
    assert_eq!(plan.make[0].serves, ["a.1", "b.1"]);
    assert_eq!(plan.make[0].frameworks, ["a", "b"]);
    assert_eq!((plan.cost_by_duty, plan.cost_by_framework, plan.cost), (20.0, 20.0, 10.0));
    assert_eq!((plan.bound, plan.gap), (10.0, 0.0));
}

#[test]
fn what_is_there_is_not_made_again() {
    let library = library(&[
        ("a.1", "large", "\"paper\"", "\"C01\""),
        ("b.1", "large", "\"paper\", \"test\"", "\"C01\""),
    ]);
    let plan = plan(&library, &[pair("paper", "C01")], &[], false);
    assert_eq!(plan.served_already, ["a.1"]);
    assert_eq!(plan.make.iter().map(|piece| piece.id.as_str()).collect::<Vec<_>>(), ["test@C01"]);
    assert_eq!(plan.make[0].served_so_far, 2);
    // Evidence about another control does not count.
    let elsewhere = self::plan(&library, &[pair("paper", "C02")], &[], false);
    assert_eq!(elsewhere.make.len(), 2);
}

#[test]
fn a_run_that_makes_several_pieces_is_taken_when_it_is_cheaper() {
    let library = library(&[
        ("a.1", "large", "\"paper\"", "\"C01\""),
        ("b.1", "large", "\"test\"", "\"C02\""),
    ]);
    let bundle = |cost| Bundle {
        id: "battery:demo".to_owned(),
        makes: vec![pair("paper", "C01"), pair("test", "C02")],
        cost: UnitCost { cost, basis: CostBasis::User },
    };
    let cheap = plan(&library, &[], &[bundle(12.0)], false);
    assert_eq!(cheap.make[0].id, "battery:demo");
    assert_eq!(cheap.cost, 12.0);
    let dear = plan(&library, &[], &[bundle(15.0)], false);
    assert_eq!((dear.make.len(), dear.cost), (2, 14.0));
}

#[test]
fn open_duties_count_only_when_asked_for() {
    let library = library(&[("a.1", "large", "\"paper\"", "\"C01\"")]);
    let weighing =
        library.weigh(&Facts::default(), "2026-01-01".parse().unwrap(), &Selection::all());
    let with = |open| {
        plan_reuse(ReuseInput {
            weighing: &weighing,
            there: &[],
            usual: &BTreeSet::new(),
            unit: "pieces",
            costs: &BTreeMap::new(),
            piece_costs: &BTreeMap::new(),
            bundles: &[],
            open,
        })
    };
    assert_eq!(with(false).duties, 0);
    assert_eq!(with(true).duties, 1);
}

#[test]
fn a_duty_without_controls_is_said_to_be_unserved() {
    let library = library(&[("a.1", "large", "\"paper\"", "")]);
    assert_eq!(plan(&library, &[], &[], false).unserved, ["a.1"]);
}
