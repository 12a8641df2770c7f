//! What a signature role of a form file must keep to.

use super::super::{FieldKind, ScopeRef, Section, SignatureRole};
use super::{Checked, Checker};

impl Checker<'_> {
    /// Refuses with the line of the signature role that fills `field`.
    pub(super) fn refuse_role(&self, field: &str, reason: impl Into<String>) -> Checked {
        self.refuse_at(self.text.rfind(&format!("field = \"{field}\"")), reason)
    }

    pub(super) fn check_signature(&self, role: &SignatureRole) -> Checked {
        let own = match self.form.field(&role.field) {
            Some((section, field)) if field.kind == FieldKind::Signature => section,
            _ => return self.refuse(&role.field, format!("{:?} is no signature field", role.field)),
        };
        if role.scope.is_empty() {
            return self.refuse_role(&role.field, "a signature needs a scope: what its signer is shown");
        }
        if role.consent.text.trim().is_empty() || role.consent.version.trim().is_empty() {
            return self.refuse_role(&role.field, "a signature needs the sentence it is given under, with its version");
        }
        for scope in &role.scope {
            match scope {
                ScopeRef::Section(id) if self.form.section(id).is_none() => {
                    return self.refuse(&format!("section:{id}"), format!("no section {id:?}"));
                }
                ScopeRef::Field(id) if self.form.field(id).is_none() => {
                    return self.refuse(&format!("field:{id}"), format!("no field {id:?}"));
                }
                ScopeRef::Stage(id) if self.form.stage(id).is_none() => {
                    return self.refuse(&format!("stage:{id}"), format!("no stage {id:?}"));
                }
                ScopeRef::Row if !own.is_rows() => {
                    return self.refuse_role(&role.field, "scope row, but the signature stands in no list");
                }
                _ => {}
            }
        }
        if let Some(choice) = &role.choice {
            self.need_kind(choice, &[FieldKind::One], "choice")?;
        }
        if let Some(opinion) = &role.opinion {
            self.need_kind(opinion, &[FieldKind::Text, FieldKind::Line], "opinion")?;
        }
        if let Some(stage) = &role.stage {
            self.need_stage(stage)?;
        }
        if let Some(given) = &role.refused {
            self.need_word(&given.field, &given.word)?;
        }
        self.check_ready(own, role)?;
        if role.each && !own.field(&role.field).is_some_and(|f| own.is_rows() && !f.per_group) {
            return self.refuse_role(&role.field, "each is for a signature that every row of a list has of its own");
        }
        if let Some(proxied) = &role.proxied {
            self.need_word(&proxied.field, &proxied.word)?;
            self.need_kind(&proxied.signer, &[FieldKind::Line, FieldKind::Text], "signer")?;
            self.need_kind(&proxied.document, &[FieldKind::Photo], "document")?;
        }
        [&role.when, &role.waived].into_iter().flatten().try_for_each(|when| self.check_condition(when))
    }

    /// What is asked for before a signature can be answered there: in the signer's own row, or once in the sheet.
    fn check_ready(&self, own: &Section, role: &SignatureRole) -> Checked {
        for id in &role.needs {
            let fits = |s: &Section, kind: FieldKind| {
                (s.id == own.id || !s.is_rows()) && !matches!(kind, FieldKind::Signature | FieldKind::Auto | FieldKind::Fact)
            };
            match self.form.field(id) {
                Some((section, field)) if fits(section, field.kind) => {}
                Some(_) => {
                    return self.refuse(id, format!("needs {id:?}, which nobody answers in the row or the sheet that is signed"));
                }
                None => return self.refuse(id, format!("no field {id:?}")),
            }
        }
        for ready in &role.ready {
            if ready.message.trim().is_empty() {
                return self.refuse_role(&role.field, "what must hold before a signature says what is missing (message)");
            }
            self.check_condition(&ready.when)?;
        }
        Ok(())
    }
}
