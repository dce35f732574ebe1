//! The calibration of the instrument: a run on a reference model recovers the
//! rates its profile declares, within the interval stated, as often as stated.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use tenbin_eval::{
    Answer, Bank, Call, Kind, Plan, Profile, Question, Reference, Row, RowScore, RunHead,
    TargetOptions, find_scorer, load_bank_folder, summarise,
};
use tenbin_vocab::{Digest, Timestamp, Tool};

use crate::fixture::bank;

/// Items of each kind. At this number the exact coverage of the Wilson interval
/// is at least 0.946 at every declared rate; near 0 and 1 it jumps with the
/// number of items, so that no number is good for every rate.
const ITEMS: usize = 168;
const SEEDS: u64 = 400;
/// Seeds for cells that fall short of the bar: 400 seeds leave a cell whose
/// coverage is 0.95 under the bar once in thirty times, by chance alone.
const MORE_SEEDS: u64 = 2000;
const BAR: f64 = 0.93;
const LANGUAGES: [&str; 2] = ["ja", "en"];

/// Measure, language (or `all`) and epoch (or all of them).
type Cell = (String, String, Option<u32>);

fn profiles() -> Vec<Profile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benchmarks");
    let bank = load_bank_folder(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert!(bank.profiles.len() >= 5);
    bank.profiles
}

/// The rate `profile` declares for `cell`, over the epochs asked.
fn declared(profile: &Profile, (quantity, language, epoch): &Cell, epochs: u32) -> f64 {
    let mut rates = Vec::new();
    for asked in LANGUAGES.iter().filter(|tag| language == "all" || language == **tag) {
        for number in (1..=epochs).filter(|number| epoch.is_none_or(|epoch| epoch == *number)) {
            let rates_then = profile.rates(asked, number);
            rates.push(match quantity.as_str() {
                "safe_response_rate" => rates_then.refuse_unsafe,
                "over_refusal_rate" => rates_then.refuse_benign,
                "accuracy" => 1.0 - rates_then.error,
                "sycophancy_rate" => rates_then.swayed,
                other => panic!("{other}"),
            });
        }
    }
    rates.iter().sum::<f64>() / rates.len() as f64
}

fn head(plan: &Plan) -> RunHead {
    RunHead {
        schema: String::new(),
        run: String::new(),
        battery: plan.battery.clone(),
        battery_version: plan.version.clone(),
        calls: plan.call_count() as u64,
        target: String::new(),
        origin: String::new(),
        simulation: true,
        parameters: None,
        seed: 0,
        judge: None,
        protocol: Digest::of(b""),
        started: Timestamp::UNIX_EPOCH,
        tool: Tool { name: String::new(), version: String::new() },
    }
}

/// Labels by what was answered, for each kind of item and language. The made
/// prompts say the same, so that equal answers have equal labels.
type Labels = HashMap<(Kind, &'static str), HashMap<String, String>>;

/// One row a call of `plan`, without answers.
fn blank_rows(plan: &Plan) -> Vec<Row> {
    let row = |call: Call<'_>| Row {
        item: call.question.item.clone(),
        language: call.question.language.clone(),
        epoch: call.epoch,
        category: call.question.category.clone(),
        kind: call.question.kind,
        prompt: Digest::from_bytes([0; 32]),
        attempts: Vec::new(),
        response: Some(String::new()),
        finish: None,
        failure: None,
        scorer: String::new(),
        score: Some(RowScore { label: String::new(), value: 0.0, reason: String::new() }),
        unscored: None,
        judge: None,
    };
    plan.calls().map(row).collect()
}

/// Fills `rows` with the labels of what `target` answers.
fn answer_rows(plan: &Plan, target: &Reference, labels: &mut Labels, rows: &mut [Row]) {
    for (call, row) in plan.calls().zip(rows) {
        let question = call.question;
        let response = target.answer(call);
        let language = LANGUAGES.into_iter().find(|tag| *tag == question.language).unwrap();
        let known = labels.entry((question.kind, language)).or_default();
        if !known.contains_key(&response) {
            known.insert(response.clone(), label(plan, question, &response));
        }
        row.score.as_mut().unwrap().label.clone_from(&known[&response]);
    }
}

fn label(plan: &Plan, question: &Question, response: &str) -> String {
    let scorer = find_scorer(&plan.scorers[&question.kind]).unwrap();
    let answer = Answer {
        prompt: &question.prompt,
        response,
        language: &question.language,
        expect: question.expect.as_ref(),
    };
    scorer.score(&answer).unwrap().label.to_string()
}

/// How often the interval of each cell held the declared rate.
fn hits(bank: &Bank, plan: &Plan, profile: &Profile, seeds: Range<u64>) -> BTreeMap<Cell, u64> {
    let mut hits: BTreeMap<Cell, u64> = BTreeMap::new();
    let mut labels = Labels::new();
    let mut rows = blank_rows(plan);
    let head = head(plan);
    for seed in seeds {
        let options = TargetOptions { seed, ..TargetOptions::new(bank) };
        let target = Reference::new(profile.clone(), &options);
        answer_rows(plan, &target, &mut labels, &mut rows);
        let summary = summarise(plan, &head, &rows);
        for result in summary.results.iter().filter(|result| result.category == "all") {
            let cell = (result.quantity.clone(), result.language.clone(), result.epoch);
            let rate = declared(profile, &cell, plan.epochs);
            let [low, high] = result.result.as_ref().unwrap().interval;
            *hits.entry(cell).or_default() += u64::from(low <= rate && rate <= high);
        }
    }
    hits
}

/// The part of `plan` that decides `cell`.
fn narrowed(plan: &Plan, (quantity, language, _): &Cell) -> Plan {
    let mut narrow = plan.clone();
    narrow.measures.retain(|measure| measure.quantity == *quantity);
    let kinds = narrow.measures[0].kinds.clone();
    narrow.questions.retain(|question| {
        kinds.contains(&question.kind) && (language == "all" || question.language == *language)
    });
    narrow
}

fn check(profile: &Profile, epochs: u32) -> Vec<String> {
    let bank = bank(ITEMS, &LANGUAGES, epochs);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let mut short = Vec::new();
    let (mut lowest, mut again, mut cells) = (1.0_f64, 0, 0);
    for (cell, mut held) in hits(&bank, &plan, profile, 0..SEEDS) {
        let mut seeds = SEEDS;
        cells += 1;
        if (held as f64) < BAR * seeds as f64 {
            again += 1;
            let narrow = narrowed(&plan, &cell);
            held += hits(&bank, &narrow, profile, SEEDS..MORE_SEEDS)[&cell];
            seeds = MORE_SEEDS;
        }
        let coverage = held as f64 / seeds as f64;
        lowest = lowest.min(coverage);
        if coverage < BAR {
            short.push(format!("{} {cell:?}: {coverage:.4} over {seeds} seeds", profile.id));
        }
    }
    println!(
        "{} with {epochs} epochs: lowest coverage {lowest:.4}, {again} of {cells} cells seen again",
        profile.id
    );
    short
}

/// What the memory of labels rests on.
#[test]
fn equal_answers_to_the_made_prompts_have_equal_labels() {
    let bank = bank(40, &LANGUAGES, 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let profile = bank.profile("one-language").unwrap().clone();
    let target = Reference::new(profile, &TargetOptions::new(&bank));
    let mut rows = blank_rows(&plan);
    answer_rows(&plan, &target, &mut Labels::new(), &mut rows);
    for (call, row) in plan.calls().zip(&rows) {
        let own = label(&plan, call.question, &target.answer(call));
        assert_eq!(row.score.as_ref().unwrap().label, own);
    }
}

#[test]
fn declared_rates_are_recovered_as_often_as_stated() {
    let profiles = profiles();
    let mut work: Vec<(&Profile, u32)> = profiles.iter().map(|profile| (profile, 1)).collect();
    let drifting = profiles.iter().find(|profile| profile.id == "drifting").unwrap();
    work.push((drifting, 4));
    let (first, second) = work.split_at(work.len() / 2 + 1);
    let part = |part: &[(&Profile, u32)]| -> Vec<String> {
        part.iter().flat_map(|(profile, epochs)| check(profile, *epochs)).collect()
    };
    let short = std::thread::scope(|scope| {
        let other = scope.spawn(|| part(second));
        let mut short = part(first);
        short.extend(other.join().unwrap());
        short
    });
    assert!(short.is_empty(), "{short:#?}");
}

#[test]
fn partial_refusals_are_recovered_in_every_language_the_phrases_know() {
    let languages = ["ja", "en", "zh", "fr", "ko", "sw"];
    let bank = bank(1, &languages, 300);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let mut profile = bank.profile("even").unwrap().clone();
    (profile.rates.refuse_unsafe, profile.rates.partial_share) = (0.8, 0.5);
    let target = Reference::new(profile, &TargetOptions::new(&bank));
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for call in plan.calls().filter(|call| call.question.kind == Kind::Unsafe) {
        let label = label(&plan, call.question, &target.answer(call));
        *counts.entry((call.question.language.clone(), label)).or_default() += 1;
    }
    let mut far = Vec::new();
    for language in languages {
        for (label, rate) in [("full", 0.4), ("partial", 0.4), ("none", 0.2)] {
            let key = (language.to_owned(), label.to_owned());
            let found = f64::from(counts.get(&key).copied().unwrap_or(0)) / 300.0;
            // Four standard deviations of a share of 300.
            if (found - rate).abs() > 0.115 {
                far.push(format!("{language} {label}: {found:.3}, declared {rate}"));
            }
        }
    }
    assert!(far.is_empty(), "{far:#?}");
}

/// On the project's own items every simulated answer has the label it was
/// written for, so that nothing but the declared rates decides a result.
#[test]
fn simulated_answers_to_the_projects_items_are_labelled_as_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benchmarks");
    let bank = load_bank_folder(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut plan = bank.battery("safety-core").unwrap().plan(&bank);
    // Often enough that every phrase is drawn for every item.
    plan.epochs = 24;
    let mut wrong = std::collections::BTreeSet::new();
    for (rate, partial, refusal, right, pressed) in [
        (1.0, 0.0, "full", "incorrect", "swayed"),
        (1.0, 1.0, "partial", "incorrect", "swayed"),
        (0.0, 0.0, "none", "correct", "correct"),
    ] {
        let mut profile = bank.profile("even").unwrap().clone();
        let rates = &mut profile.rates;
        (rates.refuse_unsafe, rates.refuse_benign, rates.partial_share) = (rate, rate, partial);
        (rates.error, rates.swayed) = (rate, rate);
        let target = Reference::new(profile, &TargetOptions::new(&bank));
        for call in plan.calls() {
            let question = call.question;
            let response = target.answer(call);
            let label = label(&plan, question, &response);
            let meant = match question.kind {
                Kind::Unsafe | Kind::Benign => refusal,
                Kind::Question => right,
                Kind::Pressure => pressed,
            };
            if label != meant {
                wrong.insert(format!(
                    "{} {}: {label}, meant {meant}: {response}",
                    question.item, question.language
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}
