//! Publication against mentioned day, in cells: what was announced, what was looked back on.
//!
//! Takes the two lanes, which say where each day lies among columns (publication) and rows (days the texts
//! mention). On the diagonal a text speaks of its own time; above it lies what is still to come, below it
//! what is past. Whatever lies beyond the rows is kept in one row at either edge.
//!
//! A vague day is spread evenly over the cells it may lie in. There is no node a mention: cells of one
//! strength are one path.

use crate::bars::{Bar, bars_path};
use crate::bins::Place;
use crate::lane::Lane;
use corpus_search::DocSet;

/// Strengths a cell is drawn in.
pub const N_LEVELS: u32 = 5;

/// Cells with what lies in them, in thousandths of a mention.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Columns: the bars of publication.
    pub n_columns: usize,
    /// Rows: the bars of mentioned days and one at either edge, earliest first.
    pub n_rows: usize,
    cells: Vec<u32>,
}

/// Counts the mentions of these documents. `columns` and `rows` are lanes of the same documents.
#[must_use]
pub fn grid(columns: &Lane, rows: &Lane, docs: &DocSet) -> Grid {
    let (n_columns, n_rows) = (columns.bins().len(), rows.bins().len() + 2);
    // Every rectangle is four corners; one walk in each direction sums them up.
    let width = n_columns + 1;
    let mut steps = vec![0_i64; width * (n_rows + 1)];
    for doc in docs.iter() {
        let Some(published) = columns.places(doc).first() else {
            continue;
        };
        if published.share == Place::OUTSIDE {
            continue;
        }
        let (left, right) = (
            usize::from(published.first),
            usize::from(published.last) + 1,
        );
        for mentioned in rows.places(doc) {
            let (low, high, share) = match (mentioned.share, mentioned.first) {
                (Place::OUTSIDE, 0) => (0, 1, 1000),
                (Place::OUTSIDE, _) => (n_rows - 1, n_rows, 1000),
                (share, first) => (
                    usize::from(first) + 1,
                    usize::from(mentioned.last) + 2,
                    share,
                ),
            };
            let share = i64::from(share) * i64::from(published.share);
            for (x, y, share) in [
                (left, low, share),
                (right, low, -share),
                (left, high, -share),
                (right, high, share),
            ] {
                if let Some(step) = steps.get_mut(y * width + x) {
                    *step += share;
                }
            }
        }
    }
    let mut above = vec![0_i64; width];
    let mut cells = Vec::with_capacity(n_columns * n_rows);
    for row in steps.chunks(width).take(n_rows) {
        let mut sum = 0;
        for (above, step) in above.iter_mut().zip(row).take(n_columns) {
            sum += step;
            *above += sum;
            cells.push(u32::try_from(*above / 1000).unwrap_or(0));
        }
    }
    Grid {
        n_columns,
        n_rows,
        cells,
    }
}

impl Grid {
    /// What lies in a cell, in thousandths of a mention.
    #[must_use]
    pub fn cell(&self, column: usize, row: usize) -> u32 {
        let is_inside = column < self.n_columns && row < self.n_rows;
        let at = row * self.n_columns + column;
        self.cells
            .get(at)
            .copied()
            .filter(|_| is_inside)
            .unwrap_or(0)
    }

    /// The path of all cells of one strength, 0 the weakest; the latest row stands on top.
    ///
    /// A step up is four times as much, so that the one cell everybody writes about leaves the others
    /// their differences.
    #[must_use]
    pub fn path(&self, level: u32, width: f64, height: f64) -> String {
        let most = self.cells.iter().copied().max().unwrap_or(0);
        let (step_x, step_y) = (
            width / self.n_columns.max(1) as f64,
            height / self.n_rows.max(1) as f64,
        );
        let cells = (0..self.n_rows).flat_map(|row| (0..self.n_columns).map(move |x| (x, row)));
        bars_path(cells.filter_map(|(column, row)| {
            let n = self.cell(column, row);
            (n > 0 && strength(n, most) == level).then(|| Bar {
                x: column as f64 * step_x,
                y: (self.n_rows - 1 - row) as f64 * step_y,
                width: step_x.max(0.1),
                height: step_y.max(0.1),
            })
        }))
    }
}

/// 0 to 4, a step for each factor of four below the most.
fn strength(n: u32, most: u32) -> u32 {
    let halvings = (most / n.max(1)).max(1).ilog2();
    (N_LEVELS - 1).saturating_sub(halvings.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bins::{Bins, Grain};
    use crate::dates::parse_days;
    use corpus_model::{DayInterval, DayNumber};
    use corpus_search::DateColumns;

    /// Documents as `published: mentioned mentioned`; writes rows from the latest, a cell each.
    #[track_caller]
    fn check(docs: &[&str], wanted: &[&str]) {
        let interval = |text: &str| {
            let days = parse_days(text).unwrap();
            DayInterval {
                begin: Some(days.first),
                end_exclusive: Some(DayNumber(days.last.0 + 1)),
            }
        };
        let mut columns = DateColumns::default();
        for doc in docs {
            let (published, mentioned) = doc.split_once(':').unwrap();
            let published = (!published.is_empty()).then(|| interval(published));
            columns.push(published, mentioned.split_whitespace().map(interval));
        }
        let view = parse_days("2022-01-03..2022-01-05").unwrap();
        let bins = || Bins::new(view, Grain::Day);
        let lanes = (
            Lane::published(&columns, bins(), Vec::new()),
            Lane::mentioned(&columns, bins()),
        );
        let grid = grid(&lanes.0, &lanes.1, &DocSet::all(columns.n_docs()));
        let row = |row: usize| {
            let cells: Vec<String> = (0..3).map(|x| grid.cell(x, row).to_string()).collect();
            cells.join(" ")
        };
        let got: Vec<String> = (0..grid.n_rows).rev().map(row).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    fn what_is_to_come_lies_above_and_what_is_past_below() {
        check(
            &["2022-01-03:2022-01-05", "2022-01-05:2022-01-03 2022-01-05"],
            &["0 0 0", "1000 0 1000", "0 0 0", "0 0 1000", "0 0 0"],
        );
    }

    #[test]
    fn far_days_are_kept_at_the_edges() {
        check(
            &["2022-01-04:1917-11-07 2050"],
            &["0 1000 0", "0 0 0", "0 0 0", "0 0 0", "0 1000 0"],
        );
    }

    #[test]
    fn vague_days_are_spread() {
        check(
            &[
                "2022-01-03..2022-01-04:2022-01-04..2022-01-05",
                ":2022-01-04",
            ],
            &["0 0 0", "250 250 0", "250 250 0", "0 0 0", "0 0 0"],
        );
    }

    #[test]
    fn strengths_are_factors_of_four() {
        let found = [1, 4, 16, 63, 64, 250, 256].map(|n| strength(n, 256));
        assert_eq!(found, [0, 1, 2, 3, 3, 4, 4]);
    }
}
