//! The flags of `top`.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Top {
    /// Where the daemon listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9477")]
    pub(crate) url: String,
    /// Names of plimsoll.toml [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
}
