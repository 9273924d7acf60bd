//! One input format a folder or file: its bytes to settings and back.

pub mod dump;
pub mod my_cnf;
pub mod parameter_group;
pub mod postgresql;
