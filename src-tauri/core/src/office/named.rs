//! What a printed file names for a program to read: the revisions, numbers or month that it shows, what was hidden, and when and
//! by which version it was made. Hashes, ids and numbers alone, nothing that a customer could be known by.

use crate::archive::Month;
use crate::cabinet::Hash;
use crate::clock::{Id, Stamp};
use crate::paper::mask::Mask;

/// What the line begins with; another one says other things.
const MARK: &str = "XFP1";
/// Before a sheet or a blank, as in the code on its pages.
const SHEET: &str = "XF1:";
/// Before a month, as in the code on its 备考表.
const MONTH: &str = "XFM1:";

/// This program, as a file names what made it: its version, and behind that which build of it (`build.rs`). The version stays from
/// one build to the next, how a page is drawn may not.
pub(super) const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("XUNFANG_LAYOUT"));

/// What a file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shows {
    /// Sheets as they were at the printing: each with its newest revision then.
    Sheets(Vec<(Id, Hash)>),
    /// An earlier version of a sheet.
    Version(Id, Hash),
    /// Numbered blanks.
    Blanks(Vec<String>),
    /// A month.
    Volume(Bound),
}

/// A month in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub month: Month,
    /// The root hash over its items.
    pub root: String,
    /// How many there are.
    pub items: u32,
    /// Pages of the file; 0 where it does not say, as those of earlier versions.
    pub pages: u32,
    /// 送审稿
    pub draft: bool,
    /// 完整件
    pub full: bool,
}

/// What a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub shows: Shows,
    pub mask: Mask,
    /// When it was made, to the second.
    pub at: String,
    /// The program that made it: version and build; of earlier ones the version alone.
    pub program: String,
}

/// `2026-02-13T18:30:05+08:00`
pub(super) fn second(at: Stamp) -> String {
    let minute = at.to_minute();
    let zone = minute.get(16..).unwrap_or_default();
    format!("{}{zone}", at.local().format("%Y-%m-%dT%H:%M:%S"))
}

impl Named {
    pub(super) fn new(shows: Shows, mask: Mask, at: Stamp) -> Self {
        Self { shows, mask, at: second(at), program: PROGRAM.to_owned() }
    }

    /// What it is, as the line says it.
    pub(super) fn kind(&self) -> &'static str {
        match &self.shows {
            Shows::Sheets(_) => "sheets",
            Shows::Version(..) => "version",
            Shows::Blanks(_) => "blanks",
            Shows::Volume(of) => match (of.draft, of.full) {
                (false, false) => "volume",
                (false, true) => "volume-full",
                (true, false) => "draft",
                (true, true) => "draft-full",
            },
        }
    }

    /// The month, where it names one.
    pub(super) fn month(&self) -> Option<(&Self, &Bound)> {
        if let Shows::Volume(of) = &self.shows { Some((self, of)) } else { None }
    }

    /// Whether a line is one of this program, be it readable or not.
    pub(super) fn is_ours(line: &str) -> bool {
        line.starts_with("XFP")
    }

    /// One line: `XFP1 sheets mask=phones,ids at=2026-02-13T18:30:05+08:00 program=1.0.0 XF1:ID:HASH`.
    pub(super) fn line(&self) -> String {
        let shown: Vec<String> = match &self.shows {
            Shows::Sheets(all) => all.iter().map(|(id, hash)| format!("{SHEET}{id}:{hash}")).collect(),
            Shows::Version(id, hash) => vec![format!("{SHEET}{id}:{hash}")],
            Shows::Blanks(all) => all.iter().map(|serial| format!("{SHEET}{serial}")).collect(),
            Shows::Volume(of) => {
                let pages = (of.pages > 0).then(|| format!("pages={}", of.pages));
                let (items, root) = (format!("items={}", of.items), format!("{MONTH}{}:{}", of.month, of.root));
                std::iter::once(items).chain(pages).chain([root]).collect()
            }
        };
        let (at, program) = (format!("at={}", self.at), format!("program={}", self.program));
        let head = [MARK.to_owned(), self.kind().to_owned(), masked(self.mask), at, program];
        head.into_iter().chain(shown).collect::<Vec<_>>().join(" ")
    }

    /// Reads such a line. None for any other, also for one with something missing or more in it.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        if words.next()? != MARK {
            return None;
        }
        let kind = words.next()?;
        let mask = unmasked(words.next()?.strip_prefix("mask=")?)?;
        let at = words.next()?.strip_prefix("at=")?.to_owned();
        let at = second(Stamp::parse(&at).ok()?);
        let program = words.next()?.strip_prefix("program=")?.to_owned();
        let sheet = |word: &str| {
            let (id, hash) = word.strip_prefix(SHEET)?.split_once(':')?;
            Some((id.parse::<Id>().ok()?, hash.parse::<Hash>().ok()?))
        };
        let shows = match kind {
            "sheets" => Shows::Sheets(words.by_ref().map(sheet).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())?),
            "version" => sheet(words.next()?).map(|(id, hash)| Shows::Version(id, hash))?,
            "blanks" => {
                let serial = |word: &str| Some(word.strip_prefix(SHEET)?.to_owned()).filter(|serial| is_serial(serial));
                Shows::Blanks(words.by_ref().map(serial).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())?)
            }
            "volume" | "volume-full" | "draft" | "draft-full" => {
                let items = words.next()?.strip_prefix("items=")?.parse().ok()?;
                let mut next = words.next()?;
                let mut pages = 0;
                if let Some(said) = next.strip_prefix("pages=") {
                    pages = said.parse().ok().filter(|pages| *pages > 0)?;
                    next = words.next()?;
                }
                let (month, root) = next.strip_prefix(MONTH)?.split_once(':')?;
                let root = root.parse::<Hash>().ok()?.to_string();
                let (draft, full) = (kind.starts_with("draft"), kind.ends_with("-full"));
                Shows::Volume(Bound { month: month.parse().ok()?, root, items, pages, draft, full })
            }
            _ => return None,
        };
        words.next().is_none().then_some(Self { shows, mask, at, program })
    }
}

fn is_serial(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// What a mask hides, in the words of the line.
pub(super) fn hidden(mask: Mask) -> Vec<&'static str> {
    let kinds = [(mask.names, "names"), (mask.phones, "phones"), (mask.rooms, "rooms"), (mask.ids, "ids")];
    kinds.into_iter().filter(|(hides, _)| *hides).map(|(_, word)| word).collect()
}

fn masked(mask: Mask) -> String {
    let hidden = hidden(mask);
    format!("mask={}", if hidden.is_empty() { "none".to_owned() } else { hidden.join(",") })
}

fn unmasked(words: &str) -> Option<Mask> {
    let mut mask = Mask::NONE;
    for word in words.split(',').filter(|word| *word != "none") {
        match word {
            "names" => mask.names = true,
            "phones" => mask.phones = true,
            "rooms" => mask.rooms = true,
            "ids" => mask.ids = true,
            _ => return None,
        }
    }
    Some(mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_as_it_was_written_and_no_other_is_taken_for_one() {
        let at = Stamp::new(1_770_978_605_250, 480);
        let id: Id = "019c5678-0000-7000-8000-000000000001".parse().unwrap();
        let hash = Hash::of(b"x");
        let month =
            Bound { month: "2026-03".parse().unwrap(), root: hash.to_string(), items: 12, pages: 0, draft: false, full: false };
        let all = [
            Shows::Sheets(vec![(id, hash), (id, Hash::of(b"y"))]),
            Shows::Version(id, hash),
            Shows::Blanks(vec!["JC-A-202602-0031".into()]),
            Shows::Volume(month.clone()),
            Shows::Volume(Bound { draft: true, full: true, pages: 345, ..month }),
        ];
        for (n, shows) in all.into_iter().enumerate() {
            let mask = [Mask::NONE, Mask::USUAL, Mask::ALL][n % 3];
            let named = Named::new(shows, mask, at);
            let line = named.line();
            assert!(line.is_ascii(), "it goes into keywords as it is: {line}");
            assert_eq!(Named::read(&line).as_ref(), Some(&named), "{line}");
            for other in [line.replacen("XFP1", "XFP2", 1), format!("{line} more"), line.replace("mask=", "mask=faces,")] {
                assert_eq!(Named::read(&other), None, "something else is not guessed at: {other}");
            }
            let mut cut = line.as_str();
            while let Some((rest, _)) = cut.rsplit_once(' ') {
                cut = rest;
                assert!(Named::read(cut).is_none_or(|less| less != named), "a line that was cut says less or nothing: {cut}");
            }
        }
        assert_eq!(Named::read(""), None, "nothing names nothing");
    }
}
