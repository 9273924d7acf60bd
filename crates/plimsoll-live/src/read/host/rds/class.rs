//! Memory and processors of Amazon's instance classes: a family says how much a
//! `large` has, and the sizes are multiples of it.
//!
//! Source: Amazon RDS and Aurora user guides, "Hardware specifications for DB
//! instance classes". Families whose sizes do not follow the rule are left out.

/// Families by the memory of their `large`, in MiB.
const LARGE_MIB: &[(u64, &[&str])] = &[
    (
        8 << 10,
        &[
            "m4", "m5", "m5d", "m6g", "m6gd", "m6i", "m6id", "m6idn", "m6in", "m7g", "m7i", "m8g",
            "m8gd", "t2", "t3", "t4g",
        ],
    ),
    (15_616, &["r3", "r4"]),
    (
        16 << 10,
        &[
            "r5", "r5b", "r5d", "r6g", "r6gd", "r6i", "r6id", "r6idn", "r6in", "r7g", "r7i", "r8g",
            "r8gd", "z1d",
        ],
    ),
    (32 << 10, &["x2g", "x2idn"]),
    (64 << 10, &["x2iedn"]),
];

/// The small sizes of the burstable families: memory in MiB, processors.
const BURSTABLE: &[(&str, u64, u32)] = &[
    ("micro", 1 << 10, 2),
    ("small", 2 << 10, 2),
    ("medium", 4 << 10, 2),
];

/// Memory in bytes and processors of a class (`db.r6g.2xlarge`); `None` where it is
/// not of a family known here.
pub(super) fn size(class: &str) -> Option<(u64, u32)> {
    let (family, size) = class.strip_prefix("db.")?.split_once('.')?;
    let (large, _) = LARGE_MIB
        .iter()
        .find(|(_, families)| families.contains(&family))?;
    if let Some((_, memory, cpus)) = BURSTABLE.iter().find(|(name, ..)| *name == size) {
        let burstable = family.starts_with('t');
        // The first generation but one had a single processor in its two smallest.
        let cpus = if family == "t2" && size != "medium" {
            1
        } else {
            *cpus
        };
        return burstable.then_some((memory << 20, cpus));
    }
    let times: u32 = match size {
        "large" => 1,
        "xlarge" => 2,
        _ => size
            .strip_suffix("xlarge")?
            .parse::<u32>()
            .ok()?
            .checked_mul(2)?,
    };
    // No class has more than 192 processors: another number is no size.
    (1..=96)
        .contains(&times)
        .then(|| ((large << 20) * u64::from(times), times * 2))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_those_of_the_guide() {
        let gib = |count: u64| count << 30;
        let cases = [
            ("db.t3.micro", Some((gib(1), 2))),
            ("db.t2.micro", Some((gib(1), 1))),
            ("db.t4g.medium", Some((gib(4), 2))),
            ("db.m5.large", Some((gib(8), 2))),
            ("db.m4.10xlarge", Some((gib(160), 40))),
            ("db.r5.24xlarge", Some((gib(768), 96))),
            ("db.r4.16xlarge", Some((gib(488), 64))),
            ("db.r6g.2xlarge", Some((gib(64), 8))),
            ("db.x2iedn.32xlarge", Some((gib(4096), 128))),
            ("db.m5.micro", None),
            ("db.serverless", None),
            ("db.r5.4xlarge.tpc2.mem2x", None),
            ("db.r5.0xlarge", None),
            ("r5.large", None),
            ("", None),
        ];
        for (class, expected) in cases {
            assert_eq!(size(class), expected, "{class}");
        }
    }
}
