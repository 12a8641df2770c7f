//! Who may do what. One table; every use case names its act, the faces only hide what would be refused.

use serde::{Deserialize, Serialize};

use crate::paper::mask::Mask;

/// What a person is in the department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Role {
    /// 项目经理: runs the site.
    ProjectManager,
    /// 部门负责人: runs the department.
    Head,
    /// 部门副职: stands in for the head.
    Deputy,
    /// 主管: checks areas and outlets, leads the work of a field.
    Supervisor,
    /// 组长: leads a team.
    Leader,
    /// 客服专员: takes calls, registers, revisits.
    Specialist,
    /// 总部检查: reads, always masked; writes nothing.
    Inspector,
}

/// What can be done, as far as it is not open to everyone who is at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Right {
    /// Look at sheets, lists, registers and the calendar, masked; check that records are genuine.
    Read,
    /// Fill, amend and finish sheets; have them signed.
    Fill,
    /// Print, export and copy, masked.
    Print,
    /// Print blank papers that carry numbers.
    Blank,
    /// See a phone or a sheet unmasked, with a reason.
    Reveal,
    /// Sign where the head of the department approves or reviews (审阅, 审核, 批准); ink on paper is only brought in.
    Review,
    /// Put sheets and numbers out of force.
    Void,
    /// Add and change entries of the registers, but for the people's.
    Register,
    /// Make backups.
    BackUp,
    /// See who looked at, printed and exported what.
    Audit,
    /// Close a month (月度归档).
    Archive,
    /// Open a closed month again, destroy what has been kept long enough.
    Reopen,
    /// Change the department's settings and the register of its people; confirm the date; rebuild.
    Settings,
    /// Appoint who stands in for whom, below one's own role.
    Delegate,
    /// Accounts, roles, recovery code, restore.
    People,
}

impl Role {
    /// All, from above.
    pub const ALL: [Self; 7] =
        [Self::ProjectManager, Self::Head, Self::Deputy, Self::Supervisor, Self::Leader, Self::Specialist, Self::Inspector];

    /// The word of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ProjectManager => "项目经理",
            Self::Head => "部门负责人",
            Self::Deputy => "部门副职",
            Self::Supervisor => "主管",
            Self::Leader => "组长",
            Self::Specialist => "客服专员",
            Self::Inspector => "总部检查",
        }
    }

    /// The role with this word or code.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == text || role.code() == text)
    }

    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ProjectManager => "project-manager",
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Supervisor => "supervisor",
            Self::Leader => "leader",
            Self::Specialist => "specialist",
            Self::Inspector => "inspector",
        }
    }

    /// Whether the role may do this.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        use Role::{Deputy, Head, Inspector, Leader, ProjectManager, Specialist, Supervisor};
        match right {
            Right::Read | Right::Print => true,
            Right::Fill | Right::BackUp => self != Inspector,
            Right::Blank | Right::Register => matches!(self, ProjectManager | Head | Deputy | Supervisor | Leader | Specialist),
            Right::Reveal | Right::Delegate => matches!(self, ProjectManager | Head | Deputy | Supervisor | Leader),
            Right::Void | Right::Review => matches!(self, ProjectManager | Head | Deputy | Supervisor),
            Right::Audit => matches!(self, ProjectManager | Head | Deputy | Inspector),
            Right::Settings | Right::Archive => matches!(self, ProjectManager | Head | Deputy),
            Right::People | Right::Reopen => matches!(self, ProjectManager | Head),
        }
    }
}

impl Role {
    /// What is hidden from the role on the screen, on paper and in files. The one place that decides it.
    #[must_use]
    pub fn mask(self) -> Mask {
        match self {
            Self::Inspector => Mask::ALL,
            _ => Mask::USUAL,
        }
    }
}

impl Right {
    /// All, in the order of the table.
    pub const ALL: [Self; 15] = [
        Self::Read,
        Self::Fill,
        Self::Print,
        Self::Blank,
        Self::Reveal,
        Self::Review,
        Self::Void,
        Self::Register,
        Self::BackUp,
        Self::Audit,
        Self::Archive,
        Self::Reopen,
        Self::Settings,
        Self::Delegate,
        Self::People,
    ];

    /// In the words of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "查阅单据、核验",
            Self::Fill => "填写、更改、签署",
            Self::Print => "打印、导出、复制（脱敏）",
            Self::Blank => "打印空白编号单",
            Self::Reveal => "查看完整信息（须事由）",
            Self::Review => "审阅、审核、批准签字",
            Self::Void => "作废",
            Self::Register => "登记资料维护（人员除外）",
            Self::BackUp => "备份",
            Self::Audit => "查阅导出登记",
            Self::Archive => "月度归档",
            Self::Reopen => "重新开启归档、销毁",
            Self::Settings => "部门设置、人员登记",
            Self::Delegate => "委派代理（下级）",
            Self::People => "账户与恢复",
        }
    }
}

/// Role × right as a Markdown table, for the README.
#[must_use]
pub fn table() -> String {
    let mut out = String::from("|  |");
    Role::ALL.iter().for_each(|role| out.push_str(&format!(" {} |", role.word())));
    out.push_str("\n| --- |");
    out.push_str(&" :-: |".repeat(Role::ALL.len()));
    for right in Right::ALL {
        out.push_str(&format!("\n| {} |", right.word()));
        Role::ALL.iter().for_each(|role| out.push_str(if role.may(right) { " √ |" } else { "  |" }));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_readme_is_the_one_of_the_code() {
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
        assert!(readme.contains(&table()), "README must hold this table:\n{}", table());
    }

    #[test]
    fn nobody_below_may_do_what_is_refused_above() {
        for right in Right::ALL.into_iter().filter(|right| *right != Right::Audit) {
            let line: Vec<bool> = Role::ALL.iter().map(|role| role.may(right)).collect();
            assert!(line.is_sorted_by(|above, below| above >= below), "{right:?}: {line:?}");
        }
        let inspector: Vec<Right> = Right::ALL.into_iter().filter(|right| Role::Inspector.may(*right)).collect();
        assert_eq!(inspector, [Right::Read, Right::Print, Right::Audit], "总部检查 reads, and writes nothing");
    }

    #[test]
    fn roles_are_read_back_by_word_and_code() {
        for role in Role::ALL {
            assert_eq!((Role::of(role.word()), Role::of(role.code())), (Some(role), Some(role)), "{role:?}");
        }
        assert_eq!(Role::of("经理助理"), None, "an unknown word is no role");
    }
}
