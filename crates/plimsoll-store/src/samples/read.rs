//! Samples of some series between two moments, as fine as they are kept and as there are
//! not too many of.

use std::collections::BTreeMap;
use std::ops::Range;

use super::block::{Block, Figures, unpack_of};
use super::record::{ManySamples as Kept, SampleGap};
use super::{COARSE, FINE, Grain, coarse};
use crate::Fault;
use crate::connection::{Connection, Row};
use crate::targets::known_id;

/// Stretches of an answer; where ten seconds make more, five minutes are taken.
pub const POINTS_MAX: i64 = 17_280;

/// Points of all series of an answer together; one of more is refused.
const ALL_POINTS_MAX: usize = 1_000_000;

/// Blocks that are read at once: a year of them takes more memory than its answer.
const BLOCKS_MAX: i64 = 16;

/// One block as it was found, with the series that are wanted of it.
struct Found {
    grain: Grain,
    began: i64,
    is_piece: bool,
    block: Result<Block, String>,
}

/// What is asked for.
struct Asked<'a> {
    target: u64,
    wants: &'a dyn Fn(&str) -> bool,
    from: i64,
    to: i64,
}

pub(crate) fn samples(
    connection: &mut Connection,
    key: &str,
    wants: &dyn Fn(&str) -> bool,
    from: i64,
    to: i64,
) -> Result<Kept, Fault> {
    let Some(target) = known_id(connection, key)? else {
        return Ok(Kept::default());
    };
    let fine = span(connection, target, FINE)?;
    let long = span(connection, target, COARSE)?;
    let oldest = fine.map(|(oldest, _)| oldest);
    let reaches = oldest.is_some_and(|oldest| oldest <= from)
        || long.is_none_or(|(long, _)| oldest.is_some_and(|fine| COARSE.began(fine) <= long));
    let is_few = to.saturating_sub(from) / FINE.seconds <= POINTS_MAX;
    let grain = if reaches && is_few { FINE } else { COARSE };
    let asked = Asked {
        target,
        wants,
        from,
        to,
    };
    let mut kept = Gathered::of(grain, &asked);
    if grain == COARSE {
        each(connection, &asked, COARSE, long, |found| kept.add(found))?;
    }
    each(connection, &asked, FINE, fine, |found| {
        if grain == FINE {
            return kept.add(found);
        }
        if !found.is_piece {
            return Ok(());
        }
        // What is not over yet has no stretches of five minutes in the table.
        kept.add(Found {
            block: found.block.map(|block| coarse(&block, found.began)),
            ..found
        })
    })?;
    Ok(kept.told())
}

/// Where the first block of a grain begins, and the last.
fn span(
    connection: &mut Connection,
    target: u64,
    grain: Grain,
) -> Result<Option<(i64, i64)>, Fault> {
    let rows = connection.query(
        "SELECT min(began), max(began) FROM samples WHERE target = $1 AND seconds = $2",
        &[target.into(), grain.seconds.into()],
    )?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    Ok(row.number_if(0)?.zip(row.number_if(1)?))
}

/// Hands on the blocks of a grain that may hold what is asked for, in their order.
fn each(
    connection: &mut Connection,
    asked: &Asked<'_>,
    grain: Grain,
    span: Option<(i64, i64)>,
    mut take: impl FnMut(Found) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let Some((first, last)) = span else {
        return Ok(());
    };
    let end = asked.to.min(last.saturating_add(1));
    let mut begin = grain.began(asked.from).max(first);
    while begin < end {
        let next = begin
            .saturating_add(grain.block_seconds * BLOCKS_MAX)
            .min(end);
        for found in found(connection, asked, grain, begin, next)? {
            take(found)?;
        }
        begin = next;
    }
    Ok(())
}

fn found(
    connection: &mut Connection,
    asked: &Asked<'_>,
    grain: Grain,
    begin: i64,
    end: i64,
) -> Result<Vec<Found>, Fault> {
    let rows = connection.query(
        "SELECT began, piece, content FROM samples \
         WHERE target = $1 AND seconds = $2 AND began >= $3 AND began < $4 ORDER BY began, piece",
        &[
            asked.target.into(),
            grain.seconds.into(),
            begin.into(),
            end.into(),
        ],
    )?;
    let found = |row: &Row| {
        Ok(Found {
            grain,
            began: row.number(0)?,
            is_piece: row.count(1)? > 0,
            block: unpack_of(&row.bytes(2)?, asked.wants),
        })
    };
    rows.iter().map(found).collect()
}

/// The points of blocks whose stretches are numbered by a grain.
struct Gathered {
    grain: Grain,
    within: Range<i64>,
    points: usize,
    series: BTreeMap<String, BTreeMap<i64, Figures>>,
    gaps: Vec<SampleGap>,
}

impl Gathered {
    fn of(grain: Grain, asked: &Asked<'_>) -> Self {
        Self {
            grain,
            within: asked.from..asked.to,
            points: 0,
            series: BTreeMap::new(),
            gaps: Vec::new(),
        }
    }

    fn add(&mut self, found: Found) -> Result<(), Fault> {
        let began = self.grain.began(found.began);
        match found.block {
            Ok(block) => {
                for (series, stretches) in block {
                    let at = |stretch: u16| began + i64::from(stretch) * self.grain.seconds;
                    let points = stretches.into_iter();
                    let points = points.map(|(stretch, figures)| (at(stretch), figures));
                    let within = points.filter(|(at, _)| self.within.contains(at));
                    let kept = self.series.entry(series).or_default();
                    let before = kept.len();
                    kept.extend(within);
                    self.points += kept.len() - before;
                }
                if self.points > ALL_POINTS_MAX {
                    return Err(Fault::Unfit(format!(
                        "more than {ALL_POINTS_MAX} points of {} series: ask for less time",
                        self.series.len()
                    )));
                }
            }
            Err(why) => self.gaps.push(SampleGap {
                from: found.began,
                to: found.began.saturating_add(found.grain.block_seconds),
                why,
            }),
        }
        Ok(())
    }

    fn told(self) -> Kept {
        let points = |points: BTreeMap<i64, Figures>| {
            let points = points.into_iter();
            points.map(|(at, figures)| figures.point(at)).collect()
        };
        let series = self.series.into_iter().filter(|(_, it)| !it.is_empty());
        Kept {
            seconds: self.grain.seconds as u64,
            series: series.map(|(series, it)| (series, points(it))).collect(),
            gaps: self.gaps,
        }
    }
}
