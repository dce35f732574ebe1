//! Every number against SciPy and statsmodels; tests/reference/make.py makes the
//! values.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use tenbin_stats::{
    balanced_accuracy, clustered_standard_error, design_effect, effective_n, kappa, normal_cdf,
    normal_quantile, paired, proportion, t_cdf, t_quantile, wilson,
};

const NEAR: f64 = 1e-9;

fn values(name: &str) -> Vec<Value> {
    let values: Value = serde_json::from_str(include_str!("reference/values.json")).unwrap();
    let cases = values[name].as_array().unwrap().clone();
    assert!(!cases.is_empty());
    cases
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn counts(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

/// Within 1e-9 of the size of the value, or of 1 when it is smaller.
fn near(found: f64, expected: f64, case: &str) {
    let allowed = NEAR * expected.abs().max(1.0);
    assert!((found - expected).abs() <= allowed, "{case}: {found:e}, expected {expected:e}");
}

/// Within 1e-9 of the value itself, for tails far below 1e-9.
fn near_relative(found: f64, expected: f64, case: &str) {
    assert!(
        (found - expected).abs() <= NEAR * expected.abs(),
        "{case}: {found:e}, expected {expected:e}"
    );
}

#[test]
fn the_normal_distribution() {
    for case in values("normal_cdf") {
        let [x, expected] = numbers(&case)[..] else { panic!() };
        near_relative(normal_cdf(x), expected, &format!("cdf({x})"));
    }
    for case in values("normal_quantile") {
        let [p, expected] = numbers(&case)[..] else { panic!() };
        near(normal_quantile(p).unwrap(), expected, &format!("quantile({p})"));
    }
}

#[test]
fn the_t_distribution() {
    for case in values("t_cdf") {
        let [x, degrees, expected] = numbers(&case)[..] else { panic!() };
        let found = t_cdf(x, degrees as u64).unwrap();
        near(found, expected, &format!("cdf({x}, {degrees})"));
    }
    for case in values("t_quantile") {
        let [p, degrees, expected] = numbers(&case)[..] else { panic!() };
        let found = t_quantile(p, degrees as u64).unwrap();
        near(found, expected, &format!("quantile({p}, {degrees})"));
    }
}

#[test]
fn wilson_intervals() {
    for case in values("wilson") {
        let [k, n, level, low, high] = numbers(&case)[..] else { panic!() };
        let found = wilson(k as u64, n as u64, level).unwrap();
        assert_eq!((found.estimate, found.method.as_str()), (k / n, "wilson"));
        near(found.interval[0], low, &case.to_string());
        near(found.interval[1], high, &case.to_string());
    }
}

#[test]
fn clustered_shares() {
    for case in values("clustered") {
        let clusters: Vec<(u64, u64)> =
            case["clusters"].as_array().unwrap().iter().map(counts).map(|c| (c[0], c[1])).collect();
        let name = case.to_string();
        assert_eq!(case["error"].is_null(), clustered_standard_error(&clusters).is_none());
        if let Some(expected) = case["error"].as_f64() {
            near(clustered_standard_error(&clusters).unwrap(), expected, &name);
        }
        assert_eq!(case["effect"].is_null(), design_effect(&clusters).is_none());
        if let Some(expected) = case["effect"].as_f64() {
            near(design_effect(&clusters).unwrap(), expected, &name);
            let n: u64 = clusters.iter().map(|(_, n)| n).sum();
            match effective_n(&clusters) {
                Some(found) => near(found, n as f64 / expected, &name),
                None => assert!(expected < 1e-12, "{name}"),
            }
        }
        for interval in case["intervals"].as_array().unwrap() {
            let [level, low, high] = numbers(interval)[..] else { panic!() };
            let found = proportion(&clusters, level).unwrap();
            assert_eq!(found.method, "wilson-clustered");
            near(found.interval[0], low, &name);
            near(found.interval[1], high, &name);
        }
    }
}

#[test]
fn paired_differences() {
    for case in values("paired") {
        let pairs = numbers(&case["pairs"]);
        for interval in case["intervals"].as_array().unwrap() {
            let [level, low, high] = numbers(interval)[..] else { panic!() };
            let found = paired(&pairs, level).unwrap();
            near(found.estimate, case["mean"].as_f64().unwrap(), &case.to_string());
            near(found.interval[0], low, &case.to_string());
            near(found.interval[1], high, &case.to_string());
        }
    }
}

#[test]
fn balanced_accuracies() {
    for case in values("balanced") {
        let [a, m, b, n, level, low, high] = numbers(&case)[..] else { panic!() };
        let found = balanced_accuracy(a as u64, m as u64, b as u64, n as u64, level).unwrap();
        near(found.estimate, (a / m + b / n) / 2.0, &case.to_string());
        near(found.interval[0], low, &case.to_string());
        near(found.interval[1], high, &case.to_string());
    }
}

#[test]
fn kappas() {
    for case in values("kappa") {
        let table: Vec<Vec<u64>> = case["table"].as_array().unwrap().iter().map(counts).collect();
        for interval in case["intervals"].as_array().unwrap() {
            let [level, low, high] = numbers(interval)[..] else { panic!() };
            let found = kappa(&table, level).unwrap();
            assert_eq!(found.method, "kappa-large-sample");
            near(found.estimate, case["kappa"].as_f64().unwrap(), &case.to_string());
            near(found.interval[0], low, &case.to_string());
            near(found.interval[1], high, &case.to_string());
        }
    }
}
