//! Composed papers.
