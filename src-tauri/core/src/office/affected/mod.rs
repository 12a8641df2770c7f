//! After a theft: whose data a backup holds, and what of it, so that each of them can be told.

mod held;
mod said;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::print::Wanted;
use super::wait::Waits;
use super::{Backup, Office};
use crate::cabinet::{Secret, backup_in, look_into};
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::grid::Align;
use held::Held;
use said::Said;

const TITLE: &str = "涉及客户名单";

const COLUMNS: [Column<'static>; 9] = [
    Column { label: "序号", width: 1_000, align: Align::Center },
    Column { label: "客户", width: 3_600, align: Align::Left },
    Column { label: "身份", width: 2_400, align: Align::Left },
    Column { label: "房号、位置", width: 3_400, align: Align::Left },
    Column { label: "电话", width: 2_900, align: Align::Center },
    Column { label: "涉及的信息", width: 4_200, align: Align::Left },
    Column { label: "所在", width: 4_200, align: Align::Left },
    Column { label: "告知时间、方式", width: 2_500, align: Align::Left },
    Column { label: "告知人", width: 1_500, align: Align::Center },
];

/// A list of customers as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The file.
    pub file: Vec<u8>,
    /// A name for it.
    pub name: String,
    /// How many people are on it.
    pub customers: u32,
}

impl Office {
    /// Lists everyone outside the department whom a backup names, once each, with what it holds of them and where: in the
    /// registers as they are and as they were, in every revision of every sheet, at the signatures, in the drafts. Nothing is masked. The backup is read where it lies and
    /// decrypted in memory alone; who asked and why is in the log before the list is handed out.
    ///
    /// # Errors
    /// `not-allowed`, `missing` without a reason, `backup-missing`, `backup-damaged`, `wrong-passphrase`, `wait` after five of them,
    /// `cancelled`.
    pub fn affected(
        &self,
        backup: &Path,
        secret: &Secret,
        reason: &str,
        format: Wanted,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<Affected> {
        self.may(Right::People)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        let kept = backup_in(backup)?;
        let shown = Backup::from(&kept);
        let waits = Waits::at(self.cabinet.state_folder(), &kept.folder);
        let (held, whose) = waits.guard(self.clock(), || {
            look_into(&kept, secret, progress, |reader| Ok::<_, OfficeError>((Said::by(reader, progress)?, self.whose(reader)?)))
        })?;
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "affected", reason, &shown.name, None)
        })?;
        let made = shown.made.get(..16).unwrap_or(&shown.made).replace('T', " ");
        let customers = u32::try_from(held.len()).unwrap_or(u32::MAX);
        let list = Listing {
            title: TITLE,
            left: whose,
            right: vec![format!("备份 {made}"), format!("共 {customers} 人")],
            columns: &COLUMNS,
            rows: held.iter().enumerate().map(|(n, held)| row(n + 1, held)).collect(),
            signers: &["制表人", "部门负责人"],
            notes: vec![
                format!("事由：{reason}"),
                "正文和事由里顺手写到的姓名、号码不在本表，请另查".to_owned(),
                "内含完整个人信息，用后按规定保管或销毁".to_owned(),
                self.stamp("导出")?,
            ],
        };
        let file = self.listed(&listing(&list), TITLE, format)?;
        Ok(Affected { file, name: format!("{TITLE} {}{}", made.get(..10).unwrap_or_default(), format.ending()), customers })
    }
}

fn row(number: usize, held: &Held) -> Vec<String> {
    // A line each: a number is not broken at its dashes.
    let places = held.places().replace(['；', '、'], "\n");
    vec![number.to_string(), held.name(), held.parts(), held.rooms(), held.phones(), held.kinds(), places]
}
