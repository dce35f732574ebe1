"""Writes values.json: reference values by SciPy and statsmodels.

    python -m pip install scipy==1.17.1 statsmodels==0.15.0
    python make.py

The distributions, Wilson's interval, the cluster-robust standard error and kappa
come from the libraries. The three rules that no library holds (clustered and
paired intervals, balanced accuracy) are computed here from their formulas with the
quantiles of SciPy, trial by trial rather than cluster by cluster.
"""

import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

LEVELS = [0.8, 0.95, 0.99]


def distributions():
    xs = [-37.0, -8.0, -3.001, -2.999, -1.96, -0.5, 0.0, 1e-9, 0.3, 1.0, 2.5, 3.0, 4.5, 9.0]
    ps = [1e-300, 1e-12, 1e-6, 0.005, 0.025, 0.3, 0.5, 0.500001, 0.9, 0.975, 0.995, 1 - 1e-9]
    degrees = [1, 2, 3, 4, 7, 29, 41, 99, 100, 101, 1000, 19_999, 20_000, 1_000_000, 10**9, 10**9 + 1]
    tps = [1e-6, 0.005, 0.025, 0.3, 0.6, 0.9, 0.975, 0.995, 0.9999995]
    txs = [-40.0, -3.0, -1.0, -0.01, 0.0, 0.2, 1.5, 6.0]
    return {
        "normal_cdf": [[x, stats.norm.cdf(x)] for x in xs],
        "normal_quantile": [[p, stats.norm.ppf(p)] for p in ps],
        "t_cdf": [[x, n, stats.t.cdf(x, n)] for n in degrees for x in txs],
        "t_quantile": [[p, n, stats.t.ppf(p, n)] for n in degrees for p in tps],
    }


def wilson():
    counts = [(0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (10, 10), (37, 42), (830, 1000), (1, 10**6)]
    return [
        [k, n, level, *proportion_confint(k, n, alpha=1 - level, method="wilson")]
        for k, n in counts
        for level in LEVELS
    ]


def cluster_sets():
    rng = np.random.default_rng(20240)
    sets = [
        [[3, 4], [1, 2], [0, 3], [5, 5]],
        [[0, 4]] * 9,
        [[4, 4]] * 9,
        [[2, 6]],
        [[1, 4], [1, 4], [1, 4]],
        [[0, 2]] * 29 + [[1, 2]],
    ]
    for clusters, size, rate in [(12, 3, 0.8), (42, 8, 0.6), (200, 4, 0.97)]:
        sizes = rng.integers(1, size + 1, clusters)
        chance = rng.beta(rate * 2, (1 - rate) * 2, clusters)
        sets.append([[int(rng.binomial(m, q)), int(m)] for m, q in zip(sizes, chance)])
    return sets


def score_interval(p, n, z):
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)]


def clustered_interval(clusters, level):
    n = sum(m for _, m in clusters)
    p = sum(k for k, _ in clusters) / n
    z = stats.norm.ppf((1 + level) / 2)
    floor = n * n / sum(m * m for _, m in clusters)
    effective = floor
    if len(clusters) > 1:
        size = n / len(clusters)
        total = n + size
        shrunk = (p * n + size / 2) / total
        robust = sum((k - shrunk * m) ** 2 for k, m in clusters)
        robust += 0.5 * (size - shrunk * size) ** 2 + 0.5 * (shrunk * size) ** 2
        effect = (robust / total**2) / (shrunk * (1 - shrunk) / total)
        t = stats.t.ppf((1 + level) / 2, len(clusters) - 1)
        effective = min(max(n / effect * (z / t) ** 2, floor), n)
    return np.clip(score_interval(p, effective, z), 0, 1).tolist()


def clustered():
    cases = []
    for clusters in cluster_sets():
        trials = np.concatenate([[1.0] * k + [0.0] * (m - k) for k, m in clusters])
        groups = np.repeat(np.arange(len(clusters)), [m for _, m in clusters])
        error = effect = None
        if len(clusters) > 1:
            keywords = {"groups": groups, "use_correction": False}
            fit = sm.OLS(trials, np.ones(len(trials))).fit(cov_type="cluster", cov_kwds=keywords)
            error = float(fit.bse[0])
            p = trials.mean()
            if 0 < p < 1:
                effect = error**2 / (p * (1 - p) / len(trials))
        intervals = [[level, *clustered_interval(clusters, level)] for level in LEVELS]
        cases.append({"clusters": clusters, "error": error, "effect": effect, "intervals": intervals})
    return cases


def paired():
    rng = np.random.default_rng(7)
    sets = [
        [0.0] * 8,
        [1.0] * 5,
        [0.0, 0.0, 0.0, 1.0, -1.0, 1.0],
        [0.25, -0.5],
        [0.125] * 20,
        rng.choice([-1.0, 0.0, 1.0], 60, p=[0.1, 0.6, 0.3]).tolist(),
        (rng.integers(-4, 6, 40) / 5).tolist(),
    ]
    cases = []
    for pairs in sets:
        unequal = [d for d in pairs if d != 0]
        scale = np.sqrt(np.mean(np.square(unequal))) if unequal else 1.0
        widened = np.array([*pairs, scale, -scale])
        error = widened.std() / np.sqrt(len(widened))
        intervals = []
        for level in LEVELS:
            half = stats.t.ppf((1 + level) / 2, len(pairs) - 1) * error
            low, high = widened.mean() - half, widened.mean() + half
            low, high = min(low, np.mean(pairs)), max(high, np.mean(pairs))
            intervals.append([level, max(low, -1.0), min(high, 1.0)])
        cases.append({"pairs": pairs, "mean": float(np.mean(pairs)), "intervals": intervals})
    return cases


def balanced():
    cases = []
    for a, m, b, n in [(8, 10, 30, 40), (0, 5, 5, 5), (20, 20, 19, 20), (1, 1, 0, 1), (400, 450, 510, 550)]:
        for level in LEVELS:
            ends = [proportion_confint(k, c, 1 - level, "wilson") for k, c in [(a, m), (b, n)]]
            shares = [a / m, b / n]
            low = np.sqrt(sum((s - e[0]) ** 2 for s, e in zip(shares, ends)))
            high = np.sqrt(sum((s - e[1]) ** 2 for s, e in zip(shares, ends)))
            cases.append([a, m, b, n, level, (sum(shares) - low) / 2, (sum(shares) + high) / 2])
    return cases


def kappa():
    tables = [
        [[20, 5], [10, 15]],
        [[44, 5, 1], [7, 20, 3], [9, 5, 6]],
        [[0, 3], [4, 1]],
        [[140, 0, 2], [1, 60, 0], [3, 0, 94]],
        [[10, 2, 0, 1], [1, 8, 3, 0], [0, 2, 9, 1], [1, 0, 0, 12]],
    ]
    cases = []
    for table in tables:
        found = cohens_kappa(np.array(table))
        intervals = []
        for level in LEVELS:
            half = stats.norm.ppf((1 + level) / 2) * found.std_kappa
            ends = np.clip([found.kappa - half, found.kappa + half], -1, 1)
            intervals.append([level, *ends.tolist()])
        cases.append({"table": table, "kappa": float(found.kappa), "intervals": intervals})
    return cases


def main():
    values = distributions() | {
        "wilson": wilson(),
        "clustered": clustered(),
        "paired": paired(),
        "balanced": balanced(),
        "kappa": kappa(),
    }
    path = pathlib.Path(__file__).with_name("values.json")
    plain = json.loads(json.dumps(values, default=float))
    lines = [f"{json.dumps(name)}: {json.dumps(cases)}" for name, cases in plain.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


main()
