//! The logs that a server's clients would write, from what its sessions were really
//! told: an application's, in the shapes of some frameworks, and a web server's.

use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use serde_json::json;

use crate::truth::seed::Seed;

/// In which shape an application logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Spring Boot's console, with its pool `HikariCP`.
    Spring,
    /// Python's logging, with `SQLAlchemy`.
    Python,
    /// JSON lines, as pino writes them.
    Json,
    /// Key and value, as many Go services do.
    KeyValue,
}

/// An application and the web server before it.
#[derive(Debug)]
pub(crate) struct App {
    shape: Shape,
    lines: Vec<String>,
    web: Vec<String>,
}

const PATHS: &[&str] = &[
    "/orders",
    "/cart",
    "/login",
    "/search?q=lamp",
    "/account",
    "/checkout",
];

impl App {
    pub(crate) const fn new(shape: Shape) -> Self {
        Self {
            shape,
            lines: Vec::new(),
            web: Vec::new(),
        }
    }

    /// It began to run.
    pub(crate) fn started(&mut self, version: &str) {
        let message = format!("shop-api {version} started, pool size 50");
        self.say("INFO", "startup", &message);
    }

    /// A request went well.
    pub(crate) fn served(&mut self, seed: &mut Seed) {
        let path = seed.pick(PATHS);
        let spent = seed.number(80) + 3;
        self.say("INFO", "http", &format!("GET {path} 200 {spent}ms"));
        self.web_access(path, 200, seed);
    }

    /// A session was refused or cut, in these words of the driver.
    pub(crate) fn failed(&mut self, told: &str, seed: &mut Seed) {
        let path = seed.pick(PATHS);
        let told = told.lines().next().unwrap_or(told);
        let message = match self.shape {
            Shape::Spring => format!("Servlet.service() threw exception: {told}"),
            Shape::Python => format!("(psycopg2.OperationalError) {told}"),
            Shape::Json | Shape::KeyValue => format!("query failed: {told}"),
        };
        self.say("ERROR", "db", &message);
        self.web_access(path, 500, seed);
    }

    /// The pool gave out nothing in time.
    pub(crate) fn pool_empty(&mut self, seed: &mut Seed) {
        let path = seed.pick(PATHS);
        let message = match self.shape {
            Shape::Spring => {
                "HikariPool-1 - Connection is not available, request timed out after 30000ms (total=50, active=50, idle=0, waiting=37)"
            }
            Shape::Python => {
                "QueuePool limit of size 50 overflow 10 reached, connection timed out, timeout 30.00"
            }
            Shape::Json => {
                "timeout exceeded when trying to connect: all 50 pool clients are checked out"
            }
            Shape::KeyValue => "acquire connection: context deadline exceeded (50/50 in use)",
        };
        self.say("ERROR", "pool", message);
        self.web_timeout(path, seed);
    }

    fn say(&mut self, level: &str, part: &str, message: &str) {
        let line = match self.shape {
            Shape::Spring => {
                let at = now("%Y-%m-%dT%H:%M:%S.%3fZ");
                format!("{at} {level:>5} 1 --- [nio-8080-exec-7] c.example.shop.{part} : {message}")
            }
            Shape::Python => {
                format!(
                    "{} {level} [shop.{part}] {message}",
                    now("%Y-%m-%d %H:%M:%S,%3f")
                )
            }
            Shape::Json => {
                let grade = if level == "ERROR" { 50 } else { 30 };
                let at = Timestamp::now().as_millisecond();
                let name = "shop-api";
                json!({"level": grade, "time": at, "name": name, "part": part, "msg": message})
                    .to_string()
            }
            Shape::KeyValue => {
                let at = now("%Y-%m-%dT%H:%M:%S.%3fZ");
                let level = level.to_lowercase();
                format!("time={at} level={level} part={part} msg={message:?}")
            }
        };
        self.lines.push(line);
    }

    fn web_access(&mut self, path: &str, status: u16, seed: &mut Seed) {
        let at = now("%d/%b/%Y:%H:%M:%S +0000");
        let client = seed.number(250);
        let size = seed.number(9000);
        self.web.push(format!(
            "10.0.3.{client} - - [{at}] \"GET {path} HTTP/1.1\" {status} {size} \"-\" \"Mozilla/5.0\""
        ));
    }

    fn web_timeout(&mut self, path: &str, seed: &mut Seed) {
        let at = now("%Y/%m/%d %H:%M:%S");
        let client = seed.number(250);
        let id = seed.number(90_000);
        self.web.push(format!(
            "{at} [error] 31#31: *{id} upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.3.{client}, server: shop.example.com, request: \"GET {path} HTTP/1.1\", upstream: \"http://10.0.1.5:8080{path}\", host: \"shop.example.com\""
        ));
    }

    /// The application's log.
    pub(crate) fn log(&self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// The web server's logs, errors among accesses as on a container's standard output.
    pub(crate) fn web_log(&self) -> String {
        self.web.join("\n") + "\n"
    }
}

fn now(format: &str) -> String {
    let now = Timestamp::now().to_zoned(TimeZone::UTC);
    strtime::format(format, &now).unwrap_or_default()
}
