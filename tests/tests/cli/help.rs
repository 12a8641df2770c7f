//! Help, and commands that were written wrong.

use super::Place;

#[test]
fn help_names_every_command() {
    let place = Place::empty();
    let said = place.run(&["--help"]);
    assert_eq!(said.code, 0, "help is no failure");
    for command in [
        "demo", "list", "show", "fill", "render", "blank", "forms", "verify", "rebuild", "doctor", "deadline", "calendar",
        "case", "due", "overdue", "route", "duties",
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
