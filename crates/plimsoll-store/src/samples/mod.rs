//! The history of samples: pieces as they come, an hour put together once it is over, and
//! a day's stretches of five minutes made of its hours.

pub(crate) mod block;
pub(crate) mod events;
pub(crate) mod read;
pub(crate) mod record;
pub(crate) mod retain;

use std::collections::BTreeMap;

use crate::connection::{Connection, Row, Value};
use crate::targets::target_id;
use crate::{Fault, Target};
use block::{Block, Figures, pack, unpack};
use record::Slice;

/// Pieces that an hour is kept in before they are put together.
const PIECES_MAX: u64 = 12;

/// A resolution: the length of a stretch and of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grain {
    pub(crate) seconds: i64,
    pub(crate) block_seconds: i64,
}

pub(crate) const FINE: Grain = Grain {
    seconds: 10,
    block_seconds: 3600,
};
pub(crate) const COARSE: Grain = Grain {
    seconds: 300,
    block_seconds: 86_400,
};

impl Grain {
    /// Where the block of a moment begins.
    pub(crate) const fn began(self, at: i64) -> i64 {
        at.div_euclid(self.block_seconds) * self.block_seconds
    }

    /// The number of a moment's stretch in its block.
    pub(crate) const fn stretch(self, at: i64) -> u16 {
        (at.rem_euclid(self.block_seconds) / self.seconds) as u16
    }
}

/// A block of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) target: u64,
    pub(crate) grain: Grain,
    pub(crate) began: i64,
}

impl Place {
    fn values(&self) -> [Value; 3] {
        [
            self.target.into(),
            self.grain.seconds.into(),
            self.began.into(),
        ]
    }
}

/// Keeps finished stretches of ten seconds: all of them or nothing.
pub(crate) fn keep(
    connection: &mut Connection,
    target: &Target,
    slices: &[Slice],
) -> Result<(), Fault> {
    let id = target_id(connection, target)?;
    // The server's row for this transaction: pieces are numbered one after the other.
    connection.query(
        "UPDATE targets SET audits = audits WHERE id = $1",
        &[id.into()],
    )?;
    let mut blocks: BTreeMap<i64, Block> = BTreeMap::new();
    for slice in slices {
        for point in &slice.points {
            let block = blocks.entry(FINE.began(point.at)).or_default();
            let stretches = block.entry(slice.series.clone()).or_default();
            stretches.insert(FINE.stretch(point.at), Figures::of(point));
        }
    }
    let Some(newest) = blocks.keys().next_back().copied() else {
        return Ok(());
    };
    for (began, block) in blocks {
        let place = Place {
            target: id,
            grain: FINE,
            began,
        };
        let piece = add_piece(connection, place, &block)?;
        if piece >= PIECES_MAX {
            put_together(connection, place, 1)?;
        }
    }
    settle(connection, Some(id), newest)
}

fn add_piece(connection: &mut Connection, place: Place, block: &Block) -> Result<u64, Fault> {
    let last = connection.query(
        "SELECT max(piece) FROM samples WHERE target = $1 AND seconds = $2 AND began = $3",
        &place.values(),
    )?;
    let last = last
        .first()
        .map(|row| row.count_if(0))
        .transpose()?
        .flatten();
    let piece = last.unwrap_or(0) + 1;
    insert(connection, place, piece, block)?;
    Ok(piece)
}

fn insert(
    connection: &mut Connection,
    place: Place,
    piece: u64,
    block: &Block,
) -> Result<(), Fault> {
    let content = pack(block).map_err(|error| Fault::Failed(Fault::said(&error)))?;
    let [target, seconds, began] = place.values();
    connection.insert(
        "samples (target, seconds, began, piece, content)",
        &[[target, seconds, began, piece.into(), Value::Bytes(content)]],
    )
}

/// Puts together every hour before a moment that still lies in pieces, and makes its
/// stretches of five minutes.
pub(crate) fn settle(
    connection: &mut Connection,
    target: Option<u64>,
    before: i64,
) -> Result<(), Fault> {
    let mut values: Vec<Value> = vec![FINE.seconds.into(), before.into()];
    // One server's blocks are few; all servers' are read where all are meant.
    let of_target = target.map_or("", |target| {
        values.push(target.into());
        " AND target = $3"
    });
    let sql = format!(
        "SELECT DISTINCT target, began FROM samples \
         WHERE seconds = $1 AND began < $2 AND piece > 0{of_target} ORDER BY target, began"
    );
    for row in &connection.query(&sql, &values)? {
        let place = Place {
            target: row.count(0)?,
            grain: FINE,
            began: row.number(1)?,
        };
        let hour = put_together(connection, place, 0)?;
        coarsen(connection, place, &hour)?;
    }
    Ok(())
}

/// Makes one block of a place's pieces, under a number. A damaged piece stays as it is:
/// what it held is told as a gap.
fn put_together(connection: &mut Connection, place: Place, number: u64) -> Result<Block, Fault> {
    let mut whole = Block::new();
    let mut is_taken = false;
    for (piece, content) in pieces(connection, place)? {
        let Ok(block) = unpack(&content) else {
            is_taken |= piece == number;
            continue;
        };
        lay_over(&mut whole, block);
        let [target, seconds, began] = place.values();
        connection.query(
            "DELETE FROM samples WHERE target = $1 AND seconds = $2 AND began = $3 AND piece = $4",
            &[target, seconds, began, piece.into()],
        )?;
    }
    if is_taken {
        add_piece(connection, place, &whole)?;
    } else {
        insert(connection, place, number, &whole)?;
    }
    Ok(whole)
}

/// A place's pieces, the first first.
fn pieces(connection: &mut Connection, place: Place) -> Result<Vec<(u64, Vec<u8>)>, Fault> {
    let rows = connection.query(
        "SELECT piece, content FROM samples WHERE target = $1 AND seconds = $2 AND began = $3 \
         ORDER BY piece",
        &place.values(),
    )?;
    let piece = |row: &Row| Ok((row.count(0)?, row.bytes(1)?));
    rows.iter().map(piece).collect()
}

/// Lays a later block over an earlier; series beyond what a block takes are left out.
fn lay_over(whole: &mut Block, later: Block) {
    for (series, stretches) in later {
        if whole.len() < block::SERIES_MAX || whole.contains_key(&series) {
            whole.entry(series).or_default().extend(stretches);
        }
    }
}

/// Lays an hour's stretches of five minutes over its day.
fn coarsen(connection: &mut Connection, hour: Place, fine: &Block) -> Result<(), Fault> {
    let place = Place {
        grain: COARSE,
        began: COARSE.began(hour.began),
        ..hour
    };
    add_piece(connection, place, &coarse(fine, hour.began))?;
    put_together(connection, place, 0).map(drop)
}

/// An hour in stretches of five minutes, numbered as in its day.
pub(crate) fn coarse(fine: &Block, began: i64) -> Block {
    let mut whole = Block::new();
    for (series, stretches) in fine {
        let mut together: BTreeMap<u16, Vec<Figures>> = BTreeMap::new();
        for (stretch, figures) in stretches {
            let at = began + i64::from(*stretch) * FINE.seconds;
            together
                .entry(COARSE.stretch(at))
                .or_default()
                .push(*figures);
        }
        let figures = together.into_iter();
        let figures = figures.filter_map(|(at, all)| Some((at, Figures::together(&all)?)));
        whole.insert(series.clone(), figures.collect());
    }
    whole
}
