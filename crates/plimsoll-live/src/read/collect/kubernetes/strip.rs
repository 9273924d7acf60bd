//! An object of Kubernetes without what nobody needs to see: values of
//! environments, what was applied last (which holds them again), who owns which
//! field, the data of what may hold secrets.

use serde_json::{Map, Value};

/// Parts of `metadata` that tell nothing or too much: who owns which field, and
/// annotations, in which `kubectl apply` keeps the whole object a second time and
/// other tools what they like.
const METADATA: [&str; 2] = ["managedFields", "annotations"];

/// Data of secrets, should one ever be handed in.
const DATA: [&str; 3] = ["data", "stringData", "binaryData"];

/// The object as it may leave.
pub(super) fn stripped(mut object: Value) -> Value {
    if object["kind"] == "Secret"
        && let Some(fields) = object.as_object_mut()
    {
        for name in DATA {
            fields.remove(name);
        }
    }
    below(&mut object);
    object
}

fn below(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Object(metadata)) = fields.get_mut("metadata") {
                for name in METADATA {
                    metadata.remove(name);
                }
            }
            if let Some(Value::Array(variables)) = fields.get_mut("env") {
                variables
                    .iter_mut()
                    .filter_map(Value::as_object_mut)
                    .for_each(nameless);
            }
            fields.values_mut().for_each(below);
        }
        Value::Array(values) => values.iter_mut().for_each(below),
        _ => {}
    }
}

/// A variable keeps its name, and where its value is from.
fn nameless(variable: &mut Map<String, Value>) {
    if variable.contains_key("value") {
        variable.insert("value".to_owned(), Value::from("[left out]"));
    }
}

#[cfg(test)]
mod tests {
    use super::stripped;
    use serde_json::json;

    #[test]
    fn values_of_environments_and_copies_of_them_go() {
        let pod = json!({"kind": "Pod",
            "metadata": {"name": "db-0", "managedFields": ["hunter2"],
                "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "hunter2"}},
            "spec": {"containers": [{"name": "db", "env": [
                {"name": "PGDATA", "value": "hunter2"},
                {"name": "PW", "valueFrom": {"secretKeyRef": {"name": "db", "key": "pw"}}}],
                "resources": {"limits": {"memory": "1Gi"}}}]}});
        let shown = stripped(pod).to_string();
        assert!(!shown.contains("hunter2"), "{shown}");
        for kept in ["\"PGDATA\"", "secretKeyRef", "\"1Gi\"", "db-0"] {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
        let secret = json!({"kind": "Secret", "data": {"a": "aHVudGVyMg=="}, "stringData": {"a": "hunter2"}});
        assert_eq!(stripped(secret).to_string(), "{\"kind\":\"Secret\"}");
    }
}
