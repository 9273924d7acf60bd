//! How long something is ago, in few letters. Whose clock it is not known here.

/// Seconds as a reader counts them, in six letters; a moment that is still to come is now.
pub fn ago(seconds: i64) -> String {
    match seconds.max(0) {
        it @ 0..120 => format!("{it} s"),
        it @ 120..7_200 => format!("{} min", it / 60),
        it @ 7_200..172_800 => format!("{} h", it / 3_600),
        it => format!("{} d", it / 86_400),
    }
}
