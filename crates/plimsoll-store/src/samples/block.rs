//! The format of a block: equal stretches of many series, packed.
//!
//! Version 1: a byte 1, then a deflate stream of: the number of series; for each its
//! name, which stretches have figures, and then all means, all distances down to the
//! least, all distances up to the most. Figures are 32-bit floats of which 12 significant
//! bits are kept, laid out so that their order is that of whole numbers; means are told
//! as differences from the one before. Numbers have seven bits a byte, lowest first.
//!
//! What another hand wrote, or half of a block, is refused and never read past its end.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::record::Point;

const VERSION: u8 = 1;
/// Bits of a float that are not kept: 12 of its 24 significant ones.
const DROPPED_BITS: u32 = 12;
/// Stretches in a block, at most.
const STRETCHES_MAX: usize = 360;
/// Series in a block.
pub const SERIES_MAX: usize = 300;
/// Bytes of a series' name.
pub const SERIES_BYTES_MAX: usize = 400;
/// Bytes of a block unpacked: every series with three figures of at most three bytes.
const UNPACKED_BYTES_MAX: u64 = (SERIES_MAX * (SERIES_BYTES_MAX + 8 + STRETCHES_MAX * 10)) as u64;

/// A block's figures by series and by the number of their stretch.
pub(crate) type Block = BTreeMap<String, BTreeMap<u16, Figures>>;

/// The figures of a stretch as they are kept: the order of these numbers is that of the
/// figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) min: u32,
    pub(crate) mean: u32,
    pub(crate) max: u32,
}

impl Figures {
    /// Of a point; the least and the most are never on the wrong side of the mean.
    pub(crate) fn of(point: &Point) -> Self {
        let mean = rank(point.mean);
        Self {
            min: rank(point.min).min(mean),
            mean,
            max: rank(point.max).max(mean),
        }
    }

    pub(crate) fn point(self, at: i64) -> Point {
        Point {
            at,
            min: figure(self.min),
            mean: figure(self.mean),
            max: figure(self.max),
        }
    }

    /// Several stretches as one.
    pub(crate) fn together(all: &[Self]) -> Option<Self> {
        let means = all.iter().map(|it| f64::from(figure(it.mean)));
        let mean = (means.sum::<f64>() / all.len() as f64) as f32;
        let min = all.iter().map(|it| it.min).min()?;
        let max = all.iter().map(|it| it.max).max()?;
        let mean = rank(mean).clamp(min, max);
        Some(Self { min, mean, max })
    }
}

/// A float's place among all floats of 12 significant bits, the nearest.
fn rank(value: f32) -> u32 {
    let value = if value.is_nan() { 0.0 } else { value };
    let bits = value.clamp(f32::MIN, f32::MAX).to_bits();
    let magnitude = bits & 0x7fff_ffff;
    // Beyond the largest float of 12 bits lies no number.
    let rounded = (magnitude + (1 << (DROPPED_BITS - 1))).min(0x7f7f_ffff) >> DROPPED_BITS;
    let zero = 1 << (31 - DROPPED_BITS);
    if bits >> 31 == 1 {
        zero - rounded
    } else {
        zero + rounded
    }
}

fn figure(rank: u32) -> f32 {
    let zero = 1_u32 << (31 - DROPPED_BITS);
    let largest = 0x7f7f_ffff >> DROPPED_BITS;
    let magnitude = f32::from_bits(rank.abs_diff(zero).min(largest) << DROPPED_BITS);
    if rank < zero { -magnitude } else { magnitude }
}

/// Packs a block.
pub(crate) fn pack(block: &Block) -> std::io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    number(&mut plain, block.len() as u32);
    for (name, stretches) in block {
        number(&mut plain, name.len() as u32);
        plain.extend_from_slice(name.as_bytes());
        number(&mut plain, stretches.len() as u32);
        let mut next = 0;
        for at in stretches.keys() {
            number(&mut plain, u32::from(*at) - next);
            next = u32::from(*at) + 1;
        }
    }
    for stretches in block.values() {
        let mut before = 0;
        for figures in stretches.values() {
            let step = i64::from(figures.mean) - i64::from(before);
            number(&mut plain, ((step << 1) ^ (step >> 63)) as u32);
            before = figures.mean;
        }
        for figures in stretches.values() {
            number(&mut plain, figures.mean - figures.min);
        }
        for figures in stretches.values() {
            number(&mut plain, figures.max - figures.mean);
        }
    }
    let mut packed = DeflateEncoder::new(vec![VERSION], Compression::default());
    packed.write_all(&plain)?;
    packed.finish()
}

/// Unpacks a block, or says why it cannot be read.
pub(crate) fn unpack(content: &[u8]) -> Result<Block, String> {
    unpack_of(content, &|_| true)
}

/// Unpacks what of a block is wanted: most of the work is to lay out its figures.
pub(crate) fn unpack_of(content: &[u8], wants: &dyn Fn(&str) -> bool) -> Result<Block, String> {
    match content.split_first() {
        Some((&VERSION, packed)) => {
            let mut plain = Vec::new();
            let bounded = DeflateDecoder::new(packed).take(UNPACKED_BYTES_MAX);
            let read = { bounded }.read_to_end(&mut plain);
            read.map_err(|error| format!("its block is damaged ({error})"))?;
            let block = Reader(&plain).block(wants);
            block.ok_or_else(|| "its block is damaged".to_owned())
        }
        Some((other, _)) => Err(format!(
            "its block has the format {other}; this release knows {VERSION}"
        )),
        None => Err("its block is empty".to_owned()),
    }
}

fn number(into: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

/// Reads on from where it is; `None` where that is not a block.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn block(mut self, wants: &dyn Fn(&str) -> bool) -> Option<Block> {
        let series = self.count(SERIES_MAX)?;
        let mut names = Vec::new();
        for _ in 0..series {
            let length = self.count(SERIES_BYTES_MAX)?;
            let (name, rest) = self.0.split_at_checked(length)?;
            self.0 = rest;
            let name = String::from_utf8(name.to_vec()).ok()?;
            names.push((name, self.stretches()?));
        }
        let mut block = Block::new();
        for (name, stretches) in names {
            if !wants(&name) {
                for _ in 0..stretches.len() * 3 {
                    self.number()?;
                }
                continue;
            }
            let figures = self.figures(stretches.len())?;
            block.insert(name, stretches.into_iter().zip(figures).collect());
        }
        self.0.is_empty().then_some(block)
    }

    fn stretches(&mut self) -> Option<Vec<u16>> {
        let count = self.count(STRETCHES_MAX)?;
        let mut next = 0_usize;
        let mut stretches = Vec::new();
        for _ in 0..count {
            let at = next + self.count(STRETCHES_MAX)?;
            next = at + 1;
            stretches.push(u16::try_from(at).ok().filter(|_| next <= STRETCHES_MAX)?);
        }
        Some(stretches)
    }

    fn figures(&mut self, count: usize) -> Option<Vec<Figures>> {
        let mut before = 0_i64;
        let mut means = Vec::new();
        for _ in 0..count {
            let step = i64::from(self.number()?);
            before += (step >> 1) ^ -(step & 1);
            means.push(u32::try_from(before).ok()?);
        }
        let down: Vec<u32> = (0..count).map(|_| self.number()).collect::<Option<_>>()?;
        let up: Vec<u32> = (0..count).map(|_| self.number()).collect::<Option<_>>()?;
        let all = means.into_iter().zip(down).zip(up);
        let figures = all.map(|((mean, down), up)| {
            Some(Figures {
                min: mean.checked_sub(down)?,
                mean,
                max: mean.checked_add(up)?,
            })
        });
        figures.collect()
    }

    fn count(&mut self, max: usize) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= max).then_some(count)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Figures, Point, figure, pack, rank, unpack, unpack_of};

    fn block() -> Block {
        let mut block = Block::new();
        for (series, value) in [
            ("memory_anon_bytes", 1e9_f32),
            ("sessions{state=\"idle\"}", 37.0),
        ] {
            let stretches = block.entry(series.to_owned()).or_default();
            for at in (0..360_u16).filter(|at| at % 50 != 3) {
                let mean = value + f32::from(at % 7);
                let point = Point {
                    at: 0,
                    min: mean - 1.0,
                    mean,
                    max: mean * 2.0,
                };
                stretches.insert(at, Figures::of(&point));
            }
        }
        block
    }

    #[test]
    fn figures_come_back_to_one_part_in_four_thousand() {
        for value in [
            0.0,
            1.0,
            37.0,
            4095.0,
            -17.0,
            0.001,
            8_589_934_592.0,
            1.7e38,
            -3e-20,
        ] {
            let back = figure(rank(value));
            assert!(
                (back - value).abs() <= value.abs() / 4000.0,
                "{value} {back}"
            );
        }
        for whole in 0..=4095_u16 {
            assert_eq!(
                figure(rank(f32::from(whole))).to_bits(),
                f32::from(whole).to_bits()
            );
        }
        for odd in [f32::MAX, f32::MIN, f32::INFINITY, f32::NAN] {
            assert!(figure(rank(odd)).is_finite());
        }
        assert!(rank(-1.0) < rank(-0.5) && rank(-0.5) < rank(0.0) && rank(0.0) < rank(1e-30));
    }

    #[test]
    fn a_block_comes_back_whole_and_is_small() {
        let packed = pack(&block()).unwrap();
        assert_eq!(unpack(&packed).unwrap(), block());
        assert!(packed.len() < 1000, "{}", packed.len());
        let mut idle = block();
        idle.retain(|series, _| series.starts_with("sessions"));
        let wants = |series: &str| series.starts_with("sessions");
        assert_eq!(unpack_of(&packed, &wants).unwrap(), idle);
        let empty = pack(&Block::new()).unwrap();
        assert_eq!(unpack(&empty).unwrap(), Block::new());
    }

    #[test]
    fn half_a_block_and_any_changed_byte_are_refused_or_read_and_never_more() {
        let packed = pack(&block()).unwrap();
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end]).is_err(), "{end}");
        }
        for index in 0..packed.len() {
            for bit in 0..8 {
                let mut changed = packed.clone();
                changed[index] ^= 1 << bit;
                let _refused_or_read = unpack(&changed);
            }
        }
        assert_eq!(
            unpack(&[9, 1, 2]).unwrap_err(),
            "its block has the format 9; this release knows 1"
        );
    }
}
