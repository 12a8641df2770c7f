//! Where each signature of a sheet stands: as it was signed, waiting to be given again, or broken.

use super::error::Result;
use super::record::{Record, Signed};
use crate::cabinet::{Entry, Hash, Kept, Reader};
use crate::sheet::{Body, Method, Scope, SignatureBody, Standing, rebuild_scope};

impl Record {
    /// The same with another body: a revision that is about to be written, under which the signatures stand or fall.
    pub fn under(&self, reader: &Reader<'_>, body: &Body) -> Result<Self> {
        let signed = self.signatures.iter().map(|signed| (signed.entry.clone(), signed.body.clone())).collect();
        let mut next = Self { body: body.clone(), signatures: Vec::new(), ..self.clone() };
        next.signatures = next.stand(reader, signed)?;
        Ok(next)
    }

    pub(super) fn stand(&self, reader: &Reader<'_>, signed: Vec<(Entry, SignatureBody)>) -> Result<Vec<Signed>> {
        let corrected = |n: usize| corrected(&signed, n);
        let standings: Vec<_> = signed.iter().map(|(_, s)| self.standing(reader, s, &corrected)).collect::<Result<_>>()?;
        let seals = signed.into_iter().zip(standings);
        Ok(seals.map(|((entry, body), (standing, changed))| Signed { entry, body, standing, changed }).collect())
    }

    /// Where a signature stands, and what reads otherwise than it was signed.
    fn standing(
        &self,
        reader: &Reader<'_>,
        signed: &SignatureBody,
        corrected: &dyn Fn(usize) -> bool,
    ) -> Result<(Standing, Vec<String>)> {
        let plain = |standing| Ok((standing, Vec::new()));
        let hash: Hash = signed.scope.parse()?;
        let bytes = match reader.kept(&hash)? {
            Kept::Here(bytes) => bytes,
            Kept::Destroyed(_) => return plain(Standing::Destroyed),
            Kept::Missing => return plain(Standing::Broken),
        };
        let strokes = match &signed.method {
            Method::Drawn { strokes } | Method::Proxy { strokes, .. } => Some(strokes),
            Method::Paper { .. } | Method::Refused { .. } => None,
        };
        let strokes_whole = match strokes {
            Some(hash) => matches!(reader.kept(&hash.parse()?)?, Kept::Here(b) if Hash::of(&b).to_string() == *hash),
            None => true,
        };
        if Hash::of(&bytes) != hash || !strokes_whole {
            return plain(Standing::Broken);
        }
        if signed.row.starts_with("change:") {
            return plain(Standing::Valid);
        }
        let Ok(was) = serde_json::from_slice::<Scope>(&bytes) else { return plain(Standing::Broken) };
        let Some(role) = self.form().signature(&signed.role) else { return plain(Standing::Broken) };
        let from = usize::try_from(signed.changes).unwrap_or(usize::MAX);
        let sheet = self.sheet.to_string();
        let now = rebuild_scope(self.form(), &self.form_ref(), &sheet, &self.body, role, &signed.row, &was.salt, from, corrected);
        if now.bytes()? == bytes { plain(Standing::Valid) } else { Ok((Standing::Changed, was.changed(&now))) }
    }
}

/// Whether 更正页 number `n` carries both of its signatures.
fn corrected(signed: &[(Entry, SignatureBody)], n: usize) -> bool {
    let row = format!("change:{n}");
    ["author", "head"].iter().all(|role| signed.iter().any(|(_, s)| s.row == row && s.role == *role))
}
