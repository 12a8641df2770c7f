use super::super::*;
use super::support::*;

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let desk = Desk::new();
    let (cabinet, recovery) = desk.create();
    cabinet.check(&Secret::passphrase(PASSPHRASE)).unwrap();
    assert_eq!(code(cabinet.check(&Secret::passphrase("错"))), "wrong-passphrase", "the employee is asked again");
    assert_eq!(code(cabinet.slot_of("错")), "wrong-passphrase", "the old one is asked for");
    let old = cabinet.slot_of(PASSPHRASE).unwrap();
    cabinet.add_passphrase("新口令", Cost::LIGHT).unwrap();
    cabinet.remove_slot(old).unwrap();
    drop(cabinet);
    assert_eq!(code(desk.open()), "wrong-passphrase", "the old one is gone");
    drop(desk.open_with(&Secret::passphrase("新口令")).unwrap());
    drop(desk.open_with(&Secret::recovery(recovery.as_str())).unwrap());
}

#[test]
fn slots_are_added_and_removed_but_never_the_last() {
    let desk = Desk::new();
    let (cabinet, old_code) = desk.create();
    let first = cabinet.slots()[0].0;
    let second = cabinet.add_passphrase("第二人", Cost::LIGHT).unwrap();
    cabinet.remove_slot(first).unwrap();
    assert_eq!(code(cabinet.remove_slot(second)), "keyslot-last", "nobody could open it any more");
    assert_eq!(code(cabinet.remove_slot(first)), "keyslot-unknown", "it is gone already");
    let new_code = cabinet.new_recovery_code(Cost::LIGHT).unwrap();
    drop(cabinet);
    assert_eq!(code(desk.open()), "wrong-passphrase", "the removed slot opens nothing");
    assert_eq!(code(desk.open_with(&Secret::recovery(old_code.as_str()))), "wrong-recovery-code", "nor does the old code");
    drop(desk.open_with(&Secret::recovery(new_code.as_str())).unwrap());
    drop(desk.open_with(&Secret::passphrase("第二人")).unwrap());
}

#[test]
fn a_passphrase_typed_in_parts_is_the_same() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    cabinet.add_passphrase("caf\u{e9}", Cost::LIGHT).unwrap();
    drop(cabinet);
    desk.open_with(&Secret::passphrase("cafe\u{301}")).unwrap();
}

#[test]
fn the_standard_cost_is_what_is_advised() {
    let standard = Cost::STANDARD;
    assert!(standard.m_kib >= 19 * 1024 && standard.t >= 2, "at least OWASP's minimum for argon2id");
}
