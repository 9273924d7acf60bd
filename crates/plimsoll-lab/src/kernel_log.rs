//! What the kernel says: the lines of its ring buffer since a mark. The buffer is the whole
//! machine's: what belongs to whom is the reader's to tell.

use crate::LabError;
use std::path::Path;
use std::process::Command;

/// A moment of the kernel's clock: seconds since the machine started.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct KernelMark(f64);

/// A line of the kernel's log.
#[derive(Debug, Clone, PartialEq)]
pub struct KernelLine {
    /// Seconds since the machine started.
    pub seconds: f64,
    /// Its words.
    pub text: String,
}

impl KernelMark {
    /// Now.
    ///
    /// # Errors
    /// When the kernel's clock cannot be read.
    pub fn now() -> Result<Self, LabError> {
        let path = Path::new("/proc/uptime");
        let text = std::fs::read_to_string(path).map_err(LabError::io("read", path))?;
        let seconds = text.split(' ').next().and_then(|word| word.parse().ok());
        Ok(Self(seconds.unwrap_or(0.0)))
    }

    /// Seconds since the machine started.
    pub const fn seconds(self) -> f64 {
        self.0
    }

    /// The lines written since, in their order; only root can read them.
    ///
    /// # Errors
    /// When the kernel does not let this user.
    pub fn lines(self) -> Result<Vec<KernelLine>, LabError> {
        let text = crate::installed::succeed(Command::new("dmesg"))?;
        let mut lines: Vec<_> = text.lines().filter_map(line).collect();
        lines.retain(|line| line.seconds >= self.0);
        Ok(lines)
    }
}

/// `[31906.755968] words`.
fn line(text: &str) -> Option<KernelLine> {
    let (stamp, text) = text.strip_prefix('[')?.split_once("] ")?;
    Some(KernelLine {
        seconds: stamp.trim().parse().ok()?,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_moment_and_words() {
        let read = line("[   12.755968] Out of memory: Killed process 7 (mysqld)").unwrap();
        assert!((read.seconds - 12.755_968).abs() < 1e-9);
        assert_eq!(read.text, "Out of memory: Killed process 7 (mysqld)");
        assert_eq!(line("  continued"), None);
    }
}
