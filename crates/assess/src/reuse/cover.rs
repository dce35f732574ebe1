//! Weighted set cover: the cheapest choice of sets that holds every element,
//! with a proven lower bound.
//!
//! Parts that share no element are solved apart. Each is first covered
//! greedily (Chvátal 1979), then searched exactly by branch and bound. The
//! bound is a feasible dual of the linear relaxation, found by dual ascent:
//! every element is priced at what the cheapest set that holds it has left.

/// Cost differences below this are rounding.
const TOLERANCE: f64 = 1e-9;

/// A set with its price.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Priced {
    /// What choosing it costs; not negative.
    pub(super) cost: f64,
    /// The elements it holds, each below the number of elements.
    pub(super) elements: Vec<usize>,
}

/// A cover and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cover {
    /// Chosen sets, in order.
    pub(super) chosen: Vec<usize>,
    /// What they cost together.
    pub(super) cost: f64,
    /// No cover costs less than this.
    pub(super) bound: f64,
}

/// The cheapest cover of `elements` elements. Elements that no set holds are
/// left out. After `steps` branches the search of a part ends with the best
/// cover seen so far and the bound proven so far.
pub(super) fn cover(elements: usize, sets: &[Priced], steps: usize) -> Cover {
    let mut total = Cover { chosen: Vec::new(), cost: 0.0, bound: 0.0 };
    for part in parts(elements, sets) {
        let found = Search::new(part, sets, steps).run();
        total.chosen.extend(found.chosen);
        total.cost += found.cost;
        total.bound += found.bound;
    }
    total.chosen.sort_unstable();
    total
}

/// Elements in groups that no set joins; elements in no set are left out.
fn parts(elements: usize, sets: &[Priced]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..elements).collect();
    fn find(leader: &mut [usize], mut at: usize) -> usize {
        while let Some(&up) = leader.get(at).filter(|&&up| up != at) {
            at = up;
        }
        at
    }
    let mut held = vec![false; elements];
    for set in sets {
        let mut first = None;
        for &element in set.elements.iter().filter(|&&element| element < elements) {
            if let Some(mark) = held.get_mut(element) {
                *mark = true;
            }
            let here = find(&mut leader, element);
            let root = *first.get_or_insert(here);
            let root = find(&mut leader, root);
            if let Some(slot) = leader.get_mut(here) {
                *slot = root;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = Default::default();
    for (element, held) in held.into_iter().enumerate() {
        if held {
            groups.entry(find(&mut leader, element)).or_default().push(element);
        }
    }
    groups.into_values().collect()
}

/// One part: its own numbering of elements, and the sets that touch it.
struct Search {
    /// Position among all sets, cost, elements of this part.
    sets: Vec<(usize, f64, Vec<usize>)>,
    /// The sets that hold each element.
    holders: Vec<Vec<usize>>,
    best: Vec<usize>,
    best_cost: f64,
    steps: usize,
}

/// Where a branch stands.
#[derive(Clone)]
struct Branch {
    /// How often each element is held by the chosen sets.
    held: Vec<u32>,
    banned: Vec<bool>,
    chosen: Vec<usize>,
    cost: f64,
}

impl Search {
    fn new(part: Vec<usize>, all: &[Priced], steps: usize) -> Self {
        let mut sets = Vec::new();
        let mut holders = vec![Vec::new(); part.len()];
        for (position, set) in all.iter().enumerate() {
            let mut inside: Vec<usize> = set
                .elements
                .iter()
                .filter_map(|element| part.binary_search(element).ok())
                .collect();
            inside.sort_unstable();
            inside.dedup();
            if inside.is_empty() {
                continue;
            }
            for &element in &inside {
                if let Some(list) = holders.get_mut(element) {
                    list.push(sets.len());
                }
            }
            sets.push((position, set.cost.max(0.0), inside));
        }
        Self { sets, holders, best: Vec::new(), best_cost: f64::INFINITY, steps }
    }

    fn run(mut self) -> Cover {
        let root = Branch {
            held: vec![0; self.holders.len()],
            banned: vec![false; self.sets.len()],
            chosen: Vec::new(),
            cost: 0.0,
        };
        self.greedy(&root);
        let bound = self.bound(&root);
        let done = self.branch(root);
        let cost = self.best_cost;
        let chosen = self
            .best
            .iter()
            .filter_map(|&set| self.sets.get(set).map(|(position, ..)| *position))
            .collect();
        Cover { chosen, cost, bound: if done { cost } else { bound.min(cost) } }
    }

    fn cost(&self, set: usize) -> f64 {
        self.sets.get(set).map_or(0.0, |(_, cost, _)| *cost)
    }

    fn fresh(&self, at: &Branch, set: usize) -> usize {
        let inside = self.sets.get(set).map_or(&[][..], |(.., inside)| inside);
        inside.iter().filter(|&&element| at.held.get(element) == Some(&0)).count()
    }

    fn choose(&self, at: &mut Branch, set: usize) {
        for &element in self.sets.get(set).map_or(&[][..], |(.., inside)| inside) {
            if let Some(count) = at.held.get_mut(element) {
                *count += 1;
            }
        }
        at.chosen.push(set);
        at.cost += self.cost(set);
    }

    /// Cheapest per new element first, then whatever became superfluous out.
    fn greedy(&mut self, root: &Branch) {
        let mut at = root.clone();
        while at.held.contains(&0) {
            let next = (0..self.sets.len())
                .filter_map(|set| {
                    let fresh = self.fresh(&at, set);
                    (fresh > 0).then(|| (self.cost(set) / fresh as f64, set))
                })
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, set)) = next else { return };
            self.choose(&mut at, set);
        }
        let mut order = at.chosen.clone();
        order.sort_by(|a, b| self.cost(*b).total_cmp(&self.cost(*a)));
        for set in order {
            let inside = self.sets.get(set).map_or(&[][..], |(.., inside)| inside);
            let superfluous =
                inside.iter().all(|&element| at.held.get(element).is_some_and(|&n| n > 1));
            if superfluous {
                for &element in inside {
                    if let Some(count) = at.held.get_mut(element) {
                        *count -= 1;
                    }
                }
                at.chosen.retain(|&other| other != set);
                at.cost -= self.cost(set);
            }
        }
        self.best_cost = at.cost;
        self.best = at.chosen;
    }

    /// What the elements not yet held must cost at least.
    fn bound(&self, at: &Branch) -> f64 {
        let mut left: Vec<f64> = self.sets.iter().map(|(_, cost, _)| *cost).collect();
        let open = |set: &usize| at.banned.get(*set) != Some(&true);
        let mut order: Vec<usize> =
            (0..at.held.len()).filter(|&element| at.held.get(element) == Some(&0)).collect();
        let candidates = |element: usize| self.holders.get(element).into_iter().flatten();
        order.sort_by_key(|&element| candidates(element).filter(|set| open(set)).count());
        let mut sum = 0.0;
        for element in order {
            let price = candidates(element)
                .filter(|set| open(set))
                .filter_map(|&set| left.get(set).copied())
                .fold(f64::INFINITY, f64::min);
            if price.is_infinite() {
                return price;
            }
            sum += price;
            for &set in candidates(element) {
                if let Some(rest) = left.get_mut(set) {
                    *rest -= price;
                }
            }
        }
        sum
    }

    /// Searches below `at`; false when the steps ran out.
    fn branch(&mut self, at: Branch) -> bool {
        if at.cost + self.bound(&at) >= self.best_cost - TOLERANCE {
            return true;
        }
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let open = |set: &usize| at.banned.get(*set) != Some(&true);
        let hardest = (0..at.held.len())
            .filter(|&element| at.held.get(element) == Some(&0))
            .min_by_key(|&element| {
                self.holders.get(element).map_or(0, |sets| sets.iter().filter(|s| open(s)).count())
            });
        let Some(element) = hardest else {
            self.best_cost = at.cost;
            self.best = at.chosen;
            return true;
        };
        let mut choices: Vec<usize> = self
            .holders
            .get(element)
            .map(|sets| sets.iter().copied().filter(|set| open(set)).collect())
            .unwrap_or_default();
        let price = |set: usize| self.cost(set) / self.fresh(&at, set).max(1) as f64;
        choices.sort_by(|a, b| price(*a).total_cmp(&price(*b)));
        let mut rest = at;
        let mut done = true;
        for set in choices {
            let mut below = rest.clone();
            self.choose(&mut below, set);
            done &= self.branch(below);
            // What holds with this set has been searched.
            if let Some(mark) = rest.banned.get_mut(set) {
                *mark = true;
            }
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(cost: f64, elements: &[usize]) -> Priced {
        Priced { cost, elements: elements.to_vec() }
    }

    #[test]
    fn the_greedy_trap_is_avoided() {
        // Greedy takes the big set first and pays 1.1 + 1 + 1; two sets do.
        let sets = [set(1.1, &[0, 1, 2, 3]), set(1.0, &[0, 1, 4]), set(1.0, &[2, 3, 5])];
        let found = cover(6, &sets, 1_000);
        assert_eq!(found.chosen, [1, 2]);
        assert_eq!((found.cost, found.bound), (2.0, 2.0));
    }

    #[test]
    fn without_steps_the_bound_is_still_true() {
        let sets: Vec<Priced> =
            (0..12).map(|n| set(1.0, &[n, (n + 1) % 12, (n + 5) % 12])).collect();
        let exact = cover(12, &sets, 1_000_000);
        let rough = cover(12, &sets, 0);
        assert_eq!(exact.cost, exact.bound);
        assert!(rough.bound <= exact.cost && exact.cost <= rough.cost, "{rough:?} {exact:?}");
    }

    #[test]
    fn elements_no_set_holds_are_left_out() {
        assert_eq!(cover(3, &[set(2.0, &[1])], 10).chosen, [0]);
        assert_eq!(cover(3, &[], 10).cost, 0.0);
    }

    proptest! {
        #[test]
        fn no_choice_is_cheaper(
            sets in proptest::collection::vec(
                (0_u32..20, proptest::collection::btree_set(0_usize..6, 1..4)), 1..10),
        ) {
            let sets: Vec<Priced> = sets
                .into_iter()
                .map(|(cost, elements)| set(f64::from(cost), &elements.into_iter().collect::<Vec<_>>()))
                .collect();
            let all: std::collections::BTreeSet<usize> =
                sets.iter().flat_map(|set| set.elements.clone()).collect();
            let found = cover(6, &sets, 100_000);
            let held: std::collections::BTreeSet<usize> =
                found.chosen.iter().flat_map(|&at| sets[at].elements.clone()).collect();
            prop_assert_eq!(&held, &all);
            let cheapest = (0_u32..1 << sets.len())
                .filter_map(|choice| {
                    let chosen = (0..sets.len()).filter(|at| choice >> at & 1 == 1);
                    let held: std::collections::BTreeSet<usize> =
                        chosen.clone().flat_map(|at| sets[at].elements.clone()).collect();
                    (held == all).then(|| chosen.map(|at| sets[at].cost).sum::<f64>())
                })
                .fold(f64::INFINITY, f64::min);
            prop_assert!((found.cost - cheapest).abs() < 1e-6);
            prop_assert!((found.bound - cheapest).abs() < 1e-6);
        }
    }
}
