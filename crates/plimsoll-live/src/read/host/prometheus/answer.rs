//! The JSON that answers an instant query. Whoever sends it may be anyone: what of
//! it is shown is made one line.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::read::one_line::one_line;

/// One series of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    /// Its labels, the metric's name among them.
    pub(super) labels: BTreeMap<String, String>,
    /// The moment that was asked about, by Prometheus's clock: seconds since 1970.
    pub(super) asked_at: f64,
    /// Its value, which may be no number (`NaN`) or without end.
    pub(super) value: f64,
}

impl Series {
    /// A label's value; one that is not there is empty, as for Prometheus.
    pub(super) fn label(&self, name: &str) -> &str {
        self.labels.get(name).map_or("", String::as_str)
    }
}

/// The series of an answer.
///
/// # Errors
/// What it is instead.
pub(super) fn read(body: &[u8]) -> Result<Vec<Series>, String> {
    let answer: Value = serde_json::from_slice(body)
        .map_err(|_| "the answer is no JSON: is url that of a Prometheus?".to_owned())?;
    let text = |pointer| answer.pointer(pointer).and_then(Value::as_str);
    match (text("/status"), text("/data/resultType")) {
        (Some("success"), Some("vector")) => {}
        (Some("success"), _) => return Err("the answer holds no series".to_owned()),
        (Some("error"), _) => {
            let why = text("/error").unwrap_or("it gives no reason");
            return Err(format!("it refused the query: {}", one_line(why)));
        }
        _ => return Err("the answer is not Prometheus's".to_owned()),
    }
    let result = answer.pointer("/data/result").and_then(Value::as_array);
    let series = result.into_iter().flatten().map(one);
    let all: Option<Vec<Series>> = series.collect();
    all.ok_or_else(|| "the answer holds what is no sample".to_owned())
}

fn one(series: &Value) -> Option<Series> {
    let labels = series.get("metric")?.as_object()?.iter();
    let labels = labels.map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    let [at, value] = series.get("value")?.as_array()?.as_slice() else {
        return None;
    };
    Some(Series {
        labels: labels.collect::<Option<_>>()?,
        asked_at: at.as_f64()?,
        value: value.as_str()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    fn vector(result: &str) -> Vec<u8> {
        let data = format!(r#"{{"resultType":"vector","result":[{result}]}}"#);
        format!(r#"{{"status":"success","data":{data}}}"#).into_bytes()
    }

    #[test]
    fn series_are_read_with_their_labels() {
        let one = r#"{"metric":{"instance":"db1"},"value":[1700000000.5,"8e9"]}"#;
        let series = read(&vector(one)).unwrap();
        assert_eq!(
            (series[0].asked_at, series[0].value),
            (1_700_000_000.5, 8e9)
        );
        assert_eq!(
            (series[0].label("instance"), series[0].label("job")),
            ("db1", "")
        );
        assert_eq!(read(&vector("")), Ok(Vec::new()));
        let nan = one.replace("8e9", "NaN");
        assert!(read(&vector(&nan)).unwrap()[0].value.is_nan());
    }

    #[test]
    fn what_is_no_answer_says_what_it_is() {
        let deep = "[".repeat(100_000);
        let cases: Vec<(Vec<u8>, &str)> = vec![
            (b"<html>".to_vec(), "no JSON"),
            (b"\xff".to_vec(), "no JSON"),
            (deep.into_bytes(), "no JSON"),
            (b"{}".to_vec(), "not Prometheus's"),
            (b"[1]".to_vec(), "not Prometheus's"),
            (
                br#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#.to_vec(),
                "no series",
            ),
            (
                br#"{"status":"error","error":"parse\u001b[31m error"}"#.to_vec(),
                r"refused the query: parse\u{1b}[31m error",
            ),
            (vector(r#"{"metric":{},"value":[1,2]}"#), "no sample"),
            (vector(r#"{"metric":{},"value":[1,"much"]}"#), "no sample"),
            (vector(r#"{"metric":{"a":1},"value":[1,"2"]}"#), "no sample"),
            (vector(r#"{"metric":{},"value":["1","2"]}"#), "no sample"),
            (vector("null"), "no sample"),
        ];
        for (body, part) in cases {
            let why = read(&body).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
