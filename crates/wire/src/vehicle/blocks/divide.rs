//! How data are divided into blocks: the readings that terminals are known for, tried in order.

use super::super::Protocol;
use super::super::defect::{Defect, Defects};
use super::super::layout;
use super::super::time::Time;
use super::{Blocks, BlocksIter, Body, Prefix, Reading, VENDOR, Vendor};

/// Data divided into blocks.
pub(in crate::vehicle) struct Divided<'a> {
    /// What stands before the blocks.
    pub(in crate::vehicle) before: &'a [u8],
    /// The blocks.
    pub(in crate::vehicle) blocks: Blocks<'a>,
    /// What stands behind them.
    pub(in crate::vehicle) behind: &'a [u8],
    /// What was wrong with them.
    pub(in crate::vehicle) defects: Defects,
    /// Twice the blocks that were read, and one for a known kind that was cut short.
    sense: usize,
    clean: bool,
}

/// Divides the data behind the time of GB 17691 or HJ 1239; `is_end` knows a signature when it stands alone.
pub(in crate::vehicle) fn divide(data: &[u8], is_end: impl Fn(&[u8]) -> bool) -> Divided<'_> {
    let mut best = numbered(data, Vendor::Layout, false);
    for vendor in [Vendor::Layout, Vendor::Counted, Vendor::Rest] {
        for habit in [false, true] {
            let readings = [
                timed(data, vendor, habit, &is_end),
                Some(numbered(data, vendor, habit)),
            ];
            for divided in readings.into_iter().flatten() {
                if divided.clean {
                    return divided;
                }
                if divided.sense > best.sense {
                    best = divided;
                }
            }
        }
    }
    best
}

/// Divides bytes without prefixes, which can be read in one way only.
pub(in crate::vehicle) fn divide_bare(data: &[u8]) -> Divided<'_> {
    let reading = Reading {
        prefix: Prefix::Bare,
        habit: false,
        vendor: Vendor::Layout,
    };
    walk(reading, data.split_at(0), |_| false)
}

fn numbered(data: &[u8], vendor: Vendor, habit: bool) -> Divided<'_> {
    let reading = Reading {
        prefix: Prefix::Numbered,
        habit,
        vendor,
    };
    walk(reading, data.split_at(0), |_| false)
}

/// A serial number stands before timed blocks.
fn timed(
    data: &[u8],
    vendor: Vendor,
    habit: bool,
    is_end: impl Fn(&[u8]) -> bool,
) -> Option<Divided<'_>> {
    let reading = Reading {
        prefix: Prefix::Timed,
        habit,
        vendor,
    };
    Some(walk(reading, data.split_at_checked(2)?, is_end))
}

/// Divides the bytes by one reading.
fn walk<'a>(
    reading: Reading,
    (before, bytes): (&'a [u8], &'a [u8]),
    is_end: impl Fn(&[u8]) -> bool,
) -> Divided<'a> {
    let mut defects = Defects::default();
    let (mut sense, mut clean) = (0, true);
    let mut left = BlocksIter(Blocks { reading, bytes });
    loop {
        let rest = left.0.bytes;
        if is_end(rest) && layout::block_layout(Protocol::Gb17691, rest[0]).is_none() {
            break;
        }
        let Some(block) = left.next() else { break };
        let time = block.time.is_none_or(Time::is_possible);
        defects.add_if(!time, Defect::TimeImpossible);
        match block.body {
            Body::Known { habit, .. } => defects.add_if(habit, Defect::BlockHabit),
            Body::Vendor(_) if block.kind < VENDOR => defects.add(Defect::UnknownBlock),
            Body::Vendor(_) => {}
            Body::Unknown(_) | Body::Short(_) => {
                let short = matches!(block.body, Body::Short(_));
                defects.add(if short {
                    Defect::BlockShort
                } else {
                    Defect::UnknownBlock
                });
                clean = false;
                sense += usize::from(short);
                continue;
            }
        }
        sense += 2;
    }
    let (blocks, behind) = bytes.split_at(bytes.len() - left.0.bytes.len());
    Divided {
        before,
        blocks: Blocks {
            reading,
            bytes: blocks,
        },
        behind,
        defects,
        sense,
        clean,
    }
}
