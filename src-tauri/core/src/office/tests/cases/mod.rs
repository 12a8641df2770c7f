//! The papers of casework, each from its first word to its last signature: filled, signed, rendered.

mod approved;
mod complaint;
mod counts;
mod ends;
mod inner;
mod kept;
mod ledgers;
mod limits;
mod lists;
mod notices;
mod others;
mod papers;
mod read_again;
mod recount;
mod signed;
mod whose;

use serde_json::{Value as Json, json};

use super::super::OfficeError;
use super::super::api::{Finished, SheetState};
use super::super::fill::FillAnswers;
use super::super::{Target, Wanted};
use super::Department;
use crate::sheet::Standing;

/// A 重大 complaint that waits for its two closing signatures.
pub(super) fn complaint_to_close(d: &Department) -> String {
    let sheet = complaint::through(d, "重大", "十二层东侧走道照明多次熄灭", "满意");
    complaint::close(d, &sheet, "2026-02-26 15:00");
    sheet
}

impl Department {
    /// A department with a customer and two more people.
    pub(super) fn with_register() -> Self {
        let d = Self::new();
        d.customer();
        for (register, name) in [("person", "王五"), ("person", "周七")] {
            let input = super::RegisterInput { register: register.into(), name: name.into(), ..Default::default() };
            d.office.save_entry(&input).unwrap();
        }
        d
    }

    /// Fills a new sheet from answers as a file holds them.
    fn fill(&self, form: &str, answers: Json) -> Finished {
        self.later(1);
        self.let_it_happen(&answers);
        self.try_fill(form, answers).unwrap()
    }

    fn try_fill(&self, form: &str, answers: Json) -> Result<Finished, OfficeError> {
        let answers: FillAnswers = serde_json::from_value(answers).unwrap();
        self.office.fill(form, &answers, &|_| Ok(png()))
    }

    /// Goes on with a sheet; nothing that stood may be changed by it.
    fn go_on(&self, sheet: &str, answers: Json) -> Finished {
        self.later(1);
        self.let_it_happen(&answers);
        let answers: FillAnswers = serde_json::from_value(answers).unwrap();
        self.office.fill_sheet(sheet, &answers, &|_| Ok(png())).unwrap()
    }

    /// Nobody writes down what has not happened: lets the clock run until everything that the answers tell of.
    fn let_it_happen(&self, answers: &Json) {
        const TOLD: [&str; 17] = [
            "answered",
            "arrived",
            "attempt_at",
            "closed",
            "collected",
            "date",
            "delivered",
            "done",
            "graded",
            "handed",
            "issued",
            "received",
            "rechecked",
            "rectified",
            "reported",
            "taken",
            "told_at",
        ];
        match answers {
            Json::Object(fields) => {
                for (field, told) in fields {
                    let moment = told.as_str().filter(|_| field == "responded" || TOLD.contains(&field.as_str()));
                    match moment.and_then(|text| Some((text.get(..10)?, text.get(11..)))) {
                        Some((day, Some(hour))) => self.wait_until(&format!("{day}T{hour}+08:00")),
                        Some((day, None)) if *day > *self.clock.now().in_china().date().to_string() => {
                            self.wait_until(&format!("{day}T09:00+08:00"));
                        }
                        _ => self.let_it_happen(told),
                    }
                }
            }
            Json::Array(rows) => rows.iter().for_each(|row| self.let_it_happen(row)),
            _ => {}
        }
    }

    /// Lets the clock run until a moment; one that has passed changes nothing.
    fn wait_until(&self, at: &str) {
        let at = crate::clock::Stamp::parse(at).unwrap();
        let minutes = (at.wall_ms() - self.clock.now().wall_ms()) / 60_000;
        self.later(u64::try_from(minutes).unwrap_or(0));
    }

    /// A revisit of a case on that day, as the customer signed it, or as they were reached by telephone where that is enough.
    fn visited(&self, case: &str, day: &str, effect: &str) -> String {
        self.wait_until(&format!("{day}T10:30+08:00"));
        let by_telephone = self.office.sheet(case).unwrap().form.id == "service";
        let draft = self.office.begin_from("revisit", case, "").unwrap();
        let (way, result) = if by_telephone { ("电话", "接通") } else { ("上门", "已见") };
        let mut answers = json!({ "fields": { "date": day, "visited": "赵六", "relation": "本人" },
            "rows": { "attempts": [{ "attempt_at": format!("{day} 10:00"), "attempt_way": way, "attempt_result": result }] } });
        if by_telephone {
            answers["fields"]["no_sign"] = json!("无需签字");
            answers["fields"]["effect"] = json!(effect);
        }
        self.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
        let finish = super::Finish { stage: "visit".into(), late_reason: "次日补录".into(), ..Default::default() };
        self.office.finish(&draft.id, &finish).unwrap();
        if by_telephone {
            let customer = super::Finish { stage: "customer".into(), ..Default::default() };
            let next = self.office.edit_sheet(&draft.sheet).unwrap();
            self.office.finish(&next.id, &customer).unwrap();
        } else {
            self.sign(&draft.sheet, "customer_sign", "", effect).unwrap();
        }
        self.sign(&draft.sheet, "visitor_sign", "", "").unwrap();
        draft.sheet
    }

    /// The id of a row by its place in its list.
    fn row(&self, sheet: &str, section: &str, n: usize) -> String {
        self.office.sheet(sheet).unwrap().answers.rows[section][n].id.clone()
    }

    fn state(&self, sheet: &str) -> (SheetState, String) {
        let view = self.office.sheet(sheet).unwrap();
        (view.state, view.state_words)
    }

    /// Every signature of the sheet stands.
    fn all_valid(&self, sheet: &str) {
        for seal in self.office.sheet(sheet).unwrap().seals {
            assert!(seal.standing.is_none_or(|s| s == Standing::Valid), "a later stage disturbs no earlier signature: {seal:?}");
        }
    }

    /// The words of all pages, and how many pages there are; written to be looked at with `XUNFANG_LOOK=folder`.
    fn printed(&self, sheet: &str, name: &str) -> (String, usize) {
        look(name, "pdf", || self.office.export(&[sheet.to_owned()], Wanted::Pdf, &|_, _| true).unwrap());
        look(name, "xlsx", || self.office.export(&[sheet.to_owned()], Wanted::Xlsx, &|_, _| true).unwrap());
        let svg = self.office.pages(Target::Sheet(sheet)).unwrap().svg;
        (svg.iter().map(|page| words(page)).collect(), svg.len())
    }
}

fn look(name: &str, ending: &str, bytes: impl FnOnce() -> Vec<u8>) {
    if let Ok(to) = std::env::var("XUNFANG_LOOK") {
        std::fs::write(format!("{to}/{name}.{ending}"), bytes()).unwrap();
    }
}

/// The text of an SVG page.
fn words(svg: &str) -> String {
    svg.split('>').filter_map(|piece| piece.split('<').next()).map(str::trim).collect()
}

pub(super) fn png() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(400, 300).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// A long text of some lines.
fn long(chars: usize) -> String {
    "投诉人反映十二层东侧走道夜间照明多次熄灭，曾两次致电前台，均答复已转工程部，但至今未修复；家中老人夜间出行不便。"
        .chars()
        .cycle()
        .take(chars)
        .collect()
}

#[test]
fn every_blank_can_be_printed_and_filled_by_hand() {
    let d = Department::with_register();
    let forms: Vec<String> = crate::form::Library::shipped().iter().map(|f| f.form.id.clone()).collect();
    for form in forms {
        let blank = d.office.print_blanks(&form, 1).unwrap();
        look(&format!("blank-{form}"), "pdf", || blank.clone());
        assert!(blank.starts_with(b"%PDF"), "{form}: a blank is a file");
    }
    let _ = json!(null);
}
