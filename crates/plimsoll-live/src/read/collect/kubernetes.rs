//! A pod and what is around it, through the user's own `kubectl`: its verbs that
//! read. Secrets are never asked for, and values of environments are left out.

mod strip;

use jiff::Timestamp;
use plimsoll_model::BundleKind;
use serde_json::Value;

use super::command::{LOG_TIME_MAX, Streams, run, run_with};
use super::{Content, Gathered, Take, Window};
use strip::stripped;

/// Containers of a pod that are asked about.
const CONTAINERS_MAX: usize = 16;

/// `ConfigMap`s that are asked for.
const CONFIG_MAPS_MAX: usize = 16;

/// Owners above a pod: `ReplicaSet`, Deployment, an operator's own.
const OWNERS_MAX: usize = 4;

/// The time that kubectl gives a request, below that of the whole command. A log is
/// one request that lasts.
const REQUEST_TIMEOUT: &str = "--request-timeout=20s";

/// Which pod, by whose word.
#[derive(Clone, Debug)]
pub struct Pod {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The context of the user's kubeconfig; none: the current one.
    pub context: Option<String>,
}

/// All that is to be had.
///
/// # Errors
/// One line: why the pod itself cannot be had.
pub async fn gather(pod: &Pod, window: Window, take: Take<'_>) -> Result<(), String> {
    let mut gathered = Gathered::default();
    let told = pod.get(&["pod", &pod.name]).await;
    let object = told.outcome?;
    gathered.objects(
        BundleKind::Events,
        "pod.json",
        &told.shown,
        vec![object.clone()],
    );
    gathered.hand_to(take);
    pod.logs(&object, window, take).await;
    pod.events(&object, &mut gathered).await;
    gathered.hand_to(take);
    pod.owners(&object, &mut gathered).await;
    pod.config_maps(&object, &mut gathered).await;
    pod.node(&object, &mut gathered).await;
    pod.operator(&object, &mut gathered).await;
    let words = ["top", "pod", &pod.name, "--containers", REQUEST_TIMEOUT];
    let top = run(&pod.words(&words)).await;
    gathered.output(BundleKind::Facts, "top.txt", top);
    gathered.hand_to(take);
    Ok(())
}

/// An object that was asked for.
struct Told {
    shown: String,
    outcome: Result<Value, String>,
}

impl Pod {
    fn words<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["kubectl", "--namespace", &self.namespace];
        if let Some(context) = &self.context {
            all.extend(["--context", context]);
        }
        all.extend(words);
        all
    }

    async fn get(&self, what: &[&str]) -> Told {
        let words = [&["get"], what, &["--output=json", REQUEST_TIMEOUT]].concat();
        let (shown, outcome) = run(&self.words(&words)).await.json();
        Told { shown, outcome }
    }

    /// Each container's log, and that of the one before it, which is the one that
    /// fell.
    async fn logs(&self, pod: &Value, (from, _): Window, take: Take<'_>) {
        let mut gathered = Gathered::default();
        let since = format!("--since-time={}", seconds(from));
        let names = ["initContainers", "containers"]
            .into_iter()
            .flat_map(|list| {
                let containers = pod["spec"][list].as_array().into_iter().flatten();
                containers.filter_map(|it| it["name"].as_str())
            });
        for container in names.take(CONTAINERS_MAX) {
            let words = ["logs", &self.name, "--container", container, &since];
            let log = run_with(&self.words(&words), Streams::Output, LOG_TIME_MAX).await;
            gathered.output(BundleKind::Log, &format!("{container}.log"), log);
            gathered.hand_to(take);
            if restarts(pod, container) == 0 {
                continue;
            }
            let words = [&words[..], &["--previous"]].concat();
            let log = run_with(&self.words(&words), Streams::Output, LOG_TIME_MAX).await;
            gathered.output(BundleKind::Log, &format!("{container}-previous.log"), log);
            gathered.hand_to(take);
        }
    }

    async fn events(&self, pod: &Value, gathered: &mut Gathered) {
        let told = self.get(&["events"]).await;
        let near = nearby(pod);
        gathered.told(BundleKind::Events, "events.json", told, |object| {
            let about = ["involvedObject", "regarding"];
            let mut names = about.iter().filter_map(|it| object[*it]["name"].as_str());
            names.any(|name| near.iter().any(|it| name.starts_with(it.as_str())))
        });
    }

    /// What made the pod, and what made that.
    async fn owners(&self, pod: &Value, gathered: &mut Gathered) {
        let mut object = pod.clone();
        for _ in 0..OWNERS_MAX {
            let Some((kind, name)) = owner(&object) else {
                return;
            };
            let told = self.get(&[&kind, &name]).await;
            let Ok(next) = told.outcome.clone() else {
                gathered.told(BundleKind::Facts, "owner.json", told, |_| true);
                return;
            };
            let file = format!("{}-{name}.json", kind.split('.').next().unwrap_or_default());
            gathered.told(BundleKind::Facts, &file, told, |_| true);
            object = next;
        }
    }

    /// The configurations that are mounted into the pod; each of their files is
    /// one of the bundle.
    async fn config_maps(&self, pod: &Value, gathered: &mut Gathered) {
        let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
        let projected = |volume: &Value| {
            let sources = volume["projected"]["sources"].as_array().cloned();
            sources.unwrap_or_default()
        };
        let mut names: Vec<String> = volumes
            .flat_map(|volume| [vec![volume.clone()], projected(volume)].concat())
            .filter_map(|it| Some(it["configMap"]["name"].as_str()?.to_owned()))
            // The cluster's own certificate, in every pod.
            .filter(|name| name != "kube-root-ca.crt")
            .collect();
        names.sort();
        names.dedup();
        for name in names.iter().take(CONFIG_MAPS_MAX) {
            let told = self.get(&["configmap", name]).await;
            match told.outcome {
                Ok(map) => {
                    for (file, text) in map["data"].as_object().into_iter().flatten() {
                        let text = text.as_str().unwrap_or_default().as_bytes().to_vec();
                        let from = format!("{} ({file})", told.shown);
                        gathered.add(BundleKind::Config, file, &from, Content::Text(text));
                    }
                }
                Err(why) => gathered.gap(&told.shown, why),
            }
        }
    }

    async fn node(&self, pod: &Value, gathered: &mut Gathered) {
        let Some(node) = pod["spec"]["nodeName"].as_str() else {
            gathered.gap("the node", "the pod was put on none yet");
            return;
        };
        let told = self.get(&["node", node]).await;
        gathered.told(BundleKind::Facts, "node.json", told, |_| true);
    }

    /// `CloudNativePG`'s cluster, where the pod is one of its.
    async fn operator(&self, pod: &Value, gathered: &mut Gathered) {
        if let Some(cluster) = pod["metadata"]["labels"]["cnpg.io/cluster"].as_str() {
            let told = self.get(&["clusters.postgresql.cnpg.io", cluster]).await;
            gathered.told(BundleKind::Facts, "cluster.json", told, |_| true);
        }
    }
}

impl Gathered {
    /// An object or the objects of a list, those that are asked for.
    fn told(&mut self, kind: BundleKind, name: &str, told: Told, is: impl Fn(&Value) -> bool) {
        match told.outcome {
            Ok(object) => {
                let objects = match object["items"].as_array() {
                    Some(items) => items.iter().filter(|it| is(it)).cloned().collect(),
                    None => vec![object],
                };
                self.objects(kind, name, &told.shown, objects);
            }
            Err(why) => self.gap(&told.shown, why),
        }
    }

    fn objects(&mut self, kind: BundleKind, name: &str, from: &str, objects: Vec<Value>) {
        let lines = objects.into_iter().map(|it| format!("{}\n", stripped(it)));
        let text: String = lines.collect();
        if !text.is_empty() {
            self.add(kind, name, from, Content::Objects(text));
        }
    }
}

/// kubectl takes times of whole seconds.
fn seconds(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second())
        .unwrap_or(at)
        .to_string()
}

fn restarts(pod: &Value, container: &str) -> u64 {
    let lists = ["containerStatuses", "initContainerStatuses"];
    let mut all = lists
        .iter()
        .filter_map(|it| pod["status"][*it].as_array())
        .flatten();
    let status = all.find(|it| it["name"].as_str() == Some(container));
    status
        .and_then(|it| it["restartCount"].as_u64())
        .unwrap_or(0)
}

/// Names of which something may be told that concerns the pod: its own, its
/// owner's with what that makes, its node's, its claims'.
fn nearby(pod: &Value) -> Vec<String> {
    let mut names: Vec<String> = owner(pod).into_iter().map(|(_, name)| name).collect();
    let own = [&pod["metadata"]["name"], &pod["spec"]["nodeName"]];
    names.extend(own.iter().filter_map(|it| it.as_str()).map(str::to_owned));
    let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
    let claims = volumes.filter_map(|it| it["persistentVolumeClaim"]["claimName"].as_str());
    names.extend(claims.map(str::to_owned));
    names.retain(|name| !name.is_empty());
    names
}

/// The kind, with its group, and the name of what controls an object.
fn owner(object: &Value) -> Option<(String, String)> {
    let owners = object["metadata"]["ownerReferences"].as_array()?;
    let owner = owners
        .iter()
        .find(|it| it["controller"] == true)
        .or_else(|| owners.first())?;
    let group = owner["apiVersion"]
        .as_str()?
        .split_once('/')
        .map(|(group, _)| group);
    let kind = owner["kind"].as_str()?.to_lowercase();
    let name = owner["name"].as_str()?;
    // Given to kubectl as words of their own.
    let is_word = |text: &str| !text.starts_with('-');
    let kind = group.map_or(kind.clone(), |group| format!("{kind}.{group}"));
    (is_word(&kind) && is_word(name)).then(|| (kind, name.to_owned()))
}
