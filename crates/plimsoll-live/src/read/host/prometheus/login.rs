//! Who asks a Prometheus, as HTTP says it. The secret comes from a command.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::HeaderValue;

use crate::read::password_command;

/// A login; the secret is the first line that its command writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// A token (RFC 6750), as proxies before a Prometheus ask for.
    Token {
        /// Program and arguments.
        command: Vec<String>,
    },
    /// A user and a password (RFC 7617), as Prometheus itself asks for.
    Password {
        /// The user.
        user: String,
        /// Program and arguments.
        command: Vec<String>,
    },
}

impl Login {
    /// The value of HTTP's `Authorization`, asked of its command.
    ///
    /// # Errors
    /// Why the command gave none.
    pub async fn header(&self, time_max: Duration) -> Result<HeaderValue, String> {
        let (field, command) = match self {
            Self::Token { command } => ("token_command", command),
            Self::Password { command, .. } => ("password_command", command),
        };
        let secret = password_command::run(command, time_max).await;
        let secret =
            secret.map_err(|failed| format!("its {field} {} {}", failed.program, failed.why))?;
        let text = match self {
            Self::Token { .. } => format!("Bearer {}", secret.reveal()),
            Self::Password { user, .. } => {
                format!(
                    "Basic {}",
                    STANDARD.encode(format!("{user}:{}", secret.reveal()))
                )
            }
        };
        let mut header = HeaderValue::from_str(&text)
            .map_err(|_| format!("its {field} gave what no HTTP header can hold"))?;
        header.set_sensitive(true);
        Ok(header)
    }
}

#[cfg(test)]
mod tests {
    use super::Login;
    use std::time::Duration;

    fn printing(secret: &str) -> Vec<String> {
        ["printf", "%s\\n", secret].map(str::to_owned).to_vec()
    }

    #[tokio::test]
    async fn secrets_stand_in_the_header_and_are_not_shown() {
        let time = Duration::from_secs(9);
        let token = Login::Token {
            command: printing("hunter2"),
        };
        let header = token.header(time).await.unwrap();
        assert_eq!(header, "Bearer hunter2");
        assert!(!format!("{header:?}").contains("hunter2"));
        // The example of RFC 7617, section 2.
        let password = Login::Password {
            user: "Aladdin".to_owned(),
            command: printing("open sesame"),
        };
        let header = password.header(time).await.unwrap();
        assert_eq!(header, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        let odd = Login::Token {
            command: printing("a\u{1}b"),
        };
        let why = odd.header(time).await.unwrap_err();
        assert_eq!(why, "its token_command gave what no HTTP header can hold");
    }
}
