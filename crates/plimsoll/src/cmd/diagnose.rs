//! `plimsoll diagnose`: what took a server down, from logs, the kernel's log, events
//! and the configuration that was in force.

mod configured;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use plimsoll_diagnose::{Handed, Question, Reading, Source, diagnose, server_told};
use plimsoll_model::{CauseClass, Incident};
use plimsoll_report::{json, svg, text};

use crate::app::Ended;
use crate::cli::{Diagnose, TextOrJson};
use crate::failure::Failure;
use crate::output;
use crate::read::reason;

/// Bytes that are read at a time.
const BLOCK_BYTES: usize = 1 << 20;

/// What a compressed file begins with (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Runs it.
pub(crate) fn run(arguments: &Diagnose) -> Result<Ended, Failure> {
    let handed = [
        (&arguments.log, Handed::Log),
        (&arguments.kernel, Handed::Kernel),
        (&arguments.events, Handed::Events),
    ];
    let files = handed
        .into_iter()
        .flat_map(|(paths, handed)| paths.iter().map(move |path| (path, handed)));
    let (mut sources, mut failures) = (Vec::new(), Vec::new());
    for (path, handed) in files {
        match read(path, handed) {
            Ok(source) => sources.push(source),
            Err(failure) => failures.push(failure),
        }
    }
    if sources.is_empty() {
        output::failures(&failures);
        return Ok(Ended::Failed);
    }
    let given = configured::read(arguments, &server_told(&sources), &mut failures);
    let question = Question {
        at: arguments.at,
        configured: given.configured,
    };
    let mut incident = diagnose(sources, &question);
    let layer = incident.causes.first().and_then(|cause| cause.layer);
    incident.call = layer.map(|layer| given.said.call(layer));
    let text = match arguments.format {
        TextOrJson::Text => text::diagnosis(&incident, output::screen()),
        TextOrJson::Json => json::diagnosis(&incident),
    };
    output::result(&text)?;
    if let Some(path) = &arguments.picture {
        let drawn = output::file(path, &svg::timeline(&incident), "the picture");
        failures.extend(drawn.err());
    }
    output::failures(&failures);
    Ok(ended(&incident, &failures))
}

fn ended(incident: &Incident, failures: &[Failure]) -> Ended {
    let first = incident.causes.first();
    if !failures.is_empty() {
        Ended::Failed
    } else if first.is_some_and(|cause| cause.class != CauseClass::Benign) {
        Ended::Findings
    } else {
        Ended::Well
    }
}

/// Reads one file to its end; a compressed one is unpacked as it is read.
fn read(path: &Path, handed: Handed) -> Result<Source, Failure> {
    let name = path.display().to_string();
    let failed =
        |error: &io::Error| Failure::new(format_args!("{name}: cannot be read: {}", reason(error)));
    let mut reader = opened(path).map_err(|error| failed(&error))?;
    let mut reading = Reading::new(&name, handed);
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return Ok(reading.end()),
            Ok(count) => reading.push(&block[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(&error)),
        }
    }
}

fn opened(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(2).read_to_end(&mut head)?;
    let is_gzip = head == GZIP;
    let whole = io::Cursor::new(head).chain(file);
    Ok(if is_gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}

/// A moment as it is typed: with a zone, or in UTC.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    let zoned = text.parse::<Timestamp>();
    zoned
        .or_else(|_| {
            let local: DateTime = text.parse()?;
            Ok(local.to_zoned(TimeZone::UTC)?.timestamp())
        })
        .map_err(|_: jiff::Error| {
            "give a time like 2024-05-22T10:00:00Z or '2024-05-22 10:00' (UTC)".to_owned()
        })
}
