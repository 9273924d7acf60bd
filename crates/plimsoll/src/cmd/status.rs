//! `plimsoll status [NAME…]`: what the daemon sees now.

use plimsoll_report::text;
use tokio::runtime::Builder;

use crate::api::{Api, only};
use crate::cli::{Status, TextOrJson};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Runs it.
pub(crate) fn run(arguments: &Status) -> Result<Ended, Failure> {
    let api = Api::at(&arguments.url);
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| api.unanswered(&error.to_string()))?;
    let status = runtime.block_on(api.status());
    let mut status = status.map_err(|why| api.unanswered(&why))?;
    only(&mut status, &arguments.names)?;
    let text = match arguments.format {
        TextOrJson::Text => text::status(&status, output::screen()),
        TextOrJson::Json => status.written(),
    };
    output::result(&text)?;
    let is_well = status
        .servers
        .iter()
        .all(|server| server.troubles.is_empty());
    Ok(if is_well {
        Ended::Well
    } else {
        Ended::Findings
    })
}
