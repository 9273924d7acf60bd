//! Registry tests of the catalogue.
