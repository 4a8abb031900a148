//! The cells of a grid over polygons, and what each tells of a point in it. Polygons are known by their places here.

use geo::{Coord, MultiPolygon};

use crate::{
    grid::{Grid, Span},
    shape::Shape,
};

/// Cells per edge of the polygons; more make the index larger and the share of points that need an exact test smaller.
const CELLS_PER_EDGE: usize = 20;
/// The least and the most cells of an index.
const CELLS: (usize, usize) = (1 << 12, 1 << 22);

/// Polygons over a grid; those that come first win.
#[derive(Debug)]
pub(crate) struct Raster {
    shapes: Vec<Shape>,
    grid: Grid,
    cells: Vec<Cell>,
    parts: Vec<Part>,
}

/// What is known of a cell.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// No polygon touches it.
    Outside,
    /// It lies wholly in this shape, and no shape before it touches the cell.
    Inside(u32),
    /// These shapes touch it: a chain of parts.
    Mixed(u32),
}

/// One shape of a mixed cell, in the order of ids.
#[derive(Clone, Copy, Debug)]
struct Part {
    shape: u32,
    span: Span,
    next: Option<u32>,
}

impl Raster {
    /// Enters the polygons of some areas into a grid as fine as their edges ask for.
    pub(crate) fn new(areas: &[MultiPolygon]) -> Self {
        let edges = areas.iter().map(edges_of).sum::<usize>();
        let grid = Grid::over(areas, (edges * CELLS_PER_EDGE).clamp(CELLS.0, CELLS.1));
        let mut raster = Self {
            shapes: Vec::new(),
            cells: vec![Cell::Outside; grid.len()],
            parts: Vec::new(),
            grid,
        };
        for (owner, area) in areas.iter().enumerate() {
            for polygon in area {
                raster.add(Shape::new(owner, polygon, &raster.grid));
            }
        }
        raster
    }

    /// Finds the place of the first area that a point lies in or on.
    pub(crate) fn find(&self, lon_deg: f64, lat_deg: f64) -> Option<usize> {
        let cell = self.grid.cell(lon_deg, lat_deg)?;
        let shape = match self.cells[cell] {
            Cell::Outside => None,
            Cell::Inside(shape) => Some(shape),
            Cell::Mixed(first) => self.test(first, lon_deg, lat_deg),
        }?;
        Some(self.shapes[shape as usize].owner)
    }

    /// Tests a point against the shapes of a mixed cell, one after the other.
    fn test(&self, first: u32, lon_deg: f64, lat_deg: f64) -> Option<u32> {
        let point = Coord {
            x: lon_deg,
            y: lat_deg,
        };
        let row = self.grid.row(lat_deg);
        let mut next = Some(first);
        while let Some(place) = next {
            let part = self.parts[place as usize];
            let covers = || self.shapes[part.shape as usize].covers(point, row);
            if part.span == Span::Inside || covers() {
                return Some(part.shape);
            }
            next = part.next;
        }
        None
    }

    /// Enters a shape into the cells that it touches.
    fn add(&mut self, shape: Shape) {
        let number = narrow(self.shapes.len());
        for (cell, span) in shape.cells(&self.grid) {
            self.enter(cell, number, span);
        }
        self.shapes.push(shape);
    }

    fn enter(&mut self, cell: usize, shape: u32, span: Span) {
        match (self.cells[cell], span) {
            (Cell::Inside(_), _) | (_, Span::Outside) => {}
            (Cell::Outside, Span::Inside) => self.cells[cell] = Cell::Inside(shape),
            (Cell::Outside, Span::Edge) => self.cells[cell] = Cell::Mixed(self.part(shape, span)),
            (Cell::Mixed(first), _) => {
                let last = self.last(first);
                if self.parts[last].span == Span::Edge {
                    self.parts[last].next = Some(self.part(shape, span));
                }
            }
        }
    }

    fn part(&mut self, shape: u32, span: Span) -> u32 {
        self.parts.push(Part {
            shape,
            span,
            next: None,
        });
        narrow(self.parts.len() - 1)
    }

    /// Finds the end of a chain; chains have as many parts as polygons meet in a cell.
    fn last(&self, first: u32) -> usize {
        let mut last = first as usize;
        while let Some(next) = self.parts[last].next {
            last = next as usize;
        }
        last
    }
}

fn edges_of(area: &MultiPolygon) -> usize {
    area.iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| ring.0.len())
        .sum()
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("an index has fewer than 2^32 shapes and parts")
}
