//! Findings, bill and settings as text, JSON and pictures.
