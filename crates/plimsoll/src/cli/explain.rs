//! The flags of `explain`.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule (PG-MEM-001), a parameter (work_mem) or a cause (work-mem-times-sessions)
    #[arg(value_name = "RULE|PARAMETER|CAUSE")]
    pub(crate) subject: String,
}
