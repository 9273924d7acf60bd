//! Every format of database logs on lines of its servers: recognised, cut into
//! entries and parsed; what is like it is not taken for it.

mod database;
