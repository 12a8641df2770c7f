//! The way of the revisits: which building a room lies in, and in which order rooms are walked.

use std::cmp::Ordering;

/// Words that a building's name ends with.
const ENDINGS: [&str; 6] = ["号楼", "幢", "栋", "座", "楼", "区"];

/// The building of a room: the longest of the known places that the room begins with, else its own words up to 3幢 or A座, else
/// what stands before the first dash; empty when nothing of the kind is said.
#[must_use]
pub fn building<'r>(room: &'r str, places: &[String]) -> &'r str {
    let room = room.trim();
    let known = places.iter().map(|place| place.trim()).filter(|place| !place.is_empty() && room.starts_with(place));
    if let Some(place) = known.max_by_key(|place| place.len()) {
        return room.get(..place.len()).unwrap_or_default();
    }
    let ended = ENDINGS.iter().filter_map(|ending| room.find(ending).map(|at| at + ending.len())).min();
    let dashed = || room.find(['-', '－', '—']);
    ended.or_else(dashed).and_then(|at| room.get(..at)).unwrap_or_default()
}

/// Rooms as they are walked: figures by their value, so that 2栋 comes before 10栋, and 0801 before 1001.
#[must_use]
pub fn by_room(a: &str, b: &str) -> Ordering {
    alphanumeric_sort::compare_str(a, b).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_names_its_building() {
        let places = ["3栋".to_owned(), "3栋2单元".to_owned(), "商业街".to_owned(), " ".to_owned()];
        let found = ["3栋2单元0801", "A座1203", "12号楼-1-501", "B-0702", "商业街12号", "0801", " 7幢101 ", ""];
        let found = found.map(|room| building(room, &places).to_owned());
        assert_eq!(
            found,
            ["3栋2单元", "A座", "12号楼", "B", "商业街", "", "7幢", ""],
            "by the register first, then by its words"
        );
    }

    #[test]
    fn the_way_goes_by_the_value_of_the_figures() {
        let mut rooms = ["10栋0101", "2栋1001", "2栋0801", "2栋801A", "A座2", "2栋0801"];
        rooms.sort_by(|a, b| by_room(a, b));
        let ends = (rooms.first().unwrap(), rooms.get(4).unwrap(), rooms.last().unwrap());
        assert_eq!(ends, (&"2栋0801", &"10栋0101", &"A座2"), "2栋 before 10栋: {rooms:?}");
    }
}
