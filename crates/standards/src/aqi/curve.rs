//! Breakpoints made ready for reading: whole numbers only, and a multiplication in place of each division.
//!
//! A sub-index is `base + (c − from) · rise / run`, rounded. With `n < 2³²` and `d < 2³²` the quotient
//! `⌊n/d⌋` is the upper half of `n · ⌈2⁶⁴/d⌉`: the error `n · e / (d · 2⁶⁴)`, `e < d`, stays below `1/d`.
//! [`super::iaqi_exact`] is the slow twin.

use units::rounding::Mode;

/// How many segments there is room for; the longest axis has fewer.
const ROOM: usize = 8;

/// A division by a constant.
#[derive(Clone, Copy, Debug)]
struct Divisor {
    size: u32,
    reciprocal: u64,
}

/// The line between two breakpoints; concentrations in thousandths of 1 µg/m³.
#[derive(Clone, Copy, Debug)]
struct Segment {
    from: i32,
    rise: u32,
    run: Divisor,
    base: u16,
}

/// The lines of a series.
#[derive(Debug)]
pub(super) struct Curve {
    /// The last concentration of each segment, ascending; unused places hold the largest number.
    ends: [i32; ROOM],
    segments: [Segment; ROOM],
    top: i32,
    above: Option<u16>,
}

/// A step that concentrations are rounded to, half to even.
#[derive(Debug)]
pub(super) struct Quantum(Divisor);

impl Curve {
    /// Prepares ascending concentrations, in thousandths of 1 µg/m³, and the sub-indices at them.
    pub(super) const fn new(thousandths: &[i32], iaqi: &[u16], above: Option<u16>) -> Self {
        assert!(thousandths.len() == iaqi.len() && iaqi.len() > 1 && iaqi.len() <= ROOM);
        let mut ends = [i32::MAX; ROOM];
        let mut segments = [Segment {
            from: 0,
            rise: 0,
            run: Divisor::new(2),
            base: 0,
        }; ROOM];
        let mut i = 0;
        while i + 1 < iaqi.len() {
            ends[i] = thousandths[i + 1];
            segments[i] =
                Segment::between((thousandths[i], iaqi[i]), (thousandths[i + 1], iaqi[i + 1]));
            i += 1;
        }
        Self {
            ends,
            segments,
            top: thousandths[i],
            above,
        }
    }

    /// Reads the sub-index of a concentration of at least 0, in thousandths of 1 µg/m³.
    #[inline]
    pub(super) fn read(&self, thousandths: i32, mode: Mode) -> Option<u16> {
        if thousandths > self.top {
            return self.above;
        }
        Some(self.segments[self.place(thousandths)].read(thousandths, mode))
    }
}

impl Curve {
    /// The segment that a concentration lies in: a search by halves, without branches.
    #[inline]
    fn place(&self, thousandths: i32) -> usize {
        let beyond = |end: usize| usize::from(thousandths > self.ends[end % ROOM]);
        let half = beyond(3) * 4;
        let quarter = half + beyond(half + 1) * 2;
        (quarter + beyond(quarter)) % ROOM
    }
}

impl Segment {
    const fn between(low: (i32, u16), high: (i32, u16)) -> Self {
        assert!(low.0 >= 0 && low.0 < high.0 && low.1 < high.1);
        let (rise, run) = ((high.1 - low.1) as u32, (high.0 - low.0).cast_unsigned());
        let shared = greatest_common_divisor(rise, run);
        let segment = Self {
            from: low.0,
            rise: rise / shared,
            run: Divisor::new(run / shared),
            base: low.1,
        };
        // The largest numerator, and what rounding adds to it, fit in 32 bits.
        assert!(
            (run as u64) * (segment.rise as u64) + (segment.run.size as u64) <= u32::MAX as u64
        );
        segment
    }

    #[inline]
    fn read(&self, thousandths: i32, mode: Mode) -> u16 {
        let above_base = u64::from((thousandths - self.from).cast_unsigned());
        let numerator = above_base * u64::from(self.rise);
        let size = self.run.size;
        let quotient = match mode {
            Mode::Up => self.run.quotient(numerator + u64::from(size - 1)),
            Mode::HalfUp => self.run.quotient(numerator + u64::from(size / 2)),
            Mode::HalfEven => self.run.half_even(numerator, u64::from(self.base)),
        };
        self.base + u16::try_from(quotient).unwrap_or(u16::MAX - self.base)
    }
}

impl Quantum {
    /// Prepares a step of an even number of thousandths of 1 µg/m³.
    pub(super) const fn new(thousandths: u32) -> Self {
        Self(Divisor::new(thousandths))
    }

    /// Rounds to the nearest multiple, half to even (GB/T 8170).
    #[inline]
    pub(super) fn round(&self, thousandths: i32) -> i32 {
        let given = u64::from(thousandths.max(0).cast_unsigned());
        let rounded = self.0.half_even(given, 0) * u64::from(self.0.size);
        i32::try_from(rounded).unwrap_or(i32::MAX)
    }
}

impl Divisor {
    const fn new(size: u32) -> Self {
        assert!(size > 1);
        Self {
            size,
            reciprocal: u64::MAX / (size as u64) + 1,
        }
    }

    /// `⌊numerator / size⌋` for a numerator below 2³².
    #[inline]
    fn quotient(self, numerator: u64) -> u64 {
        let product = u128::from(numerator) * u128::from(self.reciprocal);
        u64::try_from(product >> 64).unwrap_or(u64::MAX)
    }

    /// `numerator / size` to the nearest, a half so that the sum with `base` is even.
    #[inline]
    fn half_even(self, numerator: u64, base: u64) -> u64 {
        let size = u64::from(self.size);
        let raised = numerator + size / 2;
        let quotient = self.quotient(raised);
        let is_half = size.is_multiple_of(2) && quotient * size == raised;
        quotient - u64::from(is_half && (base + quotient) % 2 == 1)
    }
}

const fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
