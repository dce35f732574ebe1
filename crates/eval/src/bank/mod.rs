//! The item bank: categories, items, batteries, profiles, rubrics and column
//! maps, read from the files under `benchmarks/`.

mod battery;
mod check;
mod item;
mod load;
mod map;
mod profile;
mod rubric;
mod source;

use std::collections::BTreeMap;

pub use battery::{Battery, Better, Measure};
pub use item::{Category, Item, ItemExpect, Kind, Review, RightAnswer, Taxonomy};
pub use load::{load_bank, load_bank_folder, load_map, load_rubric, parse_map};
pub use map::{Columns, HumanLabel, KindRule, LabelRule, RecordedMap};
pub use profile::{Profile, Rates};
pub use rubric::{Rubric, RubricExample};

pub(crate) use check::{is_language_tag, shown};
pub(crate) use item::options;
pub(crate) use source::nearest_hint;

/// Everything under `benchmarks/`, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bank {
    /// Risk categories, in the order reports show them.
    pub categories: Vec<Category>,
    /// Public taxonomies items are mapped to.
    pub taxonomies: Vec<Taxonomy>,
    /// Items, by category and then in the order of their file.
    pub items: Vec<Item>,
    /// Batteries, by id.
    pub batteries: Vec<Battery>,
    /// Profiles of reference models, by id.
    pub profiles: Vec<Profile>,
    /// Rubrics for an LLM judge, by id.
    pub rubrics: Vec<Rubric>,
    /// Column maps of recorded answers, by id.
    pub maps: Vec<RecordedMap>,
}

/// How many of what the bank holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BankCounts {
    /// Items.
    pub items: usize,
    /// Items by category.
    pub by_category: BTreeMap<String, usize>,
    /// Items by kind.
    pub by_kind: BTreeMap<Kind, usize>,
    /// Items with a text in each language.
    pub by_language: BTreeMap<String, usize>,
    /// Items a person has read through.
    pub reviewed: usize,
}

macro_rules! by_id {
    ($(#[$doc:meta] $name:ident, $list:ident, $type:ty;)*) => {$(
        #[$doc]
        #[must_use]
        pub fn $name(&self, id: &str) -> Option<&$type> {
            self.$list.iter().find(|entry| entry.id == id)
        }
    )*};
}

impl Bank {
    by_id! {
        /// The category `id`.
        category, categories, Category;
        /// The item `id`.
        item, items, Item;
        /// The battery `id`.
        battery, batteries, Battery;
        /// The profile `id`.
        profile, profiles, Profile;
        /// The rubric `id`.
        rubric, rubrics, Rubric;
        /// The column map `id`.
        map, maps, RecordedMap;
    }

    /// How many of what the bank holds.
    #[must_use]
    pub fn counts(&self) -> BankCounts {
        let mut counts = BankCounts { items: self.items.len(), ..BankCounts::default() };
        for item in &self.items {
            *counts.by_category.entry(item.category.clone()).or_default() += 1;
            *counts.by_kind.entry(item.kind).or_default() += 1;
            for language in item.text.keys() {
                *counts.by_language.entry(language.clone()).or_default() += 1;
            }
            counts.reviewed += usize::from(item.review == Review::Reviewed);
        }
        counts
    }
}

#[cfg(test)]
mod tests;
