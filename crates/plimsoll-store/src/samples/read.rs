//! Samples of one series between two moments, as fine as they are kept and as there are
//! not too many of.

use std::collections::BTreeMap;

use super::block::{Block, Figures, unpack};
use super::record::{SampleGap, Samples};
use super::{COARSE, FINE, Grain, coarse};
use crate::Fault;
use crate::connection::{Connection, Row};
use crate::keep::known_id;

/// Stretches of an answer; where ten seconds make more, five minutes are taken.
pub const POINTS_MAX: i64 = 17_280;

/// One block as it was found.
struct Found {
    grain: Grain,
    began: i64,
    is_piece: bool,
    block: Result<Block, String>,
}

pub(crate) fn samples(
    connection: &mut Connection,
    key: &str,
    series: &str,
    from: i64,
    to: i64,
) -> Result<Samples, Fault> {
    let Some(target) = known_id(connection, key)? else {
        return Ok(Samples::default());
    };
    let oldest = oldest(connection, target, FINE)?;
    let coarse_oldest = self::oldest(connection, target, COARSE)?;
    let reaches = oldest.is_some_and(|oldest| oldest <= from)
        || coarse_oldest
            .is_none_or(|coarse| oldest.is_some_and(|fine| COARSE.began(fine) <= coarse));
    let is_few = to.saturating_sub(from) / FINE.seconds <= POINTS_MAX;
    let fine = found(connection, target, FINE, from, to)?;
    if reaches && is_few {
        return Ok(gathered(FINE, &fine, series, from, to));
    }
    let mut blocks = found(connection, target, COARSE, from, to)?;
    // What is not over yet has no stretches of five minutes in the table.
    for piece in fine.into_iter().filter(|found| found.is_piece) {
        blocks.push(Found {
            block: piece.block.map(|block| coarse(&block, piece.began)),
            ..piece
        });
    }
    Ok(gathered(COARSE, &blocks, series, from, to))
}

fn oldest(connection: &mut Connection, target: u64, grain: Grain) -> Result<Option<i64>, Fault> {
    let rows = connection.query(
        "SELECT min(began) FROM samples WHERE target = $1 AND seconds = $2",
        &[target.into(), grain.seconds.into()],
    )?;
    rows.first().map_or(Ok(None), |row| row.number_if(0))
}

fn found(
    connection: &mut Connection,
    target: u64,
    grain: Grain,
    from: i64,
    to: i64,
) -> Result<Vec<Found>, Fault> {
    let rows = connection.query(
        "SELECT began, piece, content FROM samples \
         WHERE target = $1 AND seconds = $2 AND began >= $3 AND began < $4 ORDER BY began, piece",
        &[
            target.into(),
            grain.seconds.into(),
            grain.began(from).into(),
            to.into(),
        ],
    )?;
    let found = |row: &Row| {
        Ok(Found {
            grain,
            began: row.number(0)?,
            is_piece: row.count(1)? > 0,
            block: unpack(&row.bytes(2)?),
        })
    };
    rows.iter().map(found).collect()
}

/// The points of one series of blocks whose stretches are numbered by a grain.
fn gathered(grain: Grain, found: &[Found], series: &str, from: i64, to: i64) -> Samples {
    let mut points: BTreeMap<i64, Figures> = BTreeMap::new();
    let mut gaps = Vec::new();
    for found in found {
        let began = grain.began(found.began);
        match &found.block {
            Ok(block) => {
                let stretches = block.get(series).into_iter().flatten();
                let at = |stretch: u16| began + i64::from(stretch) * grain.seconds;
                points.extend(stretches.map(|(stretch, figures)| (at(*stretch), *figures)));
            }
            Err(why) => {
                gaps.push(SampleGap {
                    from: found.began,
                    to: found.began.saturating_add(found.grain.block_seconds),
                    why: why.clone(),
                });
            }
        }
    }
    let within = points.range(from..to.max(from));
    Samples {
        seconds: grain.seconds as u64,
        points: within.map(|(at, figures)| figures.point(*at)).collect(),
        gaps,
    }
}
