//! Opens a connection to one of an address's hosts. It asks nothing of what
//! the server knows, only what kind it is.

use super::address::{Address, Endpoint, Host, Target};
use super::attempt::{Try, Wanted};
use super::connection::Connection;
use super::limits::Limits;
use super::unreachable::{Trouble, Unreachable};
use crate::read::password_command;
use crate::read::tls::Attempt;

impl Connection {
    /// Opens one to the first of the address's hosts that will do. Needs a
    /// tokio runtime.
    ///
    /// # Errors
    /// [`Unreachable`], which says what was in the way.
    pub async fn open(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        open(address, limits, Wanted::Server).await
    }

    /// Opens one to the console of a `PgBouncer`.
    pub(in crate::read) async fn to_console(
        address: &Address,
        limits: &Limits,
    ) -> Result<Self, Unreachable> {
        open(address, limits, Wanted::Console).await
    }
}

/// Opens a connection to the first host that will do.
async fn open(
    address: &Address,
    limits: &Limits,
    wanted: Wanted,
) -> Result<Connection, Unreachable> {
    let place = places(address);
    let at = |trouble| Unreachable {
        place: place.clone(),
        trouble,
    };
    let command = match &address.password_command {
        Some(command) => {
            let secret = password_command::run(command, limits.password_command_max).await;
            let secret = secret.map_err(|failed| Trouble::PasswordCommand {
                program: failed.program,
                why: failed.why,
            });
            Some(secret.map_err(at)?)
        }
        None => None,
    };
    let passes: &[Target] = match address.target {
        Target::PreferStandby => &[Target::Standby, Target::Any],
        ref target => std::slice::from_ref(target),
    };
    let mut last = at(Trouble::OtherKind);
    for target in passes {
        for endpoint in &address.endpoints {
            let try_one = Try {
                address,
                endpoint,
                secret: command.as_ref().or(endpoint.password.as_ref()),
                wanted,
                limits,
            };
            match open_one(&try_one, *target).await {
                Ok(connection) => return Ok(connection),
                // libpq's rule: a host that cannot be reached is passed over, one that says no is not.
                Err(error) if !is_passed_over(&error.trouble) => return Err(error),
                Err(error) => last = error,
            }
        }
    }
    if address.endpoints.len() > 1 {
        last.place = format!("{place} (last: {})", last.place);
    }
    Err(last)
}

fn places(address: &Address) -> String {
    let places: Vec<String> = address.endpoints.iter().map(ToString::to_string).collect();
    places.join(",")
}

const fn is_passed_over(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::NoHost(_)
            | Trouble::Refused(_)
            | Trouble::TimedOut(_)
            | Trouble::Silent(_)
            | Trouble::Network(_)
            | Trouble::NotReady(_)
            | Trouble::OtherKind
    )
}

async fn open_one(try_one: &Try<'_>, target: Target) -> Result<Connection, Unreachable> {
    let (address, endpoint) = (try_one.address, try_one.endpoint);
    // No TLS over a socket of this machine, as for libpq.
    let attempts = match endpoint.host {
        Host::Socket(_) => &[Attempt::Plain],
        Host::Tcp(..) => address.tls.mode.attempts(),
    };
    let mut told: Option<Trouble> = None;
    for attempt in attempts {
        match try_one.once(*attempt).await {
            Ok(connection) => return suits(connection, target, endpoint).await,
            Err(failed) => {
                // Another way to connect helps only against these two, and in plain text only
                // where this was not.
                let may_help = matches!(failed.trouble, Trouble::Tls(_) | Trouble::Login { .. });
                let is_last = !may_help || (*attempt == Attempt::Offered && !failed.had_tls);
                told = Some(both(told, failed.trouble));
                if is_last {
                    break;
                }
            }
        }
    }
    Err(at(endpoint, told.unwrap_or(Trouble::OtherKind)))
}

/// What to tell of two ways tried: the first refusal, since the second try only
/// meant to mend it, and the words of both where both were refused.
fn both(first: Option<Trouble>, second: Trouble) -> Trouble {
    match (first, second) {
        // TLS failed where it was only preferred: what counts is how it went without.
        (Some(Trouble::Tls(why)), Trouble::Login { said, notes }) => {
            let said = format!("{said}; with TLS before: {why}");
            Trouble::Login { said, notes }
        }
        (None | Some(Trouble::Tls(_)), second) => second,
        (Some(Trouble::Login { said, notes }), Trouble::Login { said: again, .. })
            if said != again =>
        {
            let said = format!("{said}; otherwise {again}");
            Trouble::Login { said, notes }
        }
        (Some(first), _) => first,
    }
}

fn at(endpoint: &Endpoint, trouble: Trouble) -> Unreachable {
    Unreachable {
        place: endpoint.to_string(),
        trouble,
    }
}

/// The connection, if its server is of the kind wanted.
async fn suits(
    mut connection: Connection,
    target: Target,
    endpoint: &Endpoint,
) -> Result<Connection, Unreachable> {
    if target == Target::Any {
        return Ok(connection);
    }
    let (in_recovery, is_read_only) = connection.kind().await?;
    let is_wanted = match target {
        Target::Any => true,
        Target::ReadWrite => !is_read_only && !in_recovery,
        Target::ReadOnly => is_read_only || in_recovery,
        Target::Primary => !in_recovery,
        Target::Standby | Target::PreferStandby => in_recovery,
    };
    is_wanted
        .then_some(connection)
        .ok_or_else(|| at(endpoint, Trouble::OtherKind))
}
