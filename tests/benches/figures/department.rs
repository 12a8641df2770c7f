//! A department of 100,000 sheets, made once through the use cases of the office.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value as Json, json};
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::form::Mark;
use xunfang_core::office::api::{Finish, RegisterInput, SignRequest};
use xunfang_core::office::{FillAnswers, Office, OfficeError};
use xunfang_core::sheet::{Answers, Ink, Point, Pointer, Stroke, Value};
use xunfang_tests::department::{Department, person, text};
use xunfang_tests::paths;

use crate::measure::Table;
use crate::words::{Chance, findings, name, summary};

/// Opens the department as people do, with a slot that costs what theirs cost.
pub const STANDARD: &str = "示例口令 2026 标准";
/// Sheets of one day: a round of checks, the rest revisits.
const A_DAY: usize = 50;
/// The newest revisits carry two drawn signatures each.
pub const SIGNED: usize = 1_000;

/// The department on the disk.
pub struct Built {
    /// Its folder: a home as the window has one.
    pub home: PathBuf,
    /// Sheets in it.
    pub sheets: usize,
}

impl Built {
    /// Opens it; `seed` makes the ids of this run.
    pub fn open(&self, seed: u64) -> Office {
        // The department is kept: a second run must not make the ids of the first again.
        let seed = seed ^ u64::from(std::process::id()) << 32;
        let department = Department::with_clock(&self.home, Clock::seeded(seed, after(self.sheets)));
        done(department.open())
    }
}

/// The moment after the last sheet.
fn after(sheets: usize) -> Stamp {
    day(sheets / A_DAY + 1)
}

fn day(n: usize) -> Stamp {
    let first = Stamp::parse("2020-03-02T08:30+08:00").unwrap_or_else(|error| panic!("{error}"));
    Stamp::new(first.wall_ms() + i64::try_from(n).unwrap_or(0) * 86_400_000, first.offset_min())
}

/// The value, or the end of the benchmark.
pub fn done<T>(result: Result<T, OfficeError>) -> T {
    result.unwrap_or_else(|error| panic!("{}: {error:?}", error.code()))
}

/// Folder for what benchmarks keep.
pub fn bench_folder() -> PathBuf {
    let folder = paths::built().parent().map_or_else(|| PathBuf::from("bench"), |target| target.join("bench"));
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}

/// The department, made now when it is not there.
pub fn ready(table: &mut Table) -> Built {
    let sheets = std::env::var("XUNFANG_BENCH_SHEETS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let home = bench_folder().join(format!("department-{sheets}"));
    let built = Built { home, sheets };
    if built.home.join("cabinet/cabinet.db").is_file() {
        return built;
    }
    let start = Instant::now();
    keep(&built.home, "xunfang-bench", |aside| make(aside, sheets));
    table.line(
        &format!("make {sheets} sheets"),
        format!("{:.0} s", start.elapsed().as_secs_f64()),
        "",
        "one by one through Office::fill, save_draft, finish and sign, in memory; kept in target/bench",
    );
    built
}

/// Makes a folder in memory, where there is a place for it, and puts it to the disk: nothing durable is wanted before it is complete.
pub fn keep(home: &Path, name: &str, make: impl FnOnce(&Path)) {
    let memory = Path::new("/dev/shm");
    let aside = if memory.is_dir() { memory.join(name) } else { home.with_extension("new") };
    let _ = fs::remove_dir_all(&aside);
    make(&aside);
    let _ = fs::remove_dir_all(home);
    copy(&aside, home).unwrap_or_else(|error| panic!("{}: {error}", home.display()));
    let _ = fs::remove_dir_all(&aside);
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy(&entry.path(), &target)? } else { copy_file(&entry.path(), &target)? }
    }
    Ok(())
}

/// Copies and waits for the disk: what it still had to write would be measured with the first commits.
fn copy_file(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::copy(from, to)?;
    fs::File::options().write(true).open(to)?.sync_all()
}

fn make(root: &Path, sheets: usize) {
    let department = Department::with_clock(root, Clock::seeded(1, day(0)));
    let office = done(department.first_run());
    let mut chance = Chance(7);
    let mut customers = Vec::new();
    for n in 0..500 {
        let name = name(&mut chance);
        let facts = [
            ("room", format!("{}栋{:04}", 1 + n % 9, 101 + n)),
            ("phone", format!("138{:08}", 10_000_000 + n * 37)),
            ("code", format!("H-{n:04}")),
        ];
        let input = RegisterInput {
            register: "customer".to_owned(),
            name: name.clone(),
            facts: facts.into_iter().map(|(key, fact)| (key.to_owned(), fact)).collect(),
            ..RegisterInput::default()
        };
        customers.push((done(office.save_entry(&input)).id, name));
    }
    for n in 0..sheets {
        let moment = day(n / A_DAY);
        department.clock.set(Stamp::new(moment.wall_ms() + i64::try_from(n % A_DAY).unwrap_or(0) * 540_000, moment.offset_min()));
        if n % A_DAY == 0 {
            round(&office, &mut chance);
        } else {
            let Some((id, name)) = customers.get(chance.below(customers.len())) else { continue };
            let sheet = revisit(&office, &mut chance, id, name);
            if n + SIGNED + SIGNED / A_DAY + 2 > sheets {
                for (role, who) in [("customer_sign", name.as_str()), ("visitor_sign", "张三")] {
                    sign(&office, &sheet, role, who, &mut chance);
                }
            } else if n % 5 == 1 {
                sign(&office, &sheet, "customer_sign", name, &mut chance);
            }
        }
        if n % 5_000 == 4_999 {
            eprintln!("  {} of {sheets} sheets", n + 1);
        }
    }
    done(office.cabinet().add_passphrase(STANDARD, Cost::STANDARD).map_err(OfficeError::from));
}

fn revisit(office: &Office, chance: &mut Chance, customer: &str, name: &str) -> String {
    let now = office.cabinet().clock().now();
    let kind = chance.one(&["重大投诉", "一般投诉", "满意度调查意见", "特约服务"]);
    let fields: BTreeMap<String, Json> = [
        ("kind", json!(kind)),
        ("customer", json!({ "id": customer })),
        ("visited", json!(name)),
        ("relation", json!("本人")),
        ("rectified", json!(Stamp::new(now.wall_ms() - 86_400_000, now.offset_min()).to_minute())),
        ("summary", json!(summary(chance))),
        ("findings", json!(findings(chance))),
    ]
    .map(|(field, answer)| (field.to_owned(), answer))
    .into_iter()
    .collect();
    let attempt = [("attempt_way", "上门"), ("attempt_result", "已见")];
    let attempt = attempt.into_iter().map(|(field, answer)| (field.to_owned(), json!(answer))).collect();
    let answers = FillAnswers {
        fields,
        rows: BTreeMap::from([("attempts".to_owned(), vec![attempt])]),
        finish: vec!["visit".to_owned()],
        ..FillAnswers::default()
    };
    done(office.fill("revisit", &answers, &|_| Err(std::io::ErrorKind::NotFound.into()))).sheet
}

/// A round of checks with a few ×, morning and afternoon.
pub fn round(office: &Office, chance: &mut Chance) -> String {
    let draft = done(office.begin_sheet("inspection-daily"));
    let mut answers = draft.answers.clone();
    for row in answers.rows.get_mut("check").into_iter().flatten() {
        for column in ["am", "pm"] {
            let mark = if chance.below(30) == 0 { Mark::Fail } else { Mark::Pass };
            row.cells.insert(column.to_owned(), Value::Check { mark });
        }
    }
    let change = done(office.save_draft(&draft.id, answers.clone()));
    answers.rows.extend(change.rows);
    answers.proposed = change.proposed;
    answers.fields.extend(change.fields);
    register_fails(&mut answers, chance, &done(person(office, "李四")));
    let date = office.cabinet().clock().now().date();
    for stage in ["am", "pm"] {
        answers.fields.insert(format!("{stage}_person"), done(person(office, "张三")));
        answers.fields.insert(format!("{stage}_to"), text(&format!("{date}T17:55+08:00")));
        answers.fields.insert(format!("{stage}_method"), text("全查"));
    }
    done(office.save_draft(&draft.id, answers));
    done(office.finish(&draft.id, &Finish::default())).sheet
}

fn register_fails(answers: &mut Answers, chance: &mut Chance, keeper: &Value) {
    for row in answers.rows.get_mut("fails").into_iter().flatten() {
        row.cells.insert("problem".to_owned(), text(&summary(chance)));
        row.cells.insert("severity".to_owned(), text("轻微"));
        row.cells.insert("points".to_owned(), Value::Number(1));
        row.cells.insert("person".to_owned(), keeper.clone());
    }
}

fn sign(office: &Office, sheet: &str, role: &str, signer: &str, chance: &mut Chance) {
    done(office.sign(&SignRequest {
        revision: String::new(),
        sheet: sheet.to_owned(),
        role: role.to_owned(),
        row: String::new(),
        ink: ink(chance),
        signer: signer.to_owned(),
        relation: "本人".to_owned(),
        witness: String::new(),
        choice: if role == "customer_sign" { "满意".to_owned() } else { String::new() },
        remark: String::new(),
    }));
}

/// A written name: a dozen strokes of twenty points, 120 points a second.
pub fn ink(chance: &mut Chance) -> Ink {
    let mut strokes = Vec::new();
    let mut t = 0;
    for n in 0_i32..12 {
        let (x, y) = (600 + n % 6 * 1_500, 900 + n / 6 * 1_800);
        let mut draw = |most: usize| i32::try_from(chance.below(most)).unwrap_or(0);
        let (dx, dy, bend) = (draw(120) - 20, draw(90) - 30, draw(40) - 20);
        let mut points = Vec::new();
        for k in 0_i32..20 {
            let jitter = draw(24) - 12;
            points.push(Point {
                x: x + dx * k,
                y: y + dy * k + bend * (k - 10) * (k - 10) / 10 + jitter,
                t,
                pressure: None,
                tilt: None,
            });
            t += 8_333;
        }
        t += 120_000;
        strokes.push(Stroke { pointer: Pointer::Mouse, points });
    }
    Ink { width: 12_000, height: 5_000, strokes }
}
