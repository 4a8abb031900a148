//! One polygon with its holes, its edges sorted by the rows of a grid.
//!
//! A point is inside when a ray from it to the east crosses an odd number of edges; on an edge counts as inside. The
//! side of an edge is decided exactly (Shewchuk 1997, Adaptive precision floating-point arithmetic).

use geo::{Coord, GeoNum, Kernel, Orientation, Polygon};

use crate::grid::{Grid, Span};

/// A polygon over a grid.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The place of its id.
    pub(crate) owner: usize,
    first_row: usize,
    /// For each row from the first on, where its edges begin; and where the last row's end.
    starts: Vec<usize>,
    edges: Vec<Edge>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    lower: Coord,
    upper: Coord,
}

impl Shape {
    /// Sorts the edges of a polygon by the rows that they pass.
    pub(crate) fn new(owner: usize, polygon: &Polygon, grid: &Grid) -> Self {
        let mut by_row: Vec<(usize, Edge)> = Vec::new();
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for edge in ring.lines().map(|line| Edge::new(line.start, line.end)) {
                let rows = grid.row(edge.lower.y)..=grid.row(edge.upper.y);
                by_row.extend(rows.map(|row| (row, edge)));
            }
        }
        by_row.sort_by_key(|(row, _)| *row);
        let first_row = by_row.first().map_or(0, |(row, _)| *row);
        let rows = by_row.last().map_or(0, |(row, _)| row + 1 - first_row);
        let starts = (0..=rows)
            .map(|row| by_row.partition_point(|(other, _)| *other < first_row + row))
            .collect();
        Self {
            owner,
            first_row,
            starts,
            edges: by_row.into_iter().map(|(_, edge)| edge).collect(),
        }
    }

    /// Tells whether a point of a row lies in the polygon or on its border.
    pub(crate) fn covers(&self, point: Coord, row: usize) -> bool {
        let mut inside = false;
        for edge in self.edges_in(row) {
            match edge.side(point) {
                Side::On => return true,
                Side::WestWithin => inside = !inside,
                Side::Other => {}
            }
        }
        inside
    }

    /// Finds the cells that the polygon touches, and how.
    pub(crate) fn cells(&self, grid: &Grid) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        let mut below = vec![None; grid.columns];
        for row in (self.first_row..).take(self.starts.len() - 1) {
            let spans = self.spans(grid, row, &below);
            let touched = spans.iter().enumerate().filter_map(|(column, span)| {
                let span = span.filter(|span| *span != Span::Outside)?;
                Some((grid.number(column, row), span))
            });
            found.extend(touched);
            below = spans;
        }
        found
    }

    /// Describes the cells of a row. A cell without edges is as its neighbours without edges are.
    fn spans(&self, grid: &Grid, row: usize, below: &[Option<Span>]) -> Vec<Option<Span>> {
        let mut spans = vec![None; grid.columns];
        for edge in self.edges_in(row) {
            let (first, last) = grid.columns_in_row(edge.lower, edge.upper, row);
            spans[first..=last].fill(Some(Span::Edge));
        }
        let mut west = None;
        for (column, span) in spans.iter_mut().enumerate() {
            let known = || {
                west.into_iter()
                    .chain(below[column])
                    .find(|span| *span != Span::Edge)
            };
            let tested = || {
                if self.covers(grid.centre(column, row), row) {
                    Span::Inside
                } else {
                    Span::Outside
                }
            };
            west = span.or_else(known).or_else(|| Some(tested()));
            *span = west;
        }
        spans
    }

    fn edges_in(&self, row: usize) -> &[Edge] {
        let bounds = row
            .checked_sub(self.first_row)
            .and_then(|place| Some((*self.starts.get(place)?, *self.starts.get(place + 1)?)));
        bounds.map_or(&[], |(from, to)| &self.edges[from..to])
    }
}

enum Side {
    /// The point is on the edge.
    On,
    /// The point is west of the edge, and between the latitudes of its ends, the lower one included.
    WestWithin,
    Other,
}

impl Edge {
    fn new(a: Coord, b: Coord) -> Self {
        let (lower, upper) = if a.y <= b.y { (a, b) } else { (b, a) };
        Self { lower, upper }
    }

    fn side(&self, point: Coord) -> Side {
        let (west, east) = (
            self.lower.x.min(self.upper.x),
            self.lower.x.max(self.upper.x),
        );
        if point.y < self.lower.y || point.y > self.upper.y || point.x > east {
            return Side::Other;
        }
        let crossed = point.y < self.upper.y;
        if point.x < west {
            return if crossed {
                Side::WestWithin
            } else {
                Side::Other
            };
        }
        match <f64 as GeoNum>::Ker::orient2d(self.lower, self.upper, point) {
            Orientation::Collinear => Side::On,
            Orientation::CounterClockwise if crossed => Side::WestWithin,
            _ => Side::Other,
        }
    }
}
