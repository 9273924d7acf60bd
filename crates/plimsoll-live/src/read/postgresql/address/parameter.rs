//! libpq's connection parameters by name: which variable of the environment
//! says each, and what becomes of it here.
//!
//! Source: manual of `PostgreSQL` 18, 32.1.2 (key words) and 32.15 (variables).

use std::collections::BTreeMap;

use super::AddressError;

/// What becomes of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// It is heeded.
    Heeded,
    /// It changes nothing that matters for a short read-only session.
    Passed,
    /// It asks for a safeguard that is not kept here: saying nothing would be
    /// worse than stopping. Its values that ask for nothing follow.
    Refused(&'static [&'static str]),
}

struct Parameter {
    name: &'static str,
    variable: Option<&'static str>,
    used: Use,
}

const fn heeded(name: &'static str, variable: &'static str) -> Parameter {
    let variable = Some(variable);
    let used = Use::Heeded;
    Parameter {
        name,
        variable,
        used,
    }
}

const fn passed(name: &'static str, variable: Option<&'static str>) -> Parameter {
    let used = Use::Passed;
    Parameter {
        name,
        variable,
        used,
    }
}

const fn refused(
    name: &'static str,
    variable: Option<&'static str>,
    idle: &'static [&'static str],
) -> Parameter {
    let used = Use::Refused(idle);
    Parameter {
        name,
        variable,
        used,
    }
}

const PARAMETERS: &[Parameter] = &[
    heeded("channel_binding", "PGCHANNELBINDING"),
    heeded("connect_timeout", "PGCONNECT_TIMEOUT"),
    heeded("dbname", "PGDATABASE"),
    heeded("host", "PGHOST"),
    heeded("hostaddr", "PGHOSTADDR"),
    heeded("options", "PGOPTIONS"),
    heeded("passfile", "PGPASSFILE"),
    heeded("password", "PGPASSWORD"),
    heeded("port", "PGPORT"),
    heeded("service", "PGSERVICE"),
    heeded("servicefile", "PGSERVICEFILE"),
    heeded("sslcert", "PGSSLCERT"),
    heeded("sslcrl", "PGSSLCRL"),
    heeded("sslkey", "PGSSLKEY"),
    heeded("sslmode", "PGSSLMODE"),
    heeded("sslnegotiation", "PGSSLNEGOTIATION"),
    heeded("sslrootcert", "PGSSLROOTCERT"),
    heeded("target_session_attrs", "PGTARGETSESSIONATTRS"),
    heeded("user", "PGUSER"),
    // Always `plimsoll`: its sessions are told from the others by it.
    passed("application_name", Some("PGAPPNAME")),
    passed("client_encoding", Some("PGCLIENTENCODING")),
    passed("fallback_application_name", None),
    passed("gssdelegation", Some("PGGSSDELEGATION")),
    passed("gsslib", Some("PGGSSLIB")),
    passed("keepalives", None),
    passed("keepalives_count", None),
    passed("keepalives_idle", None),
    passed("keepalives_interval", None),
    passed("krbsrvname", Some("PGKRBSRVNAME")),
    passed("load_balance_hosts", Some("PGLOADBALANCEHOSTS")),
    passed("max_protocol_version", Some("PGMAXPROTOCOLVERSION")),
    passed("scram_client_key", None),
    passed("scram_server_key", None),
    passed("sslcertmode", Some("PGSSLCERTMODE")),
    passed("sslcompression", Some("PGSSLCOMPRESSION")),
    passed("sslkeylogfile", None),
    passed("sslsni", Some("PGSSLSNI")),
    passed("tcp_user_timeout", None),
    refused("gssencmode", Some("PGGSSENCMODE"), &["disable", "prefer"]),
    refused(
        "min_protocol_version",
        Some("PGMINPROTOCOLVERSION"),
        &["3.0"],
    ),
    refused("replication", None, &["false", "off", "no", "0"]),
    refused("require_auth", Some("PGREQUIREAUTH"), &[]),
    refused("requirepeer", Some("PGREQUIREPEER"), &[]),
    refused(
        "ssl_max_protocol_version",
        Some("PGSSLMAXPROTOCOLVERSION"),
        &["TLSv1.3"],
    ),
    refused(
        "ssl_min_protocol_version",
        Some("PGSSLMINPROTOCOLVERSION"),
        &["TLSv1", "TLSv1.1", "TLSv1.2"],
    ),
    refused("sslcrldir", Some("PGSSLCRLDIR"), &[]),
    refused("sslpassword", None, &[]),
];

/// Parameters given by one source or several.
pub(super) type Given = BTreeMap<&'static str, String>;

/// The parameter's own name; an error like libpq's where there is none, and
/// where it asks for what is not kept here.
pub(super) fn known(name: &str, value: &str) -> Result<&'static str, AddressError> {
    let found = PARAMETERS.iter().find(|it| it.name == name);
    let parameter = found.ok_or_else(|| AddressError::UnknownParameter(name.to_owned()))?;
    match parameter.used {
        Use::Refused(idle) if !value.is_empty() && !idle.contains(&value) => {
            Err(AddressError::Unsupported {
                name: parameter.name,
            })
        }
        Use::Heeded | Use::Passed | Use::Refused(_) => Ok(parameter.name),
    }
}

/// The parameters that the environment says. An empty variable says nothing of
/// most; libpq takes it as the parameter's empty value, which is its default.
pub(super) fn of_environment(variables: &BTreeMap<String, String>) -> Result<Given, AddressError> {
    let mut given = Given::new();
    for parameter in PARAMETERS {
        let value = parameter.variable.and_then(|name| variables.get(name));
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            given.insert(known(parameter.name, value)?, value.clone());
        }
    }
    // The older switch counts where the newer one is silent.
    let requires = variables.get("PGREQUIRESSL").is_some_and(|it| it == "1");
    if requires && !given.contains_key("sslmode") {
        given.insert("sslmode", "require".to_owned());
    }
    Ok(given)
}
