//! What people typed about a month names customers: wherever a volume prints such words, they are hidden as the sheets are.

use serde_json::{Value as Json, json};

use super::tests::{march, office};
use super::tests_given::{asked, inflated, stands, unpacked};
use super::*;
use crate::archive::gaps::GapKind;
use crate::cabinet::{Kept, Kind};
use crate::office::api::{MissedCause, SearchQuery, VolumeAsked, VolumeFormat};
use crate::office::{FillAnswers, Wanted};

/// Numbers that no register has: they are known by their shape.
const PHONE: &str = "13912345678";
const CARD: &str = "310101199001011234";
/// Somebody whom only a sheet names.
const STRANGER: &str = "司徒无名";

/// A reason as somebody types it who thinks of no reader.
struct Typed {
    name: String,
    room: String,
}

impl Typed {
    fn of(office: &Office) -> Self {
        let told = |reader: &Reader<'_>| {
            let all = reader.register("customer", false)?.into_iter().map(|item| serde_json::from_str(&item.json));
            Ok::<Vec<RegisterBody>, OfficeError>(all.collect::<Result<_, _>>()?)
        };
        let customers = office.cabinet().read(told).unwrap();
        let known = customers.into_iter().find_map(|body| {
            let room = body.facts.get("room").filter(|room| room.chars().count() > 4)?.clone();
            (body.name.chars().count() > 1).then_some(Self { name: body.name, room })
        });
        known.unwrap()
    }

    fn words(&self, of: &str) -> String {
        format!("{of}：客户{}电话{PHONE}，住{}，身份证{CARD}，{STRANGER}在场", self.name, self.room)
    }

    /// What of it stands in bytes.
    fn found(&self, bytes: &[u8]) -> Vec<&str> {
        [self.name.as_str(), &self.room, PHONE, CARD, STRANGER].into_iter().filter(|words| stands(bytes, words)).collect()
    }
}

/// Types such words wherever a month takes some. What is refused as it is would prove nothing, and fails.
fn type_everywhere(office: &Office, typed: &Typed) {
    let view = office.month(march()).unwrap();
    let mut reviews = view.gaps.iter().filter(|gap| gap.kind == GapKind::Review);
    let review = reviews.find(|gap| !gap.serial.starts_with("HF-")).unwrap();
    office.explain_gap(march(), &review.key, &typed.words("缺件说明")).unwrap();
    let missed = view.gaps.iter().filter_map(|gap| Some((gap.slot.as_ref()?, gap))).find(|(_, gap)| gap.said.is_none());
    let (slot, gap) = missed.unwrap();
    let day = gap.date.parse().unwrap();
    let words = typed.words("漏检说明");
    office.explain_missed(&slot.form, &slot.site, day, &slot.stage, MissedCause::Other, &words).unwrap();
    let fill = |answers: Json| serde_json::from_value::<FillAnswers>(answers).unwrap();
    let none = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    // A case that is open and late: why, and what was done about it.
    let told = json!({ "fields": {
        "received": "2026-03-03 09:00", "way": "来电", "customer": typed.name, "confidential": "否", "category": "工程",
        "grade": "一般", "urgency": "紧急", "grade_reason": typed.words("定级理由"), "content": typed.words("投诉内容"),
        "validity": "有效"
    }, "finish": ["register"], "late_reason": typed.words("补录原因") });
    let case = office.fill("complaint", &fill(told), &none).unwrap().sheet;
    let late = json!({ "rows": { "lates": [{
        "late_step": "整改", "late_kind": "客户原因", "late_reason": typed.words("超期原因"),
        "late_department": "工程部", "remedy": typed.words("补救措施")
    }] } });
    office.fill_sheet(&case, &fill(late), &none).unwrap();
    // A revisit that is changed, and one that is void.
    let visits = office.search(&SearchQuery { form: "revisit".into(), ..SearchQuery::default() }, "").unwrap().lines;
    let mut visits = visits.into_iter().filter(|line| line.serial.starts_with("HF-A-202603"));
    let named = json!({ "fields": { "visited": STRANGER }, "change_reason": typed.words("修改原因") });
    office.fill_sheet(&visits.next().unwrap().sheet, &fill(named), &none).unwrap();
    office.void_sheet(&visits.next().unwrap().sheet, &typed.words("作废原因")).unwrap();
}

fn made(office: &Office, format: VolumeFormat, full: bool, draft: bool) -> Vec<u8> {
    let bytes = office.export_volume(&VolumeAsked { draft, ..asked(format, full) }, &|_, _| true).unwrap();
    match format {
        VolumeFormat::Pdf => unpacked(&bytes),
        VolumeFormat::Xlsx | VolumeFormat::Csv => inflated(&bytes),
        VolumeFormat::Jsonl => bytes,
    }
}

const FORMATS: [VolumeFormat; 4] = [VolumeFormat::Pdf, VolumeFormat::Xlsx, VolumeFormat::Csv, VolumeFormat::Jsonl];

#[test]
fn words_that_people_typed_leave_a_masked_volume_hidden_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let typed = Typed::of(&office);
    type_everywhere(&office, &typed);
    for format in FORMATS {
        assert_eq!(typed.found(&made(&office, format, false, true)), [""; 0], "{format:?} before the closing");
    }
    let told = made(&office, VolumeFormat::Jsonl, true, true);
    assert_eq!(typed.found(&told).len(), 5, "the complete one says them, so that the search is one that finds");
    let said = |office: &Office| {
        let gaps = office.month(march()).unwrap().gaps.into_iter().filter_map(|gap| Some(gap.said?.words));
        gaps.collect::<Vec<String>>().join("\n")
    };
    let words = said(&office);
    assert!(words.contains("缺件说明：") && words.contains("漏检说明：") && words.contains("超期原因："), "{words}");
    assert!(!words.contains(PHONE) && !words.contains(CARD), "on the screen nobody reads a number without asking: {words}");
    let late = office.overdue(march().first(), march().last()).unwrap();
    let late: Vec<&str> = late.iter().flat_map(|line| [line.reason.as_str(), &line.measures]).collect();
    let late = late.join("\n");
    assert!(late.contains("超期原因：") && late.contains("补救措施："), "the ledger of what was late says why: {late}");
    assert!(!late.contains(PHONE) && !late.contains(CARD), "without the numbers: {late}");

    office.close_month(march(), &typed.words("归档说明"), &|_, _| true).unwrap();
    for format in FORMATS {
        let masked = made(&office, format, false, false);
        assert_eq!(typed.found(&masked), [""; 0], "{format:?} of what was sealed");
        assert!(format == VolumeFormat::Csv || stands(&masked, "归档说明："), "{format:?}: the reason is there, with stars");
    }
    office.reopen_month(march(), &typed.words("重新开启")).unwrap();
    let kept = |reader: &Reader<'_>| {
        let post = office.month_post(reader)?;
        let mut out = Vec::new();
        for entry in reader.entries_of(record_of(&post, march()))?.into_iter().filter(|entry| entry.head.kind == Kind::Closing) {
            match reader.body(&entry)? {
                Kept::Here(stored) => out.push(stored),
                Kept::Destroyed(_) | Kept::Missing => {}
            }
        }
        Ok::<_, OfficeError>(out)
    };
    let bodies = office.cabinet().read(kept).unwrap();
    assert_eq!(bodies.len(), 2, "closed and opened again");
    for body in bodies {
        assert_eq!(typed.found(&body), [""; 0], "a closing outlives the sheets, and holds no customer");
    }
    // The register of looking and printing says why, to each reader as other words are shown to them.
    let line = |office: &Office| {
        let lines = office.audit_page(&Default::default()).unwrap().lines;
        lines.into_iter().find(|line| line.act == "reopen-month").unwrap().reason
    };
    let said = line(&office);
    assert!(!said.contains(PHONE) && said.contains(STRANGER), "the head reads who it was about, without the number: {said}");
    crate::office::lock(&office.session).role = crate::office::Role::Inspector;
    let said = line(&office);
    assert!(said.contains("重新开启："), "head office reads the reason: {said}");
    assert_eq!(typed.found(said.as_bytes()), [""; 0], "not whom it names, though only a sheet of the month knows them: {said}");
    let paper = |format| office.audit_paper(&Default::default(), format).unwrap();
    let (pdf, book) = (unpacked(&paper(Wanted::Pdf)), inflated(&paper(Wanted::Xlsx)));
    assert!(stands(&pdf, "重新开启：") && stands(&book, "重新开启："), "nor on paper no. 22");
    assert_eq!((typed.found(&pdf), typed.found(&book)), (vec![], vec![]), "nor in its files");
}
