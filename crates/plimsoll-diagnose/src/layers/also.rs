//! Where else than in its own layer a cause of a class may have to be mended. Knows no
//! story: that a layer did what it was told is no proof that it was told right.

use plimsoll_model::{CauseClass, Layer};

/// All layers in which causes of a class may lie.
pub(super) const fn layers(class: CauseClass) -> &'static [Layer] {
    match class {
        // A container's limit is a group's of the kernel, set by whoever runs the machine;
        // the size of a machine is no container's.
        CauseClass::MemoryLimitOrHostTooSmall => &[Layer::Kernel],
        CauseClass::KernelOrRuntimeLimit => &[Layer::Container, Layer::Kernel],
        // The other program may be the application beside the server, or a container that
        // was given no limit.
        CauseClass::MemoryOtherProcess => &[Layer::Kernel, Layer::Container, Layer::Application],
        CauseClass::MemoryQueryOrExtension => &[Layer::Application, Layer::Database],
        CauseClass::ConnectionExhaustionApp => &[Layer::Application, Layer::Deploy],
        CauseClass::OperatorOrOrchestratorStop => &[Layer::Operator, Layer::Orchestrator],
        CauseClass::FileMismatch => &[Layer::Storage, Layer::Operator],
        // Whoever left the slot may be an application that stopped reading.
        CauseClass::DiskFullWalSlot => &[Layer::Storage, Layer::Database, Layer::Application],
        CauseClass::DiskFullWalArchive | CauseClass::DiskFullBinlog | CauseClass::DiskFullOther => {
            &[Layer::Storage, Layer::Database]
        }
        _ => &[],
    }
}
