//! A grid of cells in degrees: which cell a point falls into, and which cells an edge may touch.
//!
//! Columns and rows rise with longitude and latitude without exception, rounding included, so that a point of an edge
//! is always in a row between those of its ends. Edges are given a margin far above rounding and far below a cell.

use geo::{BoundingRect, Coord, MultiPolygon, Rect};

/// A millionth of a cell: above the rounding of positions in degrees, far below what costs time.
const MARGIN_CELLS: f64 = 1e-6;

/// How a shape lies over a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// The cell lies wholly outside.
    Outside,
    /// An edge runs through the cell, or close to it.
    Edge,
    /// The cell lies wholly inside.
    Inside,
}

/// A rectangle divided into equal cells, numbered from its south-west corner along the rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    bounds: Option<Rect>,
    per_x: f64,
    per_y: f64,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

impl Grid {
    /// Lays about so many cells over the extent of some polygons, as near to squares of degrees as whole numbers allow.
    pub(crate) fn over(areas: &[MultiPolygon], cells: usize) -> Self {
        let bounds = areas
            .iter()
            .filter_map(BoundingRect::bounding_rect)
            .reduce(around);
        let (width, height) = bounds.map_or((0.0, 0.0), |bounds| (bounds.width(), bounds.height()));
        let side = (width * height / cells as f64).sqrt();
        let columns = divisions(width / side, cells);
        let rows = divisions(height / side, cells);
        Self {
            bounds,
            per_x: if width > 0.0 {
                columns as f64 / width
            } else {
                0.0
            },
            per_y: if height > 0.0 {
                rows as f64 / height
            } else {
                0.0
            },
            columns,
            rows,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// Finds the cell of a point, `None` beyond the extent and for what is no number.
    pub(crate) fn cell(&self, x: f64, y: f64) -> Option<usize> {
        let bounds = self.bounds?;
        let within = x >= bounds.min().x
            && x <= bounds.max().x
            && y >= bounds.min().y
            && y <= bounds.max().y;
        within.then(|| self.number(self.column(x), self.row(y)))
    }

    pub(crate) fn number(&self, column: usize, row: usize) -> usize {
        row * self.columns + column
    }

    pub(crate) fn column(&self, x: f64) -> usize {
        place((x - self.west()) * self.per_x, self.columns)
    }

    pub(crate) fn row(&self, y: f64) -> usize {
        place((y - self.south()) * self.per_y, self.rows)
    }

    pub(crate) fn centre(&self, column: usize, row: usize) -> Coord {
        Coord {
            x: self.west() + (column as f64 + 0.5) / self.per_x,
            y: self.south() + (row as f64 + 0.5) / self.per_y,
        }
    }

    /// Gives the first and last column that an edge, from its lower to its upper end, may touch in a row.
    pub(crate) fn columns_in_row(&self, lower: Coord, upper: Coord, row: usize) -> (usize, usize) {
        let line = |offset: f64| self.south() + (row as f64 + offset) / self.per_y;
        let (from, to) = (line(-MARGIN_CELLS), line(1.0 + MARGIN_CELLS));
        let x1 = if from > lower.y {
            x_at(lower, upper, from)
        } else {
            lower.x
        };
        let x2 = if to < upper.y {
            x_at(lower, upper, to)
        } else {
            upper.x
        };
        let margin = MARGIN_CELLS / self.per_x;
        (
            self.column(x1.min(x2) - margin),
            self.column(x1.max(x2) + margin),
        )
    }

    fn west(&self) -> f64 {
        self.bounds.map_or(0.0, |bounds| bounds.min().x)
    }

    fn south(&self) -> f64 {
        self.bounds.map_or(0.0, |bounds| bounds.min().y)
    }
}

fn around(a: Rect, b: Rect) -> Rect {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

fn divisions(wanted: f64, most: usize) -> usize {
    place(wanted, most).max(1)
}

/// Cuts a number down to a whole one below `count`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the conversion rounds down and stops at 0, and the minimum stops it above"
)]
fn place(number: f64, count: usize) -> usize {
    (number as usize).min(count - 1)
}

/// Gives the longitude at which an edge crosses a latitude strictly between those of its ends.
fn x_at(lower: Coord, upper: Coord, y: f64) -> f64 {
    let share = (y - lower.y) / (upper.y - lower.y);
    lower.x + (upper.x - lower.x) * share.clamp(0.0, 1.0)
}
