//! What a piece of evidence costs: published hours by default, the user's own
//! figures where a file gives them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_spanned::Spanned;
use tenbin_law::EvidenceKind;
use tenbin_vocab::Diagnostics;

use super::{CostBasis, UnitCost};
use crate::reader::{Reader, read_toml};

/// Unit of the published figures.
pub const HOURS: &str = "hours";

/// The user's own costs.
///
/// ```toml
/// unit = "hours"              # or any other, for example "EUR"
/// default = 30                # kinds not named; needed with another unit
/// [kind]
/// evaluation-report = 16      # one piece of this kind
/// [piece]
/// "policy@C13" = 12           # one piece about one control
/// [battery]
/// safety-core = 4             # one run, whatever it makes
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// Unit of every figure.
    pub unit: String,
    /// For kinds not named.
    pub default: Option<f64>,
    /// By kind of evidence.
    pub kinds: BTreeMap<String, f64>,
    /// By kind and control.
    pub pieces: BTreeMap<(String, String), f64>,
    /// By battery.
    pub batteries: BTreeMap<String, f64>,
}

/// What a cost file may name.
#[derive(Clone, Copy, Debug)]
pub struct CostNames<'a> {
    /// Kinds of evidence.
    pub kinds: &'a [&'a str],
    /// Control ids.
    pub controls: &'a [&'a str],
    /// Battery ids.
    pub batteries: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unit: Spanned<String>,
    default: Option<Spanned<f64>>,
    #[serde(default)]
    kind: BTreeMap<Spanned<String>, Spanned<f64>>,
    #[serde(default)]
    piece: BTreeMap<Spanned<String>, Spanned<f64>>,
    #[serde(default)]
    battery: BTreeMap<Spanned<String>, Spanned<f64>>,
}

impl Costs {
    /// Reads a cost file. `path` is used in messages only.
    ///
    /// # Errors
    /// Every mistake found, each with line, column and remedy.
    pub fn parse(path: &str, bytes: &[u8], names: CostNames<'_>) -> Result<Self, Diagnostics> {
        let hint = "write unit = \"hours\", then [kind], [piece] and [battery] tables of numbers";
        let (file, text): (File, _) = read_toml(path, bytes, hint)?;
        let mut reader = Reader::new(path, text);
        let amount = |reader: &mut Reader<'_>, value: &Spanned<f64>| {
            let cost = *value.get_ref();
            if !(cost.is_finite() && cost >= 0.0) {
                let hint = "write 0 or more".to_owned();
                reader.say(&value.span(), format!("a cost of {cost} makes no sense"), hint);
            }
            cost
        };
        let mut costs = Self { unit: file.unit.get_ref().trim().to_owned(), ..Self::default() };
        costs.default = file.default.as_ref().map(|value| amount(&mut reader, value));
        if costs.unit.is_empty() || costs.unit.chars().count() > 20 {
            let hint = "name it in up to 20 characters, for example hours or EUR".to_owned();
            reader.say(&file.unit.span(), "the unit has no usable name".to_owned(), hint);
        } else if costs.unit != HOURS && costs.default.is_none() {
            let message =
                format!("no default in {}, and the published figures are hours", costs.unit);
            let hint = "add default = NUMBER for the kinds you do not name".to_owned();
            reader.say(&file.unit.span(), message, hint);
        }
        for (kind, value) in &file.kind {
            reader.known("kind of evidence", kind, names.kinds);
            costs.kinds.insert(kind.get_ref().clone(), amount(&mut reader, value));
        }
        for (battery, value) in &file.battery {
            reader.known("battery", battery, names.batteries);
            costs.batteries.insert(battery.get_ref().clone(), amount(&mut reader, value));
        }
        for (piece, value) in &file.piece {
            let Some((kind, control)) = piece.get_ref().split_once('@') else {
                let hint = "write it as \"kind@control\", for example \"policy@C13\"".to_owned();
                let message = format!("\"{}\" names no control", piece.get_ref());
                reader.say(&piece.span(), message, hint);
                continue;
            };
            reader.known(
                "kind of evidence",
                &Spanned::new(piece.span(), kind.to_owned()),
                names.kinds,
            );
            reader.known(
                "control",
                &Spanned::new(piece.span(), control.to_owned()),
                names.controls,
            );
            let pair = (kind.to_owned(), control.to_owned());
            costs.pieces.insert(pair, amount(&mut reader, value));
        }
        reader.mistakes.into_result(costs)
    }

    /// What one piece of each kind costs: the user's figure, else the published
    /// one, else the user's default or the median of the published ones.
    #[must_use]
    pub fn table(own: Option<&Self>, kinds: &[EvidenceKind]) -> BTreeMap<String, UnitCost> {
        let in_hours = own.is_none_or(|own| own.unit == HOURS);
        let published = |kind: &EvidenceKind| {
            kind.effort.as_ref().filter(|_| in_hours).map(tenbin_law::Effort::typical)
        };
        let mut all: Vec<f64> = kinds.iter().filter_map(published).collect();
        all.sort_by(f64::total_cmp);
        let median = match (all.get(all.len() / 2), all.get((all.len().max(1) - 1) / 2)) {
            (Some(high), Some(low)) => f64::midpoint(*low, *high),
            _ => 1.0,
        };
        kinds
            .iter()
            .map(|kind| {
                let user = own.and_then(|own| own.kinds.get(&kind.id));
                let cost = if let Some(cost) = user {
                    UnitCost { cost: *cost, basis: CostBasis::User }
                } else if let Some(cost) = published(kind) {
                    UnitCost { cost, basis: CostBasis::Published }
                } else if let Some(cost) = own.and_then(|own| own.default) {
                    UnitCost { cost, basis: CostBasis::User }
                } else {
                    UnitCost { cost: median, basis: CostBasis::Assumed }
                };
                (kind.id.clone(), cost)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: CostNames<'_> = CostNames {
        kinds: &["policy", "evaluation-report"],
        controls: &["C13"],
        batteries: &["safety-core"],
    };

    #[test]
    fn a_cost_file_is_read() {
        let text = "unit = \"EUR\"\ndefault = 900\n[kind]\nevaluation-report = 1600\n[piece]\n\"policy@C13\" = 1200\n[battery]\nsafety-core = 40.5\n";
        let costs = Costs::parse("costs.toml", text.as_bytes(), NAMES).unwrap();
        assert_eq!(costs.unit, "EUR");
        assert_eq!(costs.kinds["evaluation-report"], 1600.0);
        assert_eq!(costs.pieces[&("policy".to_owned(), "C13".to_owned())], 1200.0);
        assert_eq!(costs.batteries["safety-core"], 40.5);
    }

    #[test]
    fn every_mistake_has_its_line_and_remedy() {
        let text = "unit = \"EUR\"\n[kind]\nevaluation-reports = 3\npolicy = -1\n[piece]\npolicy = 2\n\"policy@C99\" = nan\n";
        let mistakes = Costs::parse("costs.toml", text.as_bytes(), NAMES).unwrap_err();
        let lines: Vec<usize> = mistakes.0.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [1, 3, 4, 6, 7, 7], "{mistakes}");
        assert!(mistakes.0.iter().all(|mistake| !mistake.hint.is_empty()), "{mistakes}");
        assert!(mistakes.to_string().contains("did you mean \"evaluation-report\"?"));
    }

    #[test]
    fn the_user_s_figure_goes_before_the_published_one() {
        let kind = |id: &str, effort: Option<(f64, f64)>| EvidenceKind {
            id: id.to_owned(),
            name: tenbin_vocab::Bilingual::new("名", "name"),
            about: None,
            made_by: tenbin_law::MadeBy::Document,
            room: None,
            effort: effort.map(|(low, high)| tenbin_law::Effort {
                low,
                high,
                confidence: tenbin_vocab::Confidence::V2,
                sources: Vec::new(),
            }),
        };
        let kinds = [kind("a", Some((10.0, 20.0))), kind("b", Some((40.0, 60.0))), kind("c", None)];
        let plain = Costs::table(None, &kinds);
        assert_eq!(plain["a"], UnitCost { cost: 15.0, basis: CostBasis::Published });
        assert_eq!(plain["c"], UnitCost { cost: 32.5, basis: CostBasis::Assumed });
        let own = Costs {
            unit: "EUR".to_owned(),
            default: Some(7.0),
            kinds: [("a".to_owned(), 3.0)].into(),
            ..Costs::default()
        };
        let own = Costs::table(Some(&own), &kinds);
        assert_eq!(own["a"], UnitCost { cost: 3.0, basis: CostBasis::User });
        assert_eq!(own["b"], UnitCost { cost: 7.0, basis: CostBasis::User });
    }
}
