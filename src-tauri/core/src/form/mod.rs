//! Floor 1: what a form is. A paper form is data; no code knows a particular one.
//!
//! A form file (`forms/*.toml`, `schema = 1`) describes sections, fields, stages, signature scopes and the print layout.
//! [`Form::load`] reads and checks it; [`Library`] holds the forms that ship, each with the hash of its bytes.

mod case;
mod check;
mod english;
mod field;
mod library;
mod load;
mod mark;
mod model;
mod role;
mod verbs;

pub use case::{CaseBlock, CaseKind, MEANINGS, Meant};
pub use english::English;
pub(crate) use english::words;
pub use field::{Field, FieldKind, Propose};
pub use library::{FormRef, Library, LoadedForm, SHIPPED};
pub use load::{FormError, LayoutCell};
pub use mark::{Mark, Private};
pub use model::{
    Cadence, Form, Index, LayoutRow, LibraryGroup, LibraryItem, Orientation, RowSource, Section, SectionKind, Stage,
};
pub use role::{Consent, Given, Proxied, Ready, ScopeRef, SignatureRole, Who};
pub use verbs::{Compute, Condition, Rule, RunsFrom, Tally};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_refused;
