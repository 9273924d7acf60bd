//! A certificate's dates: it expired, or is not valid yet.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::record::Speaker;
use crate::signal::{CertificateOf, ClientSignal, Replication, Said, ServerSignal, Signal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The server works, and sessions with TLS are refused: the certificate of the server, of a
    /// client or of who signed it has expired, or is not valid yet. Neither PostgreSQL nor MySQL
    /// looks at the dates of its own as it starts: it is clients that notice, all within a minute.
    ///
    /// ## How it shows
    ///
    /// Clients: `certificate has expired`, `certificate verify failed`, `ERROR 2026`. A
    /// PostgreSQL server: `could not accept SSL connection: … alert certificate expired`; for a
    /// client's, `Client certificate verification failed … certificate has expired`. A standby
    /// is such a client: its stream is cut, and does not come back.
    ///
    /// ## What speaks against it
    ///
    /// A server that fell: then clients fail for that. Another reason of a failed verification
    /// (a name, an issuer that is not known).
    ///
    /// ## What to do
    ///
    /// See the dates (`openssl s_client -starttls postgres -connect HOST:5432`, `-starttls mysql`),
    /// and the clock of both sides. Put the new certificate in place and have it read:
    /// `SELECT pg_reload_conf()`, `ALTER INSTANCE RELOAD TLS`, `FLUSH SSL`. A client's is renewed
    /// where the client runs. Do not turn verification off.
    CERTIFICATE_NOT_VALID {
        name: "certificate-not-valid",
        class: CertificateInvalid,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let of = |of| refused(story, move |it, is_outdated| it == of && is_outdated);
    let of_server = of(CertificateOf::Server);
    let of_client = of(CertificateOf::Client);
    let of_standby = of(CertificateOf::Standby);
    let unsaid = refused(story, |_, is_outdated| !is_outdated);
    let whose = whose(story, &of_server, &of_client, &of_standby);
    let named = [of_server, of_client, of_standby].concat();
    if named.is_empty() && unsaid.is_empty() {
        return None;
    }
    let unsaid_weight = if named.is_empty() {
        Weight::Strong
    } else {
        Weight::Slight
    };
    let weighed = Weighed::new(message(whose))
        .blames(blamed(story, whose))
        .shown(Weight::Proof, named)
        .shown(unsaid_weight, unsaid)
        .against(
            Weight::Strong,
            story.fall().is_some(),
            "something graver happened",
        );
    Some(if whose == Some(CertificateOf::Client) {
        weighed.mended_in(Layer::Application)
    } else {
        weighed
    })
}

/// Whose certificate it is; none where nothing says that its dates are the reason. A client
/// that is refused while a standby is away, and no other client fails, is that standby.
fn whose(
    story: &Story,
    of_server: &[&Signal],
    of_client: &[&Signal],
    of_standby: &[&Signal],
) -> Option<CertificateOf> {
    let cut =
        story.servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Cut)));
    let has_failed =
        story.clients_said(|said| matches!(said, ClientSignal::CertificateRefused { .. }));
    if !of_server.is_empty() {
        Some(CertificateOf::Server)
    } else if !of_standby.is_empty()
        || !of_client.is_empty() && !cut.is_empty() && has_failed.is_empty()
    {
        Some(CertificateOf::Standby)
    } else if !of_client.is_empty() {
        Some(CertificateOf::Client)
    } else {
        None
    }
}

fn message(whose: Option<CertificateOf>) -> &'static str {
    match whose {
        Some(CertificateOf::Server) => {
            "clients refuse the server's certificate, which has expired or is not valid yet: put a new one in place and have it read"
        }
        Some(CertificateOf::Client) => {
            "the server refuses a client's certificate, which has expired or is not valid yet: renew it where the client runs"
        }
        Some(CertificateOf::Standby) => {
            "the source refuses its standby's certificate, which has expired or is not valid yet: renew it on the standby"
        }
        None => {
            "a certificate is not accepted, and nothing says why: look at its dates, its name and its issuer (openssl s_client -starttls)"
        }
    }
}

/// What names the server's own: of one that a client or a standby shows, its own settings do.
fn blamed(story: &Story, whose: Option<CertificateOf>) -> &'static [&'static str] {
    let is_postgresql = story.was_read(Speaker::Postgresql);
    match whose {
        Some(CertificateOf::Server) if story.is_of_mysql() => &["ssl_cert"],
        Some(CertificateOf::Server) if is_postgresql => &["ssl_cert_file"],
        None if story.is_of_mysql() => &["ssl_cert", "ssl_ca"],
        None if is_postgresql => &["ssl_cert_file", "ssl_ca_file"],
        // Nobody's log says which server it is, or it is a client's.
        Some(_) | None => &[],
    }
}

/// What either side says of certificates that were not accepted.
fn refused(story: &Story, is: impl Fn(CertificateOf, bool) -> bool) -> Vec<&Signal> {
    let said = story.signals().filter(|signal| match signal.said {
        Said::Server(ServerSignal::CertificateRefused { of, is_outdated })
        | Said::Client(ClientSignal::CertificateRefused { of, is_outdated }) => is(of, is_outdated),
        _ => false,
    });
    said.collect()
}
