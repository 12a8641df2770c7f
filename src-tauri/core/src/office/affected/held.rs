//! What is held of one person.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Id;

/// Serials of sheets that are written out; the rest are counted.
const SERIALS: usize = 6;

/// What of a person is held, in the order it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Name,
    Room,
    Phone,
    Number,
    IdNumber,
    Signature,
    Scan,
    Photo,
    Outlet,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Room => "房号",
            Self::Phone => "电话",
            Self::Number => "户号",
            Self::IdNumber => "证件号",
            Self::Signature => "签名",
            Self::Scan => "签字原件影像",
            Self::Photo => "照片",
            Self::Outlet => "商户名称",
        }
    }
}

/// Where something stands.
#[derive(Debug, Clone)]
pub(super) enum At {
    /// In a register, by its label.
    Register(&'static str),
    /// On a sheet with a number.
    Sheet(Id, String),
    /// In a draft.
    Draft(Id),
}

/// Everything held of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// What they were called, the last word last.
    names: Vec<String>,
    /// What their outlet was called, the last word last.
    outlets: Vec<String>,
    /// As what they stand there: 客户, 见证人.
    parts: BTreeSet<String>,
    rooms: Vec<String>,
    phones: Vec<String>,
    kinds: BTreeSet<Kind>,
    registers: BTreeSet<&'static str>,
    sheets: BTreeMap<Id, String>,
    drafts: BTreeSet<Id>,
}

impl Held {
    /// Something of them.
    pub fn tell(&mut self, kind: Kind, text: &str, at: &At) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.has(kind, at);
        match kind {
            Kind::Name => put(&mut self.names, text),
            Kind::Outlet => put(&mut self.outlets, text),
            Kind::Room => put(&mut self.rooms, text),
            Kind::Phone => put(&mut self.phones, text),
            _ => {}
        }
    }

    /// Something of them that no column says.
    pub fn has(&mut self, kind: Kind, at: &At) {
        self.kinds.insert(kind);
        self.stands(at);
    }

    /// Where they stand.
    pub fn stands(&mut self, at: &At) {
        match at {
            At::Register(label) => drop(self.registers.insert(label)),
            At::Sheet(sheet, serial) => drop(self.sheets.insert(*sheet, serial.clone())),
            At::Draft(draft) => drop(self.drafts.insert(*draft)),
        }
    }

    /// As what.
    pub fn is(&mut self, part: &str) {
        if !part.trim().is_empty() {
            self.parts.insert(part.trim().to_owned());
        }
    }

    /// All they were called.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Takes in what was held under another key.
    pub fn absorb(&mut self, other: Self) {
        // Their own last word stays the last.
        let own = |mine: &mut Vec<String>, more: Vec<String>| {
            for text in more.into_iter().rev().filter(|text| !mine.contains(text)).collect::<Vec<_>>() {
                mine.insert(0, text);
            }
        };
        own(&mut self.names, other.names);
        own(&mut self.outlets, other.outlets);
        own(&mut self.rooms, other.rooms);
        own(&mut self.phones, other.phones);
        self.parts.extend(other.parts);
        self.kinds.extend(other.kinds);
        self.registers.extend(other.registers);
        self.sheets.extend(other.sheets);
        self.drafts.extend(other.drafts);
    }

    /// By room and name, those without a room last.
    pub fn order(&self) -> (bool, String, String) {
        let room = self.rooms.last().cloned().unwrap_or_default();
        (room.is_empty(), room, self.name())
    }

    /// 欧阳示例（曾写作 欧阳示）（百味便利店）
    pub fn name(&self) -> String {
        let mut said = String::new();
        match (self.names.split_last(), self.outlets.split_last()) {
            (Some((name, before)), outlet) => {
                said.push_str(name);
                push_before(&mut said, before);
                if let Some((outlet, before)) = outlet {
                    said.push_str(&format!("（{outlet}）"));
                    push_before(&mut said, before);
                }
            }
            (None, Some((outlet, before))) => {
                said.push_str(outlet);
                push_before(&mut said, before);
            }
            (None, None) => said.push_str("（未写姓名）"),
        }
        said
    }

    /// 客户、见证人
    pub fn parts(&self) -> String {
        self.parts.iter().cloned().collect::<Vec<_>>().join("、")
    }

    /// All rooms.
    pub fn rooms(&self) -> String {
        self.rooms.join("、")
    }

    /// All telephone numbers.
    pub fn phones(&self) -> String {
        self.phones.join("、")
    }

    /// 姓名、房号、电话
    pub fn kinds(&self) -> String {
        self.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join("、")
    }

    /// 客户登记；HF-A-202602-0001、HF-A-202602-0002；草稿1份
    pub fn places(&self) -> String {
        let mut said: Vec<String> = self.registers.iter().map(|label| format!("{label}登记")).collect();
        let mut serials: Vec<&str> = self.sheets.values().map(String::as_str).collect();
        serials.sort_unstable();
        if !serials.is_empty() {
            let shown = serials.iter().take(SERIALS).copied().collect::<Vec<_>>().join("、");
            let more = if serials.len() > SERIALS { format!("等{}份", serials.len()) } else { String::new() };
            said.push(format!("{shown}{more}"));
        }
        if !self.drafts.is_empty() {
            said.push(format!("草稿{}份", self.drafts.len()));
        }
        said.join("；")
    }
}

/// The last word said is the last of the list.
fn put(all: &mut Vec<String>, text: &str) {
    all.retain(|known| known != text);
    all.push(text.to_owned());
}

fn push_before(said: &mut String, before: &[String]) {
    if !before.is_empty() {
        said.push_str(&format!("（曾写作 {}）", before.join("、")));
    }
}
