//! The shipped papers load, bad files are refused with their line, and released editions never change.

use super::*;

#[test]
fn every_shipped_paper_loads() {
    for (file, bytes) in SHIPPED {
        if let Err(error) = LoadedForm::read(file, bytes) {
            panic!("a shipped paper must load: {error}");
        }
    }
    assert_eq!(Library::shipped().iter().count(), SHIPPED.len(), "no shipped paper is left out");
}

#[test]
fn the_daily_check_list_has_its_48_items_in_12_groups() {
    let form = &Library::shipped().get("inspection-daily").unwrap().form;
    let check = form.section("check").unwrap();
    assert_eq!(check.groups.len(), 12, "11 areas and the posts");
    assert_eq!(check.groups.iter().map(|g| g.items.len()).sum::<usize>(), 48, "the item library of the department");
}
