//! The script for the mysql client.
/// A read-only script.
pub fn mysql() -> String {
    String::new()
}
