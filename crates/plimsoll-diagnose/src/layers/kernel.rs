//! The kernel of its machine: cleared where its log covers the moment and tells
//! of nothing.

use super::{Look, clock};
use crate::record::Speaker;
use crate::signal::KernelSignal;
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let said = story.kernel_said(|said| {
        !matches!(
            said,
            KernelSignal::LinkUp { .. } | KernelSignal::LinkDown { .. }
        )
    });
    if !said.is_empty() {
        let why = "the kernel tells of failures of its own or of kills".to_owned();
        let grave = story.kernel_said(|said| {
            matches!(
                said,
                KernelSignal::HardwareError
                    | KernelSignal::AllocationFailed { .. }
                    | KernelSignal::TaskHung { .. }
            )
        });
        return if grave.is_empty() {
            Look::Unknown("it did what limits and disks made it do: see those layers")
        } else {
            Look::Odd(why, grave)
        };
    }
    match (story.moment, story.covered(Speaker::Kernel)) {
        (Some(moment), Some((from, to))) if from <= moment && moment <= to => Look::Worked(
            format!(
                "its log from {} to {} tells of no kill and no failure",
                clock(from),
                clock(to)
            ),
            Vec::new(),
        ),
        _ => Look::Unknown("its log of that time decides (journalctl -k, dmesg --time-format iso)"),
    }
}
