//! Settings, facts and bill in; findings out.
