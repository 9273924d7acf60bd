//! A finding's name across runs, for readers that have to know it again: it
//! stays when lines move and when the figures of a message change.

use std::collections::BTreeMap;

use plimsoll_model::Finding;

use crate::Checked;

/// One fingerprint for each finding, in the order of the findings: sixteen
/// hexadecimal digits. No two of a target are the same.
///
/// It is made of the rule, the file and the parameters; where there are none,
/// of the line's text. Findings alike in all of these are counted from the top.
pub fn fingerprints(target: &Checked) -> Vec<String> {
    let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
    let findings = target.findings.iter();
    findings
        .map(|finding| {
            let hash = of(target, finding);
            let count = seen.entry(hash).or_default();
            *count += 1;
            format!("{:016x}", fnv1a(hash, &count.to_le_bytes()))
        })
        .collect()
}

fn of(target: &Checked, finding: &Finding) -> u64 {
    let file = finding
        .location
        .as_ref()
        .map_or("", |place| place.file.as_str());
    let mut parts = vec![finding.rule, target.path.as_str(), file];
    if finding.parameters.is_empty() {
        let place = finding.location.as_ref();
        let line = place.and_then(|place| target.quote(&place.file, place.line));
        parts.extend(line.unwrap_or_default().split_whitespace());
    } else {
        parts.extend(finding.parameters.iter().map(String::as_str));
    }
    parts.into_iter().fold(OFFSET_BASIS, |hash, part| {
        // A byte that is in no UTF-8 text keeps the parts apart.
        fnv1a(fnv1a(hash, part.as_bytes()), &[0xff])
    })
}

/// FNV-1a of 64 bits (draft-eastlake-fnv): the same on every machine and in
/// every release, which the standard library's hashers do not promise.
const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::{OFFSET_BASIS, fingerprints, fnv1a};
    use crate::sample;

    #[test]
    fn the_hash_is_fnv1a() {
        // From the draft's test vectors.
        assert_eq!(fnv1a(OFFSET_BASIS, b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_moved_line_keeps_its_fingerprint_and_twins_differ() {
        let target = sample::target();
        let before = fingerprints(&target);
        let mut moved = target.clone();
        for finding in &mut moved.findings {
            finding.message.push_str(", or so");
            if let Some(place) = &mut finding.location {
                place.line += 7;
            }
        }
        for quote in &mut moved.quotes {
            quote.line += 7;
        }
        assert_eq!(fingerprints(&moved), before);
        let mut twins = target.clone();
        twins.findings = vec![target.findings[0].clone(), target.findings[0].clone()];
        let twins = fingerprints(&twins);
        assert_eq!(twins[0], before[0]);
        assert_ne!(twins[0], twins[1]);
    }
}
