//! Settings, facts and a load in; the memory bill and the load line out.
