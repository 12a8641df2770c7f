//! Floor 1: what a form is. A paper form is data; no code knows a particular one.
//!
//! A form file (`forms/*.toml`, `schema = 1`) describes sections, fields, stages, signature scopes and the print layout.
//! [`Form::load`] reads and checks it; [`Library`] holds the forms that ship, each with the hash of its bytes.

mod check;
mod english;
mod field;
mod library;
mod load;
mod mark;
mod model;
mod verbs;

pub use english::English;
pub use field::{Field, FieldKind, Propose};
pub use library::{FormRef, Library, LoadedForm, SHIPPED};
pub use load::{FormError, LayoutCell};
pub use mark::{Mark, Private};
pub use model::{
    Cadence, Consent, Form, Given, Index, LayoutRow, LibraryGroup, LibraryItem, Orientation, Proxied, Ready, RowSource, ScopeRef,
    Section, SectionKind, SignatureRole, Stage, Who,
};
pub use verbs::{Compute, Condition, Rule, Tally};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_refused;
