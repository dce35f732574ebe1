use askama::Template;
use tenbin_assess::{HeatCell, HeatMap, HeatRow, Status};

use crate::{Texts, View, render};

#[derive(Template)]
#[template(path = "heat.html")]
struct HeatTable {
    t: Texts,
    corner: String,
    columns: Vec<Head>,
    rows: Vec<Row>,
}

struct Head {
    id: String,
    name: String,
}

struct Row {
    head: Head,
    cells: Vec<Option<Cell>>,
}

struct Cell {
    status: &'static str,
    word: String,
    count: usize,
    href: String,
}

#[derive(Template)]
#[template(path = "behind.html")]
struct Behind<'a> {
    t: Texts,
    groups: Vec<Group<'a>>,
}

struct Group<'a> {
    id: String,
    heading: String,
    lines: Vec<Line<'a>>,
}

struct Line<'a> {
    href: String,
    title: &'a str,
    status: &'static str,
    word: String,
}

impl View<'_> {
    /// The map of frameworks and controls: a table with a word in every cell.
    /// The longer of the two runs down the page, so that it fits on paper.
    #[must_use]
    pub fn heat_map(&self) -> String {
        self.draw(HeatMap::of(self.assessment))
    }

    /// The frameworks of the map in parts of at most `size`: names of the first
    /// and the last of each part.
    #[must_use]
    pub fn heat_parts(&self, size: usize) -> Vec<String> {
        let map = HeatMap::of(self.assessment);
        let name = |row: Option<&HeatRow>| row.map(|row| self.framework(&row.framework));
        map.rows
            .chunks(size.max(1))
            .map(|part| {
                let first = name(part.first()).unwrap_or_default();
                if part.len() == 1 {
                    return first;
                }
                format!("{first} – {}", name(part.last()).unwrap_or_default())
            })
            .collect()
    }

    /// One part of the map, counted from 0; see [`View::heat_parts`].
    #[must_use]
    pub fn heat_part(&self, part: usize, size: usize) -> String {
        let HeatMap { controls, rows } = HeatMap::of(self.assessment);
        let rows: Vec<HeatRow> =
            rows.into_iter().skip(part.saturating_mul(size)).take(size).collect();
        let used: Vec<bool> = (0..controls.len())
            .map(|at| rows.iter().any(|row| row.cells.get(at).is_some_and(Option::is_some)))
            .collect();
        let keep = |at: usize| used.get(at) == Some(&true);
        self.draw(HeatMap {
            controls: controls
                .into_iter()
                .enumerate()
                .filter(|(at, _)| keep(*at))
                .map(|(_, control)| control)
                .collect(),
            rows: rows
                .into_iter()
                .map(|row| HeatRow {
                    framework: row.framework,
                    cells: row
                        .cells
                        .into_iter()
                        .enumerate()
                        .filter(|(at, _)| keep(*at))
                        .map(|(_, cell)| cell)
                        .collect(),
                })
                .collect(),
        })
    }

    fn draw(&self, map: HeatMap) -> String {
        let controls: Vec<Head> =
            map.controls.iter().map(|id| Head { id: id.clone(), name: self.control(id) }).collect();
        let frameworks: Vec<Head> = map
            .rows
            .iter()
            .map(|row| Head { id: String::new(), name: self.framework(&row.framework) })
            .collect();
        let cell = |framework: &str, control: &str, cell: Option<&HeatCell>| {
            cell.map(|cell| self.heat_cell(framework, control, cell))
        };
        let down = controls.len() >= frameworks.len();
        let (columns, rows) = if down {
            let rows = controls
                .into_iter()
                .enumerate()
                .map(|(index, head)| Row {
                    cells: map
                        .rows
                        .iter()
                        .map(|row| {
                            cell(
                                &row.framework,
                                &head.id,
                                row.cells.get(index).and_then(Option::as_ref),
                            )
                        })
                        .collect(),
                    head,
                })
                .collect();
            (frameworks, rows)
        } else {
            let rows = frameworks
                .into_iter()
                .zip(&map.rows)
                .map(|(head, row)| Row {
                    head,
                    cells: row
                        .cells
                        .iter()
                        .zip(&map.controls)
                        .map(|(found, control)| cell(&row.framework, control, found.as_ref()))
                        .collect(),
                })
                .collect();
            (controls, rows)
        };
        let corner =
            self.t.say(if down { "heat-corner-controls" } else { "heat-corner-frameworks" });
        render(&HeatTable { t: self.t, corner, columns, rows })
    }

    fn heat_cell(&self, framework: &str, control: &str, cell: &HeatCell) -> Cell {
        let word = self.status(cell.status);
        let count = cell.provisions.len();
        Cell {
            status: cell.status.as_str(),
            word,
            count,
            href: self.links.cell(framework, control, &cell.provisions),
        }
    }

    /// The duties behind every cell that holds more than one, most urgent first.
    #[must_use]
    pub fn behind_cells(&self) -> String {
        let map = HeatMap::of(self.assessment);
        let mut groups = Vec::new();
        for row in &map.rows {
            for (control, cell) in map.controls.iter().zip(&row.cells) {
                let Some(cell) = cell.as_ref().filter(|cell| cell.provisions.len() > 1) else {
                    continue;
                };
                let mut lines: Vec<(Status, Line<'_>)> =
                    cell.provisions.iter().filter_map(|id| self.line(id)).collect();
                lines.sort_by_key(|(status, _)| *status);
                groups.push(Group {
                    id: self.links.id(&cell_name(&row.framework, control)),
                    heading: format!(
                        "{}{}{} {}",
                        self.framework(&row.framework),
                        self.t.say("list-comma"),
                        control,
                        self.control(control)
                    ),
                    lines: lines.into_iter().map(|(_, line)| line).collect(),
                });
            }
        }
        render(&Behind { t: self.t, groups })
    }

    fn line(&self, id: &str) -> Option<(Status, Line<'_>)> {
        let (answer, finding) = (self.answer(id)?, self.finding(id)?);
        let line = Line {
            href: self.links.provision(id),
            title: self.text(&answer.title),
            status: finding.status.as_str(),
            word: self.status(finding.status),
        };
        Some((finding.status, line))
    }
}

/// The name of a cell, for [`crate::Links::id`].
#[must_use]
pub fn cell_name(framework: &str, control: &str) -> String {
    format!("c-{framework}-{control}")
}
