//! Which group of 今日 each open case stands in, and how many of a group are shown: pure, over every clock that runs.

use std::collections::{BTreeMap, BTreeSet};

use super::super::api::TodayRest;
use crate::cabinet::RunningEnd;
use crate::clock::Id;

/// Most lines of a group: what is long overdue hides nothing of what is due today.
const LINES: usize = 60;
/// The group of cases that wait for a step of a department, and are not late nor due today.
pub(super) const WAITING: &str = "waiting";
/// The group of cases of which nothing is due within the week.
pub(super) const LATER: &str = "later";
/// The group of open cases of which no clock runs.
const OPEN: &str = "open";
/// The groups in the order in which they stand.
const ORDER: [&str; 6] = ["overdue", "due", "soon", WAITING, LATER, OPEN];

/// The place of a group; the last for another's.
pub(super) fn rank(group: &str) -> usize {
    ORDER.iter().position(|known| *known == group).unwrap_or(ORDER.len())
}

/// The moments up to which a limit is over, ends today, or ends within the week, ms.
pub(super) struct Spans {
    pub late: i64,
    pub tonight: i64,
    pub week: i64,
}

impl Spans {
    /// The group of a limit by its end alone, ms.
    pub fn of(&self, due_ms: i64) -> &'static str {
        match due_ms {
            due if due <= self.late => "overdue",
            due if due <= self.tonight => "due",
            due if due <= self.week => "soon",
            _ => LATER,
        }
    }
}

/// A group of lines: those that are shown, and how many more there are.
struct Group<T> {
    shown: Vec<T>,
    rest: u32,
}

impl<T> Default for Group<T> {
    fn default() -> Self {
        Self { shown: Vec::new(), rest: 0 }
    }
}

impl<T> Group<T> {
    fn add(&mut self, line: T) {
        if self.shown.len() < LINES {
            self.shown.push(line);
        } else {
            self.rest = self.rest.saturating_add(1);
        }
    }
}

/// The clocks and the cases without one, by group.
pub(super) struct Groups {
    clocks: BTreeMap<&'static str, Group<(Id, String)>>,
    unclocked: BTreeMap<&'static str, Group<Id>>,
}

impl Groups {
    /// `ends` are the clocks that run, those that end first on top; `unclocked` the open cases that have none. What is late or due
    /// today stands there clock by clock. A case of those that are `waiting` for a department stands once among these unless something
    /// of it is late or due today, and behind the week each case stands once that has nothing to do sooner.
    pub fn of(ends: Vec<RunningEnd>, unclocked: Vec<Id>, waiting: &BTreeSet<Id>, spans: &Spans) -> Self {
        let mut found = Self { clocks: BTreeMap::new(), unclocked: BTreeMap::new() };
        let (mut pressing, mut near, mut once) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for RunningEnd { sheet, clock, due_ms } in ends {
            let group = match spans.of(due_ms) {
                "soon" | LATER if waiting.contains(&sheet) && !pressing.contains(&sheet) => WAITING,
                group => group,
            };
            let shown = match group {
                WAITING => once.insert(sheet),
                LATER => !near.contains(&sheet) && once.insert(sheet),
                _ => true,
            };
            if matches!(group, "overdue" | "due") {
                pressing.insert(sheet);
            }
            if !matches!(group, WAITING | LATER) {
                near.insert(sheet);
            }
            if shown {
                found.clocks.entry(group).or_default().add((sheet, clock));
            }
        }
        for sheet in unclocked {
            let group = if waiting.contains(&sheet) { WAITING } else { OPEN };
            found.unclocked.entry(group).or_default().add(sheet);
        }
        found
    }

    /// The clocks that are shown, group by group.
    pub fn clocks(&self) -> impl Iterator<Item = &(Id, String)> {
        ORDER.iter().filter_map(|group| self.clocks.get(group)).flat_map(|group| &group.shown)
    }

    /// The sheets of the cases that wait for a department, of those that are shown and have a clock.
    pub fn waiting(&self) -> BTreeSet<String> {
        self.clocks.get(WAITING).into_iter().flat_map(|group| &group.shown).map(|(sheet, _)| sheet.to_string()).collect()
    }

    /// The cases without a clock that are shown, each with its group.
    pub fn unclocked(&self) -> impl Iterator<Item = (&'static str, Id)> {
        self.unclocked.iter().flat_map(|(name, group)| group.shown.iter().map(|sheet| (*name, *sheet)))
    }

    /// How many more there are of each group.
    pub fn rest(&self) -> Vec<TodayRest> {
        let more = |group: &str| {
            let clocks = self.clocks.get(group).map_or(0, |group| group.rest);
            clocks.saturating_add(self.unclocked.get(group).map_or(0, |group| group.rest))
        };
        let found = ORDER.iter().map(|group| TodayRest { group: (*group).to_owned(), count: more(group) });
        found.filter(|rest| rest.count > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn each_case_stands_where_it_is_to_be_acted_on_and_the_rest_of_a_group_is_counted() {
        let ids: Vec<Id> = (0..100).map(|_| Clock::system().id().unwrap()).collect();
        let spans = Spans { late: 10, tonight: 20, week: 30 };
        let end = |n: usize, due_ms: i64| RunningEnd { sheet: ids[n], clock: format!("{due_ms}"), due_ms };
        // The first is late and waits as well, the second waits alone, the third has something to do within the week.
        let mut ends = vec![end(0, 5), end(2, 25), end(0, 26), end(1, 27), end(1, 40), end(2, 41), end(3, 42)];
        ends.extend((4..70).map(|n| end(n, 50)));
        let waiting = BTreeSet::from([ids[0], ids[1], ids[99]]);
        let groups = Groups::of(ends, vec![ids[98], ids[99]], &waiting, &spans);
        let told = |group: &str| groups.clocks.get(group).map_or(0, |group| group.shown.len());
        assert_eq!(
            [told("overdue"), told("due"), told("soon")],
            [1, 0, 2],
            "what is late is not said to wait, nor what follows it"
        );
        assert_eq!(groups.waiting(), BTreeSet::from([ids[1].to_string()]), "once, by the limit that ends first");
        assert_eq!(told(LATER), LINES, "of those behind the week the ones that have nothing sooner");
        assert_eq!(groups.rest(), [TodayRest { group: LATER.to_owned(), count: 67 - 60 }], "and the rest is a number");
        let open: Vec<_> = groups.unclocked().collect();
        assert_eq!(open, [(OPEN, ids[98]), (WAITING, ids[99])], "what has no clock, with what it waits for");
        let in_order: Vec<i64> = groups.clocks().map(|(_, clock)| clock.parse().unwrap()).collect();
        assert!(
            in_order.is_sorted_by_key(|due| rank(if *due < 11 {
                "overdue"
            } else if *due == 27 {
                WAITING
            } else if *due < 31 {
                "soon"
            } else {
                LATER
            })),
            "group by group"
        );
    }
}
