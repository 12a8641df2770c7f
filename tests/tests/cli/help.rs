//! Help, and commands that were written wrong.

use super::Place;

#[test]
fn help_names_every_command() {
    let place = Place::empty();
    let said = place.run(&["--help"]);
    assert_eq!(said.code, 0, "help is no failure");
    for command in [
        "demo",
        "list",
        "show",
        "fill",
        "render",
        "blank",
        "forms",
        "verify",
        "rebuild",
        "doctor",
        "deadline",
        "calendar",
        "case",
        "due",
        "overdue",
        "route",
        "duties",
        "registers",
    ] {
        assert!(said.out.contains(command), "{command} is there: {}", said.out);
        let own = place.run(&[command, "--help"]);
        assert_eq!(own.code, 0, "{command} explains itself");
        assert!(own.out.contains("用法：xunfang"), "{command} says how it is written: {}", own.out);
        let english = ["Arguments", "Options", "default:", "possible values", "Usage"];
        assert!(!english.iter().any(|word| own.out.contains(word)), "{command} speaks one language: {}", own.out);
    }
}

/// Passes when every command below a command speaks one language too: they are found in the help itself, so that none is left out.
#[test]
fn the_help_of_every_command_below_another_speaks_one_language() {
    let place = Place::empty();
    let below = |words: &[&str]| -> Vec<String> {
        let said = place.run(&[words, &["--help"]].concat());
        assert_eq!(said.code, 0, "{words:?} explains itself");
        let english = ["Arguments", "Options", "Commands", "default:", "possible values", "Usage"];
        assert!(!english.iter().any(|word| said.out.contains(word)), "{words:?}: {}", said.out);
        let listed =
            said.out.lines().skip_while(|line| !line.starts_with("命令")).skip(1).take_while(|line| line.starts_with("  "));
        listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
    };
    let mut second = 0;
    for command in below(&[]) {
        for under in below(&[&command]) {
            second += 1;
            assert_eq!(below(&[&command, &under]), [""; 0], "{command} {under} has nothing below it that this test leaves out");
        }
    }
    assert!(second > 15, "commands below others are found: {second}");
}

#[test]
fn a_wrong_command_is_told_in_one_line_and_ends_with_two() {
    let place = Place::demo();
    let wrong: [&[&str]; 9] = [
        &[],
        &["lisst"],
        &["list", "--bogus"],
        &["list", "--from", "2026-13-01"],
        &["list", "--state", "sleeping"],
        &["show"],
        &["fill", "revisit"],
        &["render", "HF-A-202603-0001"],
        &["demo", "--months", "0"],
    ];
    for words in wrong {
        let said = place.run(&[&["--json"], words].concat());
        assert_eq!(said.code, 2, "{words:?} is no command: {}", said.err);
        assert_eq!(said.out, "", "{words:?}: nothing on standard output");
        assert!(said.err.starts_with("usage: ") && said.err.lines().count() == 1, "{words:?}: one line: {}", said.err);
    }
    assert_eq!(
        super::said(std::process::Command::new(xunfang_tests::paths::program("xunfang")).arg("list")).code,
        2,
        "no cabinet named"
    );
}

#[test]
fn the_names_that_an_answers_file_may_use_are_listed_register_by_register() {
    let place = Place::demo();
    let kinds = place.json(&["registers"]);
    assert!(kinds.as_array().unwrap().iter().any(|kind| kind["id"] == "customer"), "the registers: {kinds}");
    let customers = place.json(&["registers", "客户"]);
    let first = customers[0]["name"].as_str().unwrap().to_owned();
    assert!(customers[0]["facts"]["phone"].as_str().unwrap().contains('*'), "a telephone number is masked: {}", customers[0]);
    let found = place.run(&["registers", "customer", "--search", &first]);
    assert!(found.out.starts_with("名称") && found.out.contains(&first), "with the heads of its columns: {}", found.out);
    let unknown = place.refused(&["registers", "nobody"]);
    assert!(unknown.starts_with("not-found:") && unknown.contains("customer"), "says which there are: {unknown}");
}

#[test]
fn a_value_that_is_refused_says_how_it_is_written() {
    let place = Place::demo();
    let wrong = |words: &[&str]| {
        let said = place.run(words);
        assert_eq!(said.code, 2, "written wrong: {}", said.err);
        said.err
    };
    assert!(wrong(&["list", "--from", "2026-13-01"]).contains("2026-02-13"), "a date");
    assert!(wrong(&["month", "status", "2026-13"]).contains("2026-02"), "a month");
    assert!(wrong(&["blank", "revisit", "--to", "a.pdf", "--count", "200"]).contains("之间"), "a number names its bounds");
    assert!(wrong(&["list", "--from", "2026-03-02", "--to", "2026-03-01"]).contains("--to"), "days the wrong way round");
    let unknown = place.refused(&["list", "--form", "nope"]);
    assert!(unknown.contains("nope") && unknown.contains("forms list"), "a paper that there is not: {unknown}");
}
