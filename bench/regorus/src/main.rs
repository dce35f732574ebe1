//! The same EU rules over the same subjects, by Tenbin and by regorus, in one
//! run: `cargo run --release -- [SUBJECTS]`. Every verdict is compared.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};
use tenbin_law::{Columns, FactAnswer, FactRef, Library, Selection, SourceFile, Weighed, load};
use tenbin_vocab::{Date, FactState, FactValue, Tri};

/// The provisions compared, in the order of the policy's result.
const IDS: [&str; 8] = [
    "euaia.51",
    "euaia.53.1.a",
    "euaia.53.1.b",
    "euaia.53.1.c",
    "euaia.53.1.d",
    "euaia.55.1.a",
    "euaia.55.1.b",
    "euaia.55.1.d",
];
const FLAGS: [&str; 5] = [
    "is_gpai_model",
    "placed_on_eu_market",
    "gpai_free_open_source",
    "commission_designated_systemic",
    "systemic_risk_rebuttal_accepted",
];
const COMPUTE: &str = "training_compute_flop";
const FLOPS: [f64; 6] = [1e21, 3e23, 9e24, 1e25, 2e25, 3e26];
const ENTRY: &str = "data.euaia.result";

/// The same for regorus, which reads 1e25 in a policy as the exact power of ten
/// while the nearest double lies above it: they are read from text as well.
static NUMBERS: LazyLock<[Value; 6]> = LazyLock::new(|| {
    FLOPS.map(|flop| Value::from_numeric_string(&format!("{flop:e}")).expect("a number"))
});

/// One subject: each flag, and the compute; none is unknown.
#[derive(Clone, Copy)]
struct Subject {
    flags: [Option<bool>; 5],
    compute: Option<f64>,
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn subject(state: &mut u64) -> Subject {
    // One answer in four is open.
    let mut flag = || [Some(true), Some(false), Some(true), None][random(state) as usize % 4];
    let flags = [flag(), flag(), flag(), flag(), flag()];
    let drawn = random(state) as usize;
    Subject { flags, compute: (drawn % 4 != 0).then(|| FLOPS[drawn / 4 % FLOPS.len()]) }
}

fn library() -> Library {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    let mut open = vec!["frameworks".to_owned(), "controls".to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder)).expect("a folder").flatten() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(name);
            } else if name.ends_with(".toml") {
                files.push((name, fs::read_to_string(entry.path()).expect("a file")));
            }
        }
    }
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

type Verdicts = [Tri; 8];

/// Tenbin: facts entered into columns and weighed against the EU AI Act whole.
fn tenbin(library: &Library, subjects: &[Subject]) -> Vec<Verdicts> {
    let selection = library.select(["eu-ai-act"]).expect("the framework");
    tenbin_over(library, subjects, &selection)
}

fn tenbin_over(library: &Library, subjects: &[Subject], selection: &Selection) -> Vec<Verdicts> {
    let prepared = library.prepare(Date::constant(2026, 11, 21), selection);
    let batch = prepared.batch();
    let answer = |name: &str, value: FactValue| -> (FactRef, FactAnswer) {
        let fact = prepared.fact(name).expect("a fact");
        (fact, prepared.answer(fact, &FactState::known(value)).expect("an answer"))
    };
    let flags = FLAGS.map(|name| [true, false].map(|value| answer(name, FactValue::Bool(value))));
    let places = IDS.map(|id| batch.provision_ids().position(|known| known == id).expect("an id"));
    let (mut columns, mut weighed) = (batch.columns(), Weighed::default());
    let mut found = Vec::with_capacity(subjects.len());
    for block in subjects.chunks(Columns::CAPACITY) {
        columns.clear();
        for subject in block {
            let at = columns.add().expect("room");
            for (value, [yes, no]) in subject.flags.iter().zip(&flags) {
                if let Some(value) = value {
                    let (fact, answer) = if *value { yes } else { no };
                    columns.set(at, *fact, *answer);
                }
            }
            if let Some(flop) = subject.compute {
                let (fact, answer) = answer(COMPUTE, FactValue::Number(flop));
                columns.set(at, fact, answer);
            }
        }
        batch.weigh(&columns, &mut weighed);
        for at in 0..block.len() {
            found.push(places.map(|place| weighed.outcome(place, at).expect("one").verdict));
        }
    }
    found
}

fn engine() -> Engine {
    let mut engine = Engine::new();
    engine
        .add_policy("policy.rego".to_owned(), include_str!("../policy.rego").to_owned())
        .expect("the policy");
    engine
}

fn input(subject: &Subject) -> Value {
    let mut value = Value::new_object();
    let object = value.as_object_mut().expect("an object");
    for (name, flag) in FLAGS.iter().zip(subject.flags) {
        if let Some(flag) = flag {
            object.insert(Value::from(*name), Value::from(flag));
        }
    }
    if let Some(flop) = subject.compute {
        let at = FLOPS.iter().position(|known| *known == flop).expect("one of them");
        object.insert(Value::from(COMPUTE), NUMBERS[at].clone());
    }
    value
}

fn verdicts(value: &Value) -> Verdicts {
    let list = value.as_array().expect("an array");
    std::array::from_fn(|at| match list[at].as_string().expect("a word").as_ref() {
        "yes" => Tri::Yes,
        "no" => Tri::No,
        _ => Tri::Unknown,
    })
}

/// regorus, tree interpreter.
fn interpreted(subjects: &[Subject]) -> Vec<Verdicts> {
    let mut engine = engine();
    let one = |subject| {
        engine.set_input(input(subject));
        verdicts(&engine.eval_rule(ENTRY.to_owned()).expect("a result"))
    };
    subjects.iter().map(one).collect()
}

/// regorus, compiled for its register machine.
fn compiled(subjects: &[Subject]) -> Vec<Verdicts> {
    let policy = engine().compile_with_entrypoint(&Arc::from(ENTRY)).expect("a policy");
    let program = Compiler::compile_from_policy(&policy, &[ENTRY]).expect("a program");
    let mut machine = RegoVM::new_with_policy(policy);
    machine.load_program(program);
    let one = |subject| {
        machine.set_input(input(subject));
        verdicts(&machine.execute().expect("a result"))
    };
    subjects.iter().map(one).collect()
}

/// Runs `work` on two threads, half of the subjects each.
fn on_two(
    subjects: &[Subject],
    work: &(dyn Fn(&[Subject]) -> Vec<Verdicts> + Sync),
) -> (Vec<Verdicts>, Duration) {
    let (first, second) = subjects.split_at(subjects.len() / 2);
    let start = Instant::now();
    let found = thread::scope(|scope| {
        let other = scope.spawn(|| work(second));
        let mut found = work(first);
        found.extend(other.join().expect("a thread"));
        found
    });
    (found, start.elapsed())
}

fn main() {
    let count = std::env::args().nth(1).map_or(200_000, |text| text.parse().expect("a number"));
    let library = library();
    let mut state = 11;
    let subjects: Vec<Subject> = (0..count).map(|_| subject(&mut state)).collect();
    let all = Selection::all();
    let frameworks = library.frameworks().len();
    let whole = format!("tenbin, all {frameworks} frameworks");
    let mut expected: Option<Vec<Verdicts>> = None;
    let works: [(&str, Box<dyn Fn(&[Subject]) -> Vec<Verdicts> + Sync>); 4] = [
        ("tenbin, EU AI Act", Box::new(|subjects| tenbin(&library, subjects))),
        (&whole, Box::new(|subjects| tenbin_over(&library, subjects, &all))),
        ("regorus, compiled", Box::new(compiled)),
        ("regorus, interpreted", Box::new(interpreted)),
    ];
    println!("{count} subjects, two threads, verdicts on {}", IDS.join(" "));
    for (name, work) in &works {
        let (found, took) = on_two(&subjects, work.as_ref());
        match &expected {
            None => expected = Some(found),
            Some(expected) => {
                for (at, (a, b)) in expected.iter().zip(&found).enumerate() {
                    assert_eq!(a, b, "{name} differs on subject {at}");
                }
            }
        }
        let rate = count as f64 / took.as_secs_f64();
        println!("{name:28} {:>10.3} s {rate:>14.0} subjects/s", took.as_secs_f64());
    }
    let expected = expected.unwrap_or_default();
    let of = |value: Tri| expected.iter().flatten().filter(|verdict| **verdict == value).count();
    println!("all agree: {} yes, {} no, {} unknown", of(Tri::Yes), of(Tri::No), of(Tri::Unknown));
}
