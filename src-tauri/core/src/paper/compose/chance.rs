//! Made-up sheets of the forms that ship: every answer by chance, from nothing at all to 5,000 characters and 300 rows.
//!
//! Also used by the tests of whole files, which see this crate from outside.

use std::collections::BTreeMap;

use xunfang_core::form::{Field, FieldKind, Form, LoadedForm, Mark, RowSource, Section};
use xunfang_core::paper::compose::{Face, FaceKind, SealFace, compose};
use xunfang_core::paper::grid::{Code, Grid, Seal};
use xunfang_core::sheet::{
    Answers, Began, Body, Change, ChangeItem, ChangeKind, Ink, Moment, Photo, Place, Point, Pointer, Proposals, Reference,
    Roster, RosterEntry, StageEntry, Stroke, Value, begin, computed, new_row, settle,
};

/// Numbers that look like chance and come out the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2_654_435_761).wrapping_add(88_172_645_463_325_252))
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// How a sheet is filled by chance.
pub struct Wish<'a> {
    /// Areas, outlets or attempts.
    pub rows: usize,
    /// What is written into lines and paragraphs.
    pub texts: &'a [String],
    /// How many of a hundred answers are given.
    pub filled: usize,
    pub seed: u64,
}

impl Wish<'_> {
    fn text(&self, dice: &mut Dice) -> &str {
        &self.texts[dice.below(self.texts.len())]
    }
}

/// A filled sheet with what stands in its places for signatures.
pub struct Made {
    pub form: LoadedForm,
    pub body: Body,
    pub seals: Vec<SealFace>,
}

impl Made {
    /// The paper of the sheet.
    pub fn grid(&self) -> Grid {
        self.paper(FaceKind::Sheet)
    }

    /// The sheet as a paper of another kind.
    pub fn paper(&self, kind: FaceKind) -> Grid {
        let code =
            Code { payload: "XF1:示例:0".into(), short: "7F3A·C21E·09B4".into(), label: "记录与内容校验".into() };
        compose(&Face {
            form: &self.form.form,
            body: &self.body,
            serial: "JC-A-202602-0031",
            seals: &self.seals,
            code: Some(code),
            kind,
            notes: vec!["张三 2026-02-24 18:30 导出".into()],
        })
    }
}

/// A drawn name that fills the pad.
pub fn ink(seed: u64) -> Ink {
    let mut dice = Dice::new(seed);
    let mut t = 0;
    let strokes = (0..6)
        .map(|s| Stroke {
            pointer: Pointer::Pen,
            points: (0..14)
                .map(|n| {
                    t += 9_000;
                    let (x, y) = (800 + s * 1_700 + n * 110, 900 + i32::try_from(dice.below(3_000)).unwrap());
                    Point { x, y, t, pressure: None, tilt: None }
                })
                .collect(),
        })
        .collect();
    Ink { width: 12_000, height: 5_000, strokes }
}

/// Fills a form by chance.
pub fn made(form: &LoadedForm, wish: &Wish<'_>) -> Made {
    let mut dice = Dice::new(wish.seed);
    let (def, loaded) = (&form.form, form.clone());
    let proposals = Proposals::default();
    let mut answers = begin(def, &roster(def, wish, &mut dice), &proposals);
    for section in &def.sections {
        if section.rows == Some(RowSource::User) {
            let rows = (0..wish.rows).map(|n| new_row(section, &format!("r{n}"), &proposals)).collect();
            answers.rows.insert(section.id.clone(), rows);
        }
        if !matches!(section.rows, Some(RowSource::Fails(_))) {
            fill(section, &mut answers, wish, &mut dice);
        }
    }
    settle(def, &mut answers, &proposals);
    for section in &def.sections {
        if matches!(section.rows, Some(RowSource::Fails(_))) {
            fill(section, &mut answers, wish, &mut dice);
        }
    }
    if !answers.fields.contains_key(&def.index.date) {
        answers.fields.insert(def.index.date.clone(), Value::Text("2026-02-24".into()));
    }
    let by = Reference { text: "张三".into(), ..Reference::default() };
    let late = |dice: &mut Dice| if dice.chance(30) { "纸面先填".to_owned() } else { String::new() };
    let stages: BTreeMap<String, StageEntry> = def
        .stages
        .iter()
        .filter_map(|s| {
            let entry = StageEntry { entered: moment(&mut dice), by: by.clone(), late: late(&mut dice) };
            dice.chance(70).then(|| (s.id.clone(), entry))
        })
        .collect();
    let computed = computed(
        def,
        &answers,
        &Moment {
            serial: "JC-A-202602-0031",
            stages: &stages,
            due: &|_, date| Some(date.to_string()),
            counted: &|_, _| None,
            began: &|_| Began::Written,
        },
    );
    let mut body =
        Body {
            v: 1, organisation: "示例物业".into(), department: "客务部".into(), answers, computed, stages, ..Body::default()
        };
    if dice.chance(40) {
        for kind in [ChangeKind::Amendment, ChangeKind::Correction] {
            let (was, is) = (wish.text(&mut dice).to_owned(), wish.text(&mut dice).to_owned());
            let place = Place::new("head", "", &def.index.date);
            let item = ChangeItem { place, label: "受访人".into(), was, is, was_value: None, is_value: None };
            let (reason, at) = (wish.text(&mut dice).to_owned(), "2026-02-25T10:00+08:00".into());
            body.changes.push(Change { kind, reason, by: by.clone(), at, items: vec![item] });
        }
    }
    let seals = seals(def, &body, wish, &mut dice);
    Made { form: loaded, body, seals }
}

fn roster(form: &Form, wish: &Wish<'_>, dice: &mut Dice) -> Roster {
    let mut registers = BTreeMap::new();
    let groups: Vec<&str> = form.sections.iter().flat_map(|s| &s.groups).map(|g| g.id.as_str()).collect();
    let entry = |n: usize, dice: &mut Dice| {
        let mut facts: BTreeMap<String, String> = BTreeMap::new();
        if !groups.is_empty() {
            facts.insert("library".into(), (*dice.one(&groups)).to_owned());
            facts.insert("key".into(), format!("a{n}"));
        } else {
            facts.insert("code".into(), format!("S-{n:03}"));
            facts.insert("operator".into(), one_line(wish.text(dice), 40));
            facts.insert("trade".into(), "餐饮".into());
        }
        let text = format!("{n}号{}", one_line(wish.text(dice), 24));
        RosterEntry { id: format!("id{n}"), text, facts }
    };
    let count = if groups.is_empty() { wish.rows } else { wish.rows.div_ceil(4) };
    let entries: Vec<RosterEntry> = (0..count).map(|n| entry(n, dice)).collect();
    registers.insert(if groups.is_empty() { "outlet" } else { "area" }.to_owned(), entries);
    Roster { registers }
}

/// The first characters of a text in one line.
fn one_line(text: &str, most: usize) -> String {
    text.chars().filter(|c| *c != '\n').take(most).collect()
}

fn fill(section: &Section, answers: &mut Answers, wish: &Wish<'_>, dice: &mut Dice) {
    let mut rows: Vec<String> = answers.list(&section.id).iter().map(|r| r.id.clone()).collect();
    let mut groups: Vec<String> = answers.list(&section.id).iter().map(|r| format!("@{}", r.group)).collect();
    groups.dedup();
    if !section.is_rows() {
        rows = vec![String::new()];
    }
    for field in &section.fields {
        for row in if field.per_group { &groups } else { &rows } {
            if dice.chance(wish.filled) {
                answers.set(&Place::new(&section.id, row, &field.id), value(field, wish, dice));
            }
        }
    }
}

fn moment(dice: &mut Dice) -> String {
    let day = dice.one(&["2026-02-24", "2026-02-24", "2026-02-25", "2025-12-31"]);
    format!("{day}T{:02}:{:02}+08:00", dice.below(24), dice.below(60))
}

fn value(field: &Field, wish: &Wish<'_>, dice: &mut Dice) -> Option<Value> {
    Some(match field.kind {
        FieldKind::Line => Value::Text(one_line(wish.text(dice), usize::try_from(field.max.unwrap_or(60)).unwrap())),
        FieldKind::Text => Value::Text(wish.text(dice).to_owned()),
        FieldKind::Date => Value::Text((*dice.one(&["2026-02-24", "2026-12-28", "2027-01-01"])).to_owned()),
        FieldKind::Month => Value::Text("2026-02".into()),
        FieldKind::Datetime => Value::Text(moment(dice)),
        FieldKind::One => Value::Text(dice.one(&field.options).clone()),
        FieldKind::Some => Value::Words(field.options.iter().filter(|_| dice.chance(50)).cloned().collect()),
        FieldKind::Check => {
            let marks = [Mark::Pass, Mark::Pass, Mark::Pass, Mark::Pass, Mark::Fail, Mark::Na, Mark::Undrawn];
            Value::Check { mark: *dice.one(&marks) }
        }
        FieldKind::Quantity => Value::Text(format!("{}.5", dice.below(100))),
        FieldKind::Number | FieldKind::Money => Value::Number(i64::try_from(dice.below(100)).unwrap()),
        FieldKind::YesNo => Value::Flag(dice.chance(50)),
        FieldKind::Photo => {
            let photo = |dice: &mut Dice| Photo {
                blob: format!("{:064x}", dice.below(1_000_000)),
                original: String::new(),
                name: "示例.jpg".into(),
                taken: "2026-02-24T10:02:11+08:00".into(),
                width: 400,
                height: 300,
                attachment: dice.chance(10),
            };
            Value::Photos { photos: (0..=dice.below(3)).map(|_| photo(dice)).collect() }
        }
        FieldKind::Ref => {
            let text = (*dice.one(&["李四", "欧阳示例", "㛃䶮", "𬭚𠅤示例", "示例花园一期工程部"])).to_owned();
            let facts = [("phone", "13800000001"), ("room", "3栋2单元0801")];
            let facts = facts.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
            Value::Ref { reference: Reference { id: "p1".into(), register: String::new(), text, facts } }
        }
        FieldKind::Signature | FieldKind::Auto | FieldKind::Fact => return None,
    })
}

fn seals(form: &Form, body: &Body, wish: &Wish<'_>, dice: &mut Dice) -> Vec<SealFace> {
    let mut out = Vec::new();
    let mut places: Vec<(String, String)> = vec![("author".into(), "change:1".into()), ("head".into(), "change:1".into())];
    for role in &form.signatures {
        let Some((section, field)) = form.field(&role.field) else { continue };
        let mut rows: Vec<String> = match (section.is_rows(), field.per_group) {
            (false, _) => vec![String::new()],
            (true, true) => body.answers.list(&section.id).iter().map(|r| format!("@{}", r.group)).collect(),
            (true, false) => body.answers.list(&section.id).iter().map(|r| r.id.clone()).collect(),
        };
        rows.dedup();
        places.extend(rows.into_iter().map(|row| (role.field.clone(), row)));
    }
    for (role, row) in places {
        if !dice.chance(wish.filled) {
            continue;
        }
        let drawn = dice.chance(60);
        let words = if drawn {
            ""
        } else {
            *dice.one(&["已签(纸质) 赵六\n原件：客务部档案柜 2 号", "拒签：不同意整改结果\n见证人 周七"])
        };
        let ink = drawn.then(|| ink(u64::try_from(dice.below(1_000)).unwrap()));
        let flag = (*dice.one(&["", "", "代", "待重签"])).to_owned();
        let seal = Seal { ink, words: words.to_owned(), date: "2026年12月28日".into(), dated: true, flag };
        out.push(SealFace { role, row, seal });
    }
    out
}
