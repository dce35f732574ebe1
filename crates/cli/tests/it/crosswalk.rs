//! How the frameworks relate, and where their words part.

use crate::world::World;

#[test]
fn two_frameworks_are_compared_from_both_sides() {
    let world = World::new();
    let there = world.run("law crosswalk eu-ai-act eu-gpai-code --json").ends(0).json();
    let back = world.run("law crosswalk eu-gpai-code eu-ai-act --json").ends(0).json();
    assert_eq!(there["a"]["coverage"], back["b"]["coverage"]);
    let graded = |value: &serde_json::Value, a: &str, b: &str| {
        let links = value["links"].as_array().unwrap();
        let link = links.iter().find(|link| link["a"] == a && link["b"] == b);
        link.map(|link| (link["grade"].as_str().unwrap().to_owned(), link["basis"].clone()))
    };
    let (grade, basis) = graded(&there, "euaia.53.1.b", "cop.T1.2").expect("a relation");
    assert_eq!((grade.as_str(), basis.as_str()), ("subset-of", Some("authored")));
    assert_eq!(graded(&back, "cop.T1.2", "euaia.53.1.b").expect("a relation").0, "superset-of");
    for link in there["links"].as_array().unwrap() {
        assert!(link["basis"] == "authored" || link["grade"] == "intersects-with", "{link}");
    }
    let gaps = there["a"]["coverage"]["without"].as_array().unwrap();
    assert!(gaps.iter().any(|id| id == "euaia.50.2"), "{gaps:?}");

    let text = world.run("law crosswalk eu-ai-act eu-gpai-code --lang ja").ends(0).text();
    assert!(text.contains("含まれる") && text.contains("個別に判断"), "{text}");
    let few = world
        .run("law crosswalk eu-ai-act eu-gpai-code --grade subset-of --control C16 --json")
        .ends(0)
        .json();
    assert_eq!(few["links"].as_array().unwrap().len(), 1);
    assert_eq!(few["a"]["coverage"], there["a"]["coverage"], "coverage is that of all");
}

#[test]
fn the_matrix_and_a_control_are_shown() {
    let world = World::new();
    let matrix = world.run("law crosswalk --json").ends(0).json();
    let rows = matrix["frameworks"].as_array().unwrap();
    let act = rows.iter().find(|row| row["id"] == "eu-ai-act").expect("the act");
    assert!(act["cells"].get("eu-ai-act").is_none());
    let cell = &act["cells"]["eu-gpai-code"];
    assert!(cell["covered"].as_u64() >= cell["authored"].as_u64(), "{cell}");
    assert!(cell["in_full"].as_u64() > Some(0), "{cell}");
    assert!(world.run("law crosswalk").ends(0).text().contains("eu-ai-act"));
    assert!(world.run("law crosswalk --control C15").ends(0).text().contains("euaia.53.1.a"));
}

#[test]
fn wrong_ids_are_answered_with_the_nearest() {
    let world = World::new();
    world
        .run("law crosswalk eu-ai-act eu-gpai-cod")
        .refuses(&["eu-gpai-cod", "did you mean \"eu-gpai-code\"?"]);
    world
        .run("law divergence compute-treshold")
        .refuses(&["no divergence", "did you mean \"compute-thresholds\"?"]);
    world.run("law crosswalk eu-ai-act seoul-frontier --grade equal").ends(2);
    world.run("law crosswalk eu-ai-act").ends(2);
}

#[test]
fn figures_of_a_divergence_are_those_of_the_conditions() {
    let world = World::new();
    let view = world.run("law divergence compute-thresholds --json").ends(0).json();
    let figures = view["figures"].as_array().unwrap();
    let of = |id: &str| {
        let found = figures.iter().find(|figure| figure["id"] == id).expect("a figure");
        (found["sign"].as_str().unwrap().to_owned(), found["value"].as_f64().unwrap())
    };
    assert_eq!(of("euaia.51"), (">".to_owned(), 1e25));
    assert_eq!(of("sb53.frontier-model"), (">".to_owned(), 1e26));
    assert_eq!(of("kr.32"), (">=".to_owned(), 1e26));
    let clocks = world.run("law divergence incident-clocks --json").ends(0).json();
    assert!(!clocks["reports"].as_array().unwrap().is_empty());
    let list = world.run("law divergence --json").ends(0).json();
    assert!(list["divergences"].as_array().unwrap().len() >= 9);
    let text = world.run("law divergence seoul-and-aiia --lang ja").ends(0).text();
    assert!(text.contains("seoul.IV") && text.contains("cn-aiia-commitments"), "{text}");
}
