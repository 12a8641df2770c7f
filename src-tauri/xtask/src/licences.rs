//! Whether the licence of every package that is built in is on the list in `deny.toml`. `cargo deny` checks more, where
//! it is installed; this needs nothing but cargo.

use std::fs;

use crate::check::Tally;
use crate::machine::answer;
use crate::{cargo, top};

pub fn check(tally: &mut Tally) {
    let allowed = allowed(&fs::read_to_string(top().join("deny.toml")).unwrap_or_default());
    let tree = answer(cargo().args([
        "tree",
        "--locked",
        "--workspace",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{l}\t{p}",
    ]));
    let mut refused = match tree {
        Some(tree) if !allowed.is_empty() => refused(&tree, &allowed),
        Some(_) => vec!["deny.toml has no list of allowed licences".to_owned()],
        None => vec!["cargo tree failed".to_owned()],
    };
    refused.sort();
    refused.dedup();
    tally.places("licences", &refused);
}

/// The names between `allow = [` and `]` in the section `[licenses]`.
fn allowed(deny: &str) -> Vec<String> {
    let Some((_, section)) = deny.split_once("[licenses]") else { return Vec::new() };
    let Some((_, rest)) = section.split_once("allow = [") else { return Vec::new() };
    let list = rest.split_once(']').map_or(rest, |(list, _)| list);
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn refused(tree: &str, allowed: &[String]) -> Vec<String> {
    let lines = tree.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(licence, _)| !accepts(licence, allowed)).map(|(licence, package)| format!("{package}: {licence}")).collect()
}

/// Reads an SPDX expression as far as packages use it: `OR` (or `/`) over `AND` over names, with round brackets.
fn accepts(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "_WITH_");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let accepted = either(&mut rest, allowed);
    accepted && rest.is_empty()
}

fn either(words: &mut &[&str], allowed: &[String]) -> bool {
    let mut accepted = both(words, allowed);
    while let Some((&"OR", rest)) = words.split_first() {
        *words = rest;
        accepted |= both(words, allowed);
    }
    accepted
}

fn both(words: &mut &[&str], allowed: &[String]) -> bool {
    let mut accepted = one(words, allowed);
    while let Some((&"AND", rest)) = words.split_first() {
        *words = rest;
        accepted &= one(words, allowed);
    }
    accepted
}

fn one(words: &mut &[&str], allowed: &[String]) -> bool {
    let Some((word, rest)) = words.split_first() else { return false };
    *words = rest;
    if *word != "(" {
        return allowed.iter().any(|name| *name == word.replace("_WITH_", " WITH "));
    }
    let accepted = either(words, allowed);
    match words.split_first() {
        Some((&")", rest)) => {
            *words = rest;
            accepted
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_accepted_when_one_way_through_it_is_allowed() {
        let list = allowed("[licenses]\nallow = [\n  \"MIT\",\n  \"Unicode-3.0\",\n  \"Apache-2.0 WITH LLVM-exception\",\n]\n");
        for (expression, accepted) in [
            ("MIT", true),
            ("GPL-3.0 OR MIT", true),
            ("Apache-2.0/MIT", true),
            ("MIT AND GPL-3.0", false),
            ("(GPL-3.0 OR MIT) AND Unicode-3.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("", false),
        ] {
            assert_eq!(accepts(expression, &list), accepted, "`{expression}` is read wrongly");
        }
    }
}
