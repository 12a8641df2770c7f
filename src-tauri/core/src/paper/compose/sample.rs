//! Made-up sheets of the shipped papers, filled through the same verbs as real ones.

use std::collections::BTreeMap;

use super::*;
use crate::clock::Stamp;
use crate::form::Library;
use crate::paper::layout::sample::ink;
use crate::sheet::{
    Began, Change, ChangeItem, ChangeKind, Moment, Place, Proposals, Reference, Roster, RosterEntry, Row, StageEntry, begin,
    computed, settle,
};

/// A paper with everything it needs to be composed.
pub struct Sample {
    pub form: &'static Form,
    pub body: Body,
    pub seals: Vec<SealFace>,
    pub serial: &'static str,
    pub kind: FaceKind,
}

impl Sample {
    pub fn grid(&self) -> Grid {
        let code = (self.kind != FaceKind::Draft).then(|| Code {
            payload: format!("XF1:{}:0123456789ab", self.serial),
            short: "7F3A·C21E·09B4".into(),
            label: "记录与内容校验".into(),
        });
        compose(&Face {
            form: self.form,
            body: &self.body,
            serial: self.serial,
            seals: &self.seals,
            code,
            kind: self.kind,
            notes: Vec::new(),
        })
    }

    pub fn set(&mut self, section: &str, row: &str, field: &str, value: Value) {
        let done = self.body.answers.set(&Place::new(section, row, field), Some(value));
        assert!(done, "the sample has a row {row:?} in {section:?}");
    }

    pub fn text(&mut self, field: &str, text: &str) {
        self.set("", "", field, Value::Text(text.into()));
    }

    pub fn sign(&mut self, role: &str, row: &str, date: &str) {
        let seed = i32::try_from(self.seals.len()).unwrap_or(0) + 7;
        let seal = Seal { ink: Some(ink(14, seed)), date: date.into(), dated: true, ..Seal::default() };
        self.seals.push(SealFace { role: role.into(), row: row.into(), seal });
    }

    /// Rows of × and computed cells, as the office does when a sheet is finished.
    pub fn settle(&mut self) {
        settle(
            self.form,
            &mut self.body.answers,
            &Proposals { end_of_day: "2026-02-24T18:00+08:00".into(), ..Proposals::default() },
        );
        let due = |_: &str, _: chrono::NaiveDate| Some("2026-03-10".to_owned());
        let moment = Moment {
            serial: self.serial,
            stages: &self.body.stages,
            due: &due,
            counted: &|_, _| Some("一般投诉受理（当日不计）起3个工作日。".to_owned()),
            began: &|_| Began::Written,
        };
        self.body.computed = computed(self.form, &self.body.answers, &moment);
    }
}

pub fn reference(register: &str, text: &str, facts: &[(&str, &str)]) -> Value {
    Value::Ref {
        reference: Reference {
            id: format!("id-{text}"),
            register: register.into(),
            text: text.into(),
            facts: facts.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        },
    }
}

pub fn outlets(count: usize) -> Roster {
    let trades = ["餐饮", "便利店", "美容美发", "生鲜"];
    let names = ["老周面馆", "邻里便利", "晨曦美发", "鲜来果蔬", "㛃记茶餐厅", "好运来五金日杂百货商行"];
    let entries = (0..count).map(|n| RosterEntry {
        id: format!("outlet-{n}"),
        text: names[n % names.len()].into(),
        facts: [("code", format!("S{:03}", n + 1)), ("operator", "张三".into()), ("trade", trades[n % 4].into())]
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v))
            .collect(),
    });
    Roster { registers: BTreeMap::from([("outlet".to_owned(), entries.collect())]) }
}

/// A form with nothing answered.
pub fn blank(id: &str, kind: FaceKind) -> Sample {
    let form = &Library::shipped().get(id).unwrap().form;
    let serial = match id {
        "revisit" => "HF-A-202602-0007",
        "inspection-outlets" => "WD-A-202602-0001",
        _ => "JC-A-202602-0031",
    };
    let proposals = Proposals {
        now: (kind != FaceKind::Blank).then(|| Stamp::parse("2026-02-24T09:51+08:00").unwrap()),
        site: None,
        author: None,
        end_of_day: String::new(),
        ..Proposals::default()
    };
    let body = Body {
        v: 1,
        organisation: "示例物业".into(),
        department: "客务部".into(),
        answers: begin(form, &outlets(20), &proposals),
        ..Body::default()
    };
    let mut sample = Sample { form, body, seals: Vec::new(), serial, kind };
    if kind != FaceKind::Blank {
        sample.set("", "", "site", reference("site", "一期", &[]));
    }
    sample
}

pub fn photo(n: usize) -> Photo {
    Photo {
        blob: format!("{n:064x}"),
        taken: "2026-02-24T10:02+08:00".into(),
        width: 1600,
        height: 1200,
        ..serde_json::from_str(r#"{"blob":""}"#).unwrap()
    }
}

/// A daily round with three ×, signed in the morning and the afternoon.
pub fn daily() -> Sample {
    let mut s = blank("inspection-daily", FaceKind::Sheet);
    for (stage, person, from, to) in [("am", "张三", "09:51", "11:02"), ("pm", "李四", "14:05", "15:10")] {
        s.set("", "", &format!("{stage}_person"), reference("person", person, &[]));
        s.text(&format!("{stage}_from"), &format!("2026-02-24T{from}+08:00"));
        s.text(&format!("{stage}_to"), &format!("2026-02-24T{to}+08:00"));
        s.text(&format!("{stage}_method"), "随机抽查");
        s.text(&format!("{stage}_spots"), "首层、2—5层、屋面");
        s.body.stages.insert(
            stage.into(),
            StageEntry {
                entered: if stage == "am" { "2026-02-24T11:20+08:00".into() } else { "2026-02-25T10:30+08:00".into() },
                late: if stage == "am" { String::new() } else { "停电，次日补录".into() },
                ..StageEntry::default()
            },
        );
    }
    let rows: Vec<(String, String)> = s.body.answers.list("check").iter().map(|r| (r.id.clone(), r.group.clone())).collect();
    for (n, (row, group)) in rows.iter().enumerate() {
        let am = if [1, 19, 41].contains(&n) { Mark::Fail } else { Mark::Pass };
        s.set("check", row, "am", Value::Check { mark: am });
        let pm = if n % 3 == 2 {
            Mark::Undrawn
        } else if n == 40 {
            Mark::Na
        } else {
            Mark::Pass
        };
        s.set("check", row, "pm", Value::Check { mark: pm });
        s.set("check", &format!("@{group}"), "keeper", reference("person", "王五", &[]));
        s.set("check", &format!("@{group}"), "spot", Value::Text("3层东侧".into()));
    }
    s.settle();
    let fails: Vec<String> = s.body.answers.list("fails").iter().map(|r| r.id.clone()).collect();
    for (n, row) in fails.iter().enumerate() {
        s.set("fails", row, "severity", Value::Text("轻微".into()));
        s.set("fails", row, "points", Value::Number(1));
        s.set("fails", row, "problem", Value::Text("女卫洗手台下有积水约 0.5 ㎡，未放警示牌".into()));
        s.set("fails", row, "fail_spot", Value::Text("3层东侧女卫".into()));
        s.set("fails", row, "photos", Value::Photos { photos: vec![photo(2 * n + 1)] });
        s.set("fails", row, "person", reference("person", "王五", &[]));
        if n < 2 {
            s.set("fails", row, "mended", Value::Text("2026-02-24T13:20+08:00".into()));
            s.set("fails", row, "after", Value::Photos { photos: vec![photo(2 * n + 2)] });
            s.set("fails", row, "verdict", Value::Text("合格".into()));
            s.sign("recheck", row, "2026年2月24日");
        }
    }
    s.text("gap_note", "下午人手不足，电梯、步梯各抽一项");
    s.text("opinion", "同意。卫生间积水请工程部跟进。");
    s.settle();
    let mut groups: Vec<String> = rows.into_iter().map(|(_, g)| g).collect();
    groups.dedup();
    for group in &groups[..9] {
        s.sign("am_seen", &format!("@{group}"), "2026年2月24日");
    }
    s.sign("am_sign", "", "2026年2月24日");
    s.sign("pm_sign", "", "2026年2月24日");
    s
}

/// Twenty outlets, three of them looked at, one with a ×.
pub fn monthly() -> Sample {
    let mut s = blank("inspection-outlets", FaceKind::Sheet);
    s.set("", "", "inspector", reference("person", "李四", &[]));
    s.text("target", "20 户抽 12 户");
    let rows: Vec<String> = s.body.answers.list("check").iter().map(|r| r.id.clone()).collect();
    for (n, row) in rows.iter().enumerate() {
        for (c, column) in ["order", "stall", "board", "poster", "scrawl", "poultry", "livestock", "pet"].into_iter().enumerate()
        {
            let mark = match (n, c) {
                (1, 1) | (4, 2) => Mark::Fail,
                (12.., _) => Mark::Undrawn,
                _ => Mark::Pass,
            };
            s.set("check", row, column, Value::Check { mark });
        }
        if n < 12 && n % 4 != 3 {
            s.sign("merchant_sign", row, "2026年2月24日");
        }
    }
    s.set("check", &rows[1], "remark", Value::Text("店门口占道摆放冰柜".into()));
    s.text("gap_note", "13 至 20 号网点未抽到，下月先查");
    s.settle();
    let fails: Vec<String> = s.body.answers.list("fails").iter().map(|r| r.id.clone()).collect();
    for row in fails {
        s.set("fails", &row, "problem", Value::Text("店门口占道摆放冰柜，影响通行".into()));
        s.set("fails", &row, "demand", Value::Text("当日移入店内".into()));
        s.set("fails", &row, "limit", Value::Text("2026-02-24T18:00+08:00".into()));
    }
    s.sign("inspector_sign", "", "2026年2月24日");
    s
}

/// A revisit in person that the customer signed.
pub fn revisit() -> Sample {
    let mut s = blank("revisit", FaceKind::Sheet);
    s.text("date", "2026-02-24");
    s.text("kind", "重大投诉");
    s.text("source", "TS-A-202602-0012");
    s.set("", "", "department", reference("department", "保洁部", &[]));
    s.set("", "", "customer", reference("customer", "示例客户甲（住户）", &[("room", "3栋1单元502"), ("phone", "13800000000")]));
    s.text("visited", "示例客户甲");
    s.text("relation", "本人");
    s.set("", "", "visitor", reference("person", "王芳", &[]));
    s.text("rectified", "2026-02-23T16:30+08:00");
    s.text(
        "summary",
        "客户 2 月 22 日来电反映 3 栋 2 单元电梯轿厢异味，夜间尤重，要求当日处理。保洁部 23 日清洗轿厢与井道，加装通风扇。",
    );
    for (n, (at, way, result)) in
        [("2026-02-23T18:40+08:00", "上门", "不在"), ("2026-02-24T10:05+08:00", "上门", "已见")].into_iter().enumerate()
    {
        let mut row = Row { id: format!("r{n}"), ..Row::default() };
        for (field, value) in [("attempt_at", at), ("attempt_way", way), ("attempt_result", result)] {
            row.cells.insert(field.into(), Value::Text(value.into()));
        }
        if n == 0 {
            row.cells.insert("attempt_next".into(), Value::Text("2026-02-24".into()));
        }
        s.body.answers.rows.entry("attempts".into()).or_default().push(row);
    }
    s.text("findings", "轿厢无异味，通风扇运转正常，客户在场确认。");
    s.text("words", "味道是没有了，就是希望你们以后定期清，别等人投诉了再弄。");
    s.text("effect", "基本满意");
    for check in ["timely", "manner", "quality"] {
        s.set("", "", check, Value::Check { mark: Mark::Pass });
    }
    s.text("advice", "定期清洗井道。");
    s.text("promise", "每季度清洗井道一次");
    s.text("promise_by", "2026-03-31");
    s.set("", "", "again", Value::Flag(false));
    s.text("opinion", "同意结案。");
    s.settle();
    s.sign("customer_sign", "", "2026年2月24日");
    s.sign("visitor_sign", "", "2026年2月24日");
    s
}

/// The revisit with an amendment, a 更正页 and a signature that must be given again.
pub fn amended() -> Sample {
    let mut s = revisit();
    let item = |field: &str, label: &str, was: &str, is: &str| ChangeItem {
        place: Place::new("", "", field),
        label: label.into(),
        was: was.into(),
        is: is.into(),
        was_value: None,
        is_value: None,
    };
    let by = Reference { text: "王芳".into(), ..Reference::default() };
    s.body.changes = vec![
        Change {
            kind: ChangeKind::Amendment,
            reason: "客户来电更改评价".into(),
            by: by.clone(),
            at: "2026-02-25T09:12+08:00".into(),
            items: vec![item("effect", "整改效果", "满意", "基本满意")],
        },
        Change {
            kind: ChangeKind::Correction,
            reason: "房号写错".into(),
            by,
            at: "2026-02-25T10:00+08:00".into(),
            items: vec![item("visited", "受访人", "示例客户乙", "示例客户甲")],
        },
    ];
    for seal in s.seals.iter_mut().filter(|s| s.role == "customer_sign") {
        seal.seal.flag = "待重签".into();
    }
    s
}
