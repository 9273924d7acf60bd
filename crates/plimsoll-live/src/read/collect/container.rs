//! A server of this machine that runs in a container of Docker or Podman: its log,
//! which no file of its own holds, and how the container is and was.

use plimsoll_model::BundleKind;
use serde_json::{Value, json};

use super::command::{LOG_TIME_MAX, Streams, run, run_with};
use super::{Gathered, Window};

/// Letters of a container's id.
const ID_LETTERS: usize = 64;

/// Of what is told of a container, what is taken: not its environment.
const TAKEN: [&str; 6] = ["Id", "Created", "State", "RestartCount", "Name", "Image"];

/// Of its limits.
const LIMITS: [&str; 9] = [
    "Memory",
    "MemorySwap",
    "MemoryReservation",
    "NanoCpus",
    "PidsLimit",
    "ShmSize",
    "OomKillDisable",
    "OomScoreAdj",
    "RestartPolicy",
];

/// A container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Container {
    /// Whose it is.
    program: &'static str,
    id: String,
}

impl Container {
    /// The one that a process is in, by its control groups: `docker-ID.scope`,
    /// `/docker/ID`, `libpod-ID.scope`.
    pub(super) fn of(groups: &str) -> Option<Self> {
        let id = groups
            .split(|c: char| !c.is_ascii_hexdigit())
            .find(|word| word.len() == ID_LETTERS)?;
        let program = if groups.contains("libpod") {
            "podman"
        } else if groups.contains("docker") {
            "docker"
        } else {
            return None;
        };
        Some(Self {
            program,
            id: id.to_owned(),
        })
    }

    /// Its log and its state.
    pub(super) async fn gathered(&self, (from, to): Window) -> Gathered {
        let mut gathered = Gathered::default();
        let short = &self.id[..12];
        let (since, until) = (from.to_string(), to.to_string());
        let words = [
            self.program,
            "logs",
            "--since",
            &since,
            "--until",
            &until,
            &self.id,
        ];
        let log = run_with(&words, Streams::Both, LOG_TIME_MAX).await;
        gathered.output(BundleKind::Log, &format!("{short}.log"), log);
        let inspect = run(&[self.program, "inspect", &self.id]).await;
        let (shown, said) = inspect.json();
        match said {
            Ok(said) => {
                let name = format!("{short}.json");
                gathered.object(BundleKind::Facts, &name, &shown, &told(&said));
            }
            Err(why) => gathered.gap(&shown, why),
        }
        gathered
    }
}

fn told(said: &Value) -> Value {
    let container = said.get(0).unwrap_or(&Value::Null);
    let of = |object: &Value, names: &[&str]| {
        let fields = names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), object.get(name)?.clone())));
        Value::Object(fields.collect())
    };
    let limits = of(container.get("HostConfig").unwrap_or(&Value::Null), &LIMITS);
    let mut told = of(container, &TAKEN);
    told["HostConfig"] = limits;
    // What a health check printed may be anything.
    if let Some(log) = told.pointer_mut("/State/Health/Log") {
        *log = json!(null);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{Container, told};
    use serde_json::Value;

    #[test]
    fn a_container_is_known_by_its_group() {
        let id = "8f2c".repeat(16);
        let of = |text: &str| Container::of(text).map(|it| (it.program, it.id));
        let docker = Some(("docker", id.clone()));
        assert_eq!(of(&format!("0::/system.slice/docker-{id}.scope\n")), docker);
        assert_eq!(of(&format!("9:memory:/docker/{id}\n")), docker);
        assert_eq!(
            of(&format!("0::/machine.slice/libpod-{id}.scope\n")),
            Some(("podman", id.clone()))
        );
        assert_eq!(of(&format!("0::/kubepods/{id}\n")), None);
        assert_eq!(of("0::/system.slice/docker.service\n"), None);
    }

    #[test]
    fn no_environment_is_taken() {
        let text = r#"[{"Id": "8f", "Config": {"Env": ["POSTGRES_PASSWORD=hunter2"]},
            "State": {"OOMKilled": true, "Health": {"Log": [{"Output": "hunter2"}]}},
            "HostConfig": {"Memory": 1, "Binds": ["hunter2"]}}]"#;
        let shown = told(&serde_json::from_str(text).unwrap()).to_string();
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("\"OOMKilled\":true") && shown.contains("\"Memory\":1"));
        assert!(told(&Value::Null).is_object());
    }
}
