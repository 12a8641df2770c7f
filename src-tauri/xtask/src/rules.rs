//! The house rules that a machine can read off the source: which room may know what. See "Architecture" in the README.

use std::fs;
use std::path::Path;

use crate::check::Tally;
use crate::top;

/// Lines past which a file is two ideas. Said, not refused.
const ONE_SITTING: usize = 500;

/// The rooms of the core and their floors, as README's Architecture has them. A room uses those on floors below its own.
const FLOORS: [(&str, u8); 9] = [
    ("clock", 0),
    ("form", 1),
    ("deadline", 1),
    ("sheet", 2),
    ("paper", 3),
    ("casework", 3),
    ("archive", 4),
    ("cabinet", 4),
    ("office", 5),
];
const CORE: &str = "src-tauri/core/src/";

/// Words are written in two halves where a rule would otherwise find itself.
const SQLITE: &str = concat!("rus", "qlite");
const CLOCKS: [&str; 7] = [
    concat!("Utc::", "now("),
    concat!("Local::", "now("),
    concat!("SystemTime::", "now("),
    concat!("now", "_v7("),
    concat!("Os", "Rng"),
    concat!("getrandom", "::"),
    concat!("rand", "::rng("),
];
/// Verbs of SQL in capitals, each with the word that a statement has after it.
const SQL: [(&str, &str); 5] = [
    (concat!("SEL", "ECT "), " FROM "),
    (concat!("INS", "ERT "), "INTO "),
    (concat!("UPD", "ATE "), " SET "),
    (concat!("DEL", "ETE "), "FROM "),
    (concat!("PRA", "GMA "), ""),
];
const UNWRITTEN: [&str; 3] = [concat!("#[ig", "nore"), concat!("to", "do!("), concat!("unimple", "mented!(")];
const SKIPPED: [&str; 8] =
    ["it.skip(", "test.skip(", "describe.skip(", "it.only(", "test.only(", "describe.only(", "it.todo(", "test.todo("];
const ROOTS: [&str; 3] = ["src-tauri", "tests", "ui/src"];
const LEFT_OUT: [&str; 4] = ["target", "node_modules", "dist", "gen"];

struct Source {
    /// Path from the top, with `/` on every system.
    path: String,
    text: String,
}

/// Reads every source file once and checks the rules over it.
pub fn check(tally: &mut Tally) {
    let mut sources = Vec::new();
    for root in ROOTS {
        gather(&top(), root, &mut sources);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let rust = |source: &&Source| source.path.ends_with(".rs");
    let is_test = |path: &str| {
        path.starts_with("tests/")
            || path.contains("/tests/")
            || path.contains("/benches/")
            || path.ends_with("/tests.rs")
            || path.contains("/tests_")
    };

    let below_window = places(
        sources.iter().filter(rust).filter(|s| s.path.starts_with("src-tauri/core/") || s.path.starts_with("src-tauri/cli/")),
        |line| line.trim_start().starts_with("use tauri") || line.contains("tauri::"),
    );
    tally.places("core and terminal know no window", &below_window);

    let outside_cabinet = places(
        sources.iter().filter(rust).filter(|s| {
            s.path.starts_with("src-tauri/") && !s.path.starts_with("src-tauri/core/src/cabinet/") && !is_test(&s.path)
        }),
        |line| line.contains(SQLITE) || is_sql(line),
    );
    tally.places("SQL stays in the cabinet", &outside_cabinet);

    let upstairs: Vec<String> = FLOORS
        .iter()
        .flat_map(|room| {
            let own = sources.iter().filter(rust).filter(|s| !is_test(&s.path) && in_room(&s.path, room.0));
            places(own, |line| looks_up(line, *room))
        })
        .collect();
    tally.places("a room of the core uses only rooms below it", &upstairs);

    let outside_clock = places(
        sources.iter().filter(rust).filter(|s| {
            s.path.starts_with("src-tauri/")
                && !s.path.starts_with("src-tauri/core/src/clock/")
                && !s.path.starts_with("src-tauri/xtask/")
                && !is_test(&s.path)
        }),
        |line| CLOCKS.iter().any(|word| line.contains(word)),
    );
    tally.places("time and randomness come from the clock", &outside_clock);

    let outside_backend =
        places(sources.iter().filter(|s| s.path.starts_with("ui/src/") && !s.path.starts_with("ui/src/lib/backend/")), |line| {
            line.contains("@tauri-apps/")
        });
    tally.places("views talk through lib/backend alone", &outside_backend);

    let mut skipped = places(sources.iter().filter(rust), |line| UNWRITTEN.iter().any(|word| line.contains(word)));
    skipped.extend(places(sources.iter().filter(|s| s.path.starts_with("ui/")), |line| {
        SKIPPED.iter().any(|word| line.contains(word))
    }));
    tally.places("no test is skipped, no body unwritten", &skipped);

    for source in &sources {
        let lines = source.text.lines().count();
        if lines > ONE_SITTING && !source.path.ends_with("/types.ts") {
            println!("    note: {} has {lines} lines, past one sitting", source.path);
        }
    }
}

/// `file:line: text` of every line that breaks a rule. Comments may name what they like.
fn places<'a>(sources: impl Iterator<Item = &'a Source>, breaks: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (index, line) in source.text.lines().enumerate() {
            if !line.trim_start().starts_with("//") && breaks(line) {
                found.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    found
}

fn in_room(path: &str, room: &str) -> bool {
    path.strip_prefix(CORE).and_then(|rest| rest.strip_prefix(room)).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

/// Whether a line of a room names another on its own floor or above.
fn looks_up(line: &str, (room, floor): (&str, u8)) -> bool {
    let others = FLOORS.iter().filter(|(name, at)| *name != room && *at >= floor);
    let named = |name: &str| {
        line.match_indices("crate::").any(|(at, word)| {
            let rest = line.get(at + word.len()..).unwrap_or_default();
            rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    others.into_iter().any(|(name, _)| named(name))
}

/// Whether a line holds an SQL statement.
fn is_sql(line: &str) -> bool {
    SQL.iter().any(|(verb, then)| line.split_once(verb).is_some_and(|(_, rest)| rest.contains(then)))
}

fn gather(top: &Path, path: &str, sources: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(top.join(path)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let inner = format!("{path}/{name}");
        if entry.path().is_dir() {
            if !LEFT_OUT.contains(&name.as_str()) {
                gather(top, &inner, sources);
            }
        } else if [".rs", ".ts", ".svelte", ".css"].iter().any(|end| name.ends_with(end))
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            sources.push(Source { path: inner, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source { path: "src-tauri/core/src/office/mod.rs".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_statement_is_told_from_a_sentence() {
        assert!(is_sql(concat!("SEL", "ECT id FROM entry")), "a query is SQL");
        assert!(!is_sql("SELECT a paper in the list"), "a sentence with the verb alone is not");
    }

    #[test]
    fn a_room_that_looks_up_is_found() {
        let of = |line: &str| looks_up(line, ("paper", 3));
        assert!(of("use crate::office::Office;") && of("    crate::casework::Clock::new()"), "above, and on the same floor");
        assert!(!of("use crate::sheet::Sheet;") && !of("use crate::paper::grid;"), "below, and its own");
        assert!(!of("use crate::officer;"), "a longer name is another");
        assert!(in_room("src-tauri/core/src/paper/line.rs", "paper") && !in_room("src-tauri/core/src/paperwork/a.rs", "paper"));
    }

    #[test]
    fn a_place_names_file_and_line_and_comments_are_free() {
        let found = places([source("// Utc\nlet a = Utc;")].iter(), |line| line.contains("Utc"));
        assert_eq!(found, ["src-tauri/core/src/office/mod.rs:2: let a = Utc;"], "only code breaks a rule");
    }
}
