//! The forms that ship, and the identity of a form's bytes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Form, FormError};

/// Names an edition of a form and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FormRef {
    /// Form.
    pub id: String,
    /// Edition.
    pub edition: String,
    /// SHA-256 of the file's bytes, lower-case hex.
    pub hash: String,
}

/// A form with the bytes it came from. Sheets render from those bytes for ever.
#[derive(Debug, Clone)]
pub struct LoadedForm {
    /// As read.
    pub form: Form,
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`, lower-case hex.
    pub hash: String,
}

impl LoadedForm {
    /// Reads a form from the bytes of its file.
    ///
    /// # Errors
    /// When it is no form: file, line and reason.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, FormError> {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        if let Some(known) = known_forms().get(&digest) {
            return Ok(known.clone());
        }
        let read = Self::parse(file, bytes)?;
        let mut known = known_forms();
        if known.len() < MOST_KNOWN {
            known.insert(digest, read.clone());
        }
        Ok(read)
    }

    fn parse(file: &str, bytes: &[u8]) -> Result<Self, FormError> {
        let text = std::str::from_utf8(bytes).map_err(|e| FormError {
            file: file.to_owned(),
            line: bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count() + 1,
            reason: "not UTF-8 text".to_owned(),
        })?;
        let form = Form::load(file, text)?;
        let hash = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        Ok(Self { form, bytes: bytes.to_vec(), hash })
    }

    /// The name of this edition.
    #[must_use]
    pub fn reference(&self) -> FormRef {
        FormRef { id: self.form.id.clone(), edition: self.form.edition.clone(), hash: self.hash.clone() }
    }
}

/// Forms that have been read: a form's bytes always make the same form, and every sheet that is opened asks for its own.
fn known_forms() -> MutexGuard<'static, BTreeMap<[u8; 32], LoadedForm>> {
    static KNOWN: Mutex<BTreeMap<[u8; 32], LoadedForm>> = Mutex::new(BTreeMap::new());
    // A poisoned lock only means that another thread stopped: whole forms are in it.
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Most forms that are kept so.
const MOST_KNOWN: usize = 64;

/// The current editions of all forms.
#[derive(Debug, Clone, Default)]
pub struct Library {
    forms: Vec<Arc<LoadedForm>>,
}

/// File name and bytes of every form that ships, in the order they are offered.
pub const SHIPPED: &[(&str, &[u8])] = &[
    ("inspection-daily.toml", include_bytes!("../../forms/inspection-daily.toml")),
    ("inspection-outlets.toml", include_bytes!("../../forms/inspection-outlets.toml")),
    ("revisit.toml", include_bytes!("../../forms/revisit.toml")),
    ("complaint.toml", include_bytes!("../../forms/complaint.toml")),
    ("rectification.toml", include_bytes!("../../forms/rectification.toml")),
    ("survey.toml", include_bytes!("../../forms/survey.toml")),
    ("opinion.toml", include_bytes!("../../forms/opinion.toml")),
    ("delivery.toml", include_bytes!("../../forms/delivery.toml")),
    ("service.toml", include_bytes!("../../forms/service.toml")),
    ("payment.toml", include_bytes!("../../forms/payment.toml")),
    ("consultation.toml", include_bytes!("../../forms/consultation.toml")),
];

impl Library {
    /// The forms that ship. They are read once; a test keeps them loadable, and one that is not would be left out.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| Self {
            forms: SHIPPED.iter().filter_map(|(file, bytes)| LoadedForm::read(file, bytes).ok().map(Arc::new)).collect(),
        })
    }

    /// A library of given forms; the last of each id counts.
    #[must_use]
    pub fn of(forms: Vec<LoadedForm>) -> Self {
        Self { forms: forms.into_iter().map(Arc::new).collect() }
    }

    /// The current edition of a form.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<LoadedForm>> {
        self.forms.iter().rev().find(|f| f.form.id == id)
    }

    /// All forms in the order they are offered.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<LoadedForm>> {
        self.forms.iter()
    }
}
