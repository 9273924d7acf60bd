//! The flags of `status`.

use clap::Args;

use super::flags::TextOrJson;

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Where the daemon listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9477")]
    pub(crate) url: String,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
    /// Names of plimsoll.toml [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
}
