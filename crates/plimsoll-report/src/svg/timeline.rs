//! An incident's time line: a lane a file, a mark where something was said, the
//! moment as a line. What proves the first cause is numbered and told below.

mod axis;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use jiff::Timestamp;
use plimsoll_model::{Incident, LogLine};

use super::MARGIN;
use super::writer::{Anchor, Svg};
use axis::Axis;

const WIDTH: f64 = 1040.0;
/// Where time begins; the names of files fit before it.
const LEFT: f64 = 220.0;
const TOP: f64 = 62.0;
const LANE: f64 = 46.0;
const ROW: f64 = 20.0;
/// Room for the moment's label above the lanes, and for ticks and dates below.
const HEAD: f64 = 22.0;
const FOOT: f64 = 56.0;
/// Files with a lane of their own; those behind share the last.
const LANES_MAX: usize = 12;
/// Lines of proof that are numbered and told.
const PROOFS_MAX: usize = 9;
/// Marks closer than this are one.
const NEAR: f64 = 12.0;
const NAME_LETTERS: usize = 25;
const TEXT_LETTERS: usize = 150;

/// The time line as an SVG document. Light and dark surroundings both work; what
/// has no time is counted and not drawn.
pub fn timeline(incident: &Incident) -> String {
    let timed = timed(&incident.timeline);
    let proofs = proofs(incident);
    let lanes = lanes(incident, &timed, &proofs);
    let mut moments: Vec<Timestamp> = timed.iter().chain(&proofs).map(|it| it.at).collect();
    moments.extend(incident.moment);
    moments.sort_unstable();
    let axis = Axis::of(&moments, LEFT, WIDTH - LEFT - MARGIN);
    let bottom = TOP + HEAD + lanes.len() as f64 * LANE;
    let height = bottom + FOOT + proofs.len() as f64 * ROW + MARGIN;
    let (title, described) = (title(incident), described(incident, &moments, timed.len()));
    let mut svg = Svg::new(WIDTH, height, &title, &described);
    svg.text(MARGIN, 24.0, Anchor::Start, "title", &title);
    svg.text(MARGIN, 44.0, Anchor::Start, "faint", &described);
    axis.draw(&mut svg, TOP + HEAD, bottom);
    if let Some(moment) = incident.moment {
        let x = axis.place(moment);
        let label = moment.strftime("the moment, %H:%M:%S").to_string();
        svg.line(x, TOP + HEAD - 4.0, x, bottom, "limit");
        // Held so that it stays within the picture.
        let anchor = if x > WIDTH - 160.0 {
            Anchor::End
        } else {
            Anchor::Middle
        };
        svg.text(x, TOP + HEAD - 9.0, anchor, "limit-text", &label);
    }
    for (index, lane) in lanes.iter().enumerate() {
        lane.draw(&mut svg, &axis, TOP + HEAD + index as f64 * LANE);
    }
    for (index, proof) in proofs.iter().enumerate() {
        let y = bottom + FOOT + (index + 1) as f64 * ROW;
        svg.circle(MARGIN + 6.0, y - 4.0, 5.0, "proof");
        let number = (index + 1).to_string();
        svg.text(MARGIN + 18.0, y, Anchor::Start, "proof-text", &number);
        svg.text(MARGIN + 34.0, y, Anchor::Start, "faint", &told(proof));
    }
    svg.finish()
}

/// A line that has a time.
#[derive(Clone, Copy)]
struct Timed<'a> {
    at: Timestamp,
    line: &'a LogLine,
}

fn timed(lines: &[LogLine]) -> Vec<Timed<'_>> {
    let timed = lines.iter().filter_map(|line| Some((line.at?, line)));
    let mut timed: Vec<_> = timed.map(|(at, line)| Timed { at, line }).collect();
    timed.sort_by_key(|it| it.at);
    timed
}

/// What proves the first cause, in order of time.
fn proofs(incident: &Incident) -> Vec<Timed<'_>> {
    let first = incident.causes.first();
    let mut proofs = timed(first.map_or(&[], |cause| &cause.evidence));
    proofs.truncate(PROOFS_MAX);
    proofs
}

/// What a file says, from left to right.
struct Lane<'a> {
    name: String,
    /// What the file was taken for.
    format: String,
    lines: Vec<Timed<'a>>,
    /// Lines of proof with their numbers.
    proofs: Vec<(usize, Timed<'a>)>,
}

/// Lanes in the order in which files were read; those that say nothing have none.
fn lanes<'a>(incident: &Incident, lines: &[Timed<'a>], proofs: &[Timed<'a>]) -> Vec<Lane<'a>> {
    let mut lanes: Vec<Lane<'a>> = Vec::new();
    for read in &incident.read {
        let own = |it: &&Timed<'a>| it.line.file == read.file;
        let lines: Vec<_> = lines.iter().filter(own).copied().collect();
        let numbered = (1..).zip(proofs.iter().copied());
        let proofs: Vec<_> = numbered.filter(|(_, it)| own(&it)).collect();
        if lines.is_empty() && proofs.is_empty() {
            continue;
        }
        if lanes.len() == LANES_MAX
            && let Some(last) = lanes.last_mut()
        {
            "other files".clone_into(&mut last.name);
            last.format = String::new();
            last.lines.extend(lines);
            last.lines.sort_by_key(|it| it.at);
            last.proofs.extend(proofs);
            continue;
        }
        lanes.push(Lane {
            name: ended(&read.file),
            format: begun(read.format.unwrap_or("not recognised"), NAME_LETTERS),
            lines,
            proofs,
        });
    }
    lanes
}

impl Lane<'_> {
    fn draw(&self, svg: &mut Svg, axis: &Axis, top: f64) {
        let middle = top + LANE / 2.0;
        svg.text(MARGIN, middle - 2.0, Anchor::Start, "name", &self.name);
        svg.text(MARGIN, middle + 14.0, Anchor::Start, "faint", &self.format);
        axis.rule(svg, middle);
        let placed: Vec<_> = self
            .lines
            .iter()
            .map(|it| (axis.place(it.at), it))
            .collect();
        for mark in placed.chunk_by(|(one, _), (next, _)| next - one < NEAR) {
            self::mark(svg, mark, middle);
        }
        let placed = self
            .proofs
            .iter()
            .map(|(number, it)| (axis.place(it.at), number, it));
        let placed: Vec<_> = placed.collect();
        for near in placed.chunk_by(|(one, ..), (next, ..)| next - one < NEAR) {
            for (x, _, proof) in near {
                svg.open_group(&told(proof));
                svg.circle(*x, middle, 5.0, "proof");
                svg.close_group();
            }
            let numbers: Vec<String> = near.iter().map(|it| it.1.to_string()).collect();
            let (x, label) = (
                f64::midpoint(near[0].0, near[near.len() - 1].0),
                numbers.join(","),
            );
            svg.text(x, middle - 9.0, Anchor::Middle, "proof-text halo", &label);
        }
    }
}

/// Lines close to each other as one mark: from the first to the last, how many
/// below.
fn mark(svg: &mut Svg, lines: &[(f64, &Timed<'_>)], middle: f64) {
    let [(from, first), .., (to, _)] = lines else {
        for (x, it) in lines {
            svg.open_group(&told(it));
            svg.circle(*x, middle, 4.0, "likely");
            svg.close_group();
        }
        return;
    };
    svg.open_group(&format!("{} lines from: {}", lines.len(), told(first)));
    svg.rect(from - 4.0, middle - 4.0, to - from + 8.0, 8.0, "likely");
    svg.close_group();
    let count = format!("×{}", lines.len());
    let x = f64::midpoint(*from, *to);
    svg.text(x, middle + 17.0, Anchor::Middle, "faint halo", &count);
}

fn title(incident: &Incident) -> String {
    match incident.causes.first() {
        Some(first) => format!("{}, {:.0} %", first.name, first.score * 100.0),
        None => "Nothing stands out".to_owned(),
    }
}

fn described(incident: &Incident, moments: &[Timestamp], timed: usize) -> String {
    let time = |at: &Timestamp| at.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let span = match (moments.first(), moments.last()) {
        (Some(from), Some(to)) => format!("{} to {} UTC", time(from), time(to)),
        _ => "no times".to_owned(),
    };
    let mut said = format!("{timed} lines of {} files, {span}", incident.read.len());
    let without = incident.timeline.len() - timed;
    if without > 0 {
        let _ = write!(said, "; {without} more have no time");
    }
    said
}

/// `14:31:07  server.log:118  its words`.
fn told(it: &Timed<'_>) -> String {
    let LogLine { file, line, .. } = it.line;
    let name = file.rsplit('/').next().unwrap_or(file);
    let at = it.at.strftime("%m-%d %H:%M:%S");
    begun(
        &format!("{at}  {name}:{line}  {}", it.line.text),
        TEXT_LETTERS,
    )
}

/// The beginning of a text.
fn begun(text: &str, letters_max: usize) -> String {
    match text.char_indices().nth(letters_max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The end of a path, which tells files apart.
fn ended(path: &str) -> String {
    match path.char_indices().rev().nth(NAME_LETTERS) {
        Some((at, letter)) => format!("…{}", &path[at + letter.len_utf8()..]),
        None => path.to_owned(),
    }
}
