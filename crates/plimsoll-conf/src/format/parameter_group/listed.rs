//! The JSON of a parameter group as a list of parameters, each with its place. It
//! knows no engine and no meaning of a value.
//!
//! Source: Amazon RDS API reference, `DescribeDBParameters`,
//! `DescribeDBClusterParameters`, `Parameter`.

use plimsoll_model::{Place, Problem, ProblemKind};

use crate::document::{self, Data, Field, Node};

/// Amazon's groups have a few hundred.
const PARAMETERS_MAX: usize = 10_000;

/// One parameter of a group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Listed {
    /// The name, as Amazon writes it.
    pub(super) name: String,
    /// Its value, if it has one.
    pub(super) value: Option<String>,
    /// Who set it: `user`, `system`, or `engine-default`.
    pub(super) source: String,
    /// Where its name stands.
    pub(super) place: Place,
}

/// A group as it was listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Group {
    /// Its parameters, in the order of the text.
    pub(super) parameters: Vec<Listed>,
    /// Its family (`postgres16`) and where that stands, if it is told.
    pub(super) family: Option<(String, Place)>,
    /// What is wrong with the text.
    pub(super) problems: Vec<Problem>,
}

/// Whether bytes are the JSON of a parameter group, by their first letters and
/// the names of its fields.
pub fn is_parameter_group(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_json = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
    let has = |name: &[u8]| memchr::memmem::find(text, name).is_some();
    is_json && has(b"\"ParameterName\"") && has(b"\"ParameterValue\"")
}

/// Reads the JSON: the command's answer, or its list of parameters alone.
pub(super) fn listed(file: &str, bytes: &[u8]) -> Group {
    let mut group = Group::default();
    let root = match document::parse_json(file, bytes) {
        Ok(root) => root,
        Err(problem) => {
            group.problems.push(problem);
            return group;
        }
    };
    let list = match &root.data {
        Data::Table(fields) => {
            group.family = family(fields);
            group.problems.extend(cut(fields));
            field(fields, "Parameters")
        }
        _ => Some(&root),
    };
    let Some(Data::List(items)) = list.map(|list| &list.data) else {
        group.problem(&root.place, ProblemKind::Syntax, NO_LIST.to_owned());
        return group;
    };
    if let Some(beyond) = items.get(PARAMETERS_MAX) {
        let count = items.len();
        let message = format!("{count} parameters are listed; {PARAMETERS_MAX} are read");
        group.problem(&beyond.place, ProblemKind::FileTooLarge, message);
    }
    for item in items.iter().take(PARAMETERS_MAX) {
        match parameter(item) {
            Some(parameter) => group.parameters.push(parameter),
            None => group.problem(&item.place, ProblemKind::Syntax, NO_NAME.to_owned()),
        }
    }
    group
}

const NO_LIST: &str = "this JSON has no list `Parameters`: give what `aws rds describe-db-parameters` \
                       or `describe-db-cluster-parameters` writes with --output json";
const NO_NAME: &str = "this is no parameter: it has no ParameterName";

impl Group {
    fn problem(&mut self, place: &Place, kind: ProblemKind, message: String) {
        self.problems.push(Problem {
            place: place.clone(),
            kind,
            parameter: None,
            message,
            fatal: false,
        });
    }
}

fn field<'n>(fields: &'n [Field], name: &str) -> Option<&'n Node> {
    let mut named = fields.iter().filter(|field| field.name == name);
    named.next().map(|field| &field.node)
}

fn text<'n>(fields: &'n [Field], name: &str) -> Option<&'n str> {
    match &field(fields, name)?.data {
        Data::Text(text) => Some(text),
        _ => None,
    }
}

/// The answer itself has no family; whoever keeps it may write it beside the
/// list.
fn family(fields: &[Field]) -> Option<(String, Place)> {
    let family = text(fields, "DBParameterGroupFamily")?.to_owned();
    let place = field(fields, "DBParameterGroupFamily")?.place.clone();
    Some((family, place))
}

/// An answer that says where the next one begins is not the whole group.
fn cut(fields: &[Field]) -> Option<Problem> {
    let is_mark = |field: &&Field| {
        let named = matches!(field.name.as_str(), "Marker" | "NextToken");
        named && field.node.data != Data::Null
    };
    let mark = fields.iter().find(is_mark)?;
    Some(Problem {
        place: mark.place.clone(),
        kind: ProblemKind::Unresolved,
        parameter: None,
        message: format!(
            "{}: this is one page of the group, and the others are not known here; list it \
             without --max-items and --no-paginate",
            mark.name
        ),
        fatal: false,
    })
}

fn parameter(item: &Node) -> Option<Listed> {
    let Data::Table(fields) = &item.data else {
        return None;
    };
    let name = text(fields, "ParameterName")?.trim().to_owned();
    let named = fields.iter().find(|field| field.name == "ParameterName")?;
    let value = match field(fields, "ParameterValue").map(|node| &node.data) {
        Some(Data::Text(text)) => Some(text.clone()),
        Some(Data::Int(number)) => Some(number.to_string()),
        Some(Data::Bool(on)) => Some(u8::from(*on).to_string()),
        _ => None,
    };
    (!name.is_empty()).then(|| Listed {
        name,
        value,
        source: text(fields, "Source").unwrap_or_default().to_owned(),
        place: named.place.clone(),
    })
}
