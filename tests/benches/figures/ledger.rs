//! A ledger of 100,000 lines as a workbook, beside other libraries where they are installed.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::process::Command;

use serde_json::{Value as Json, json};
use xunfang_core::archive::ledger::{Cell, Column, Ledger};
use xunfang_core::archive::matrix::Matrix;
use xunfang_core::archive::stats::Statistics;
use xunfang_core::archive::workbook::{Workings, workbook};
use xunfang_core::clock::Stamp;

use crate::measure::{Table, cost};

const LINES: usize = 100_000;
const HEADS: [&str; 12] =
    ["序号", "编号", "受理时间", "级别", "类别", "客户", "房号", "内容", "责任部门", "完成时间", "结果", "状态"];

/// One line in words; the third is a moment.
fn line(n: usize) -> Vec<Json> {
    let word = |words: &[&str]| words.get(n % words.len()).copied().unwrap_or_default().to_owned();
    vec![
        json!(n + 1),
        json!(format!("TS-A-202610-{n:06}")),
        json!(format!("2026-10-{:02}T{:02}:{:02}", 1 + n % 28, 8 + n % 10, n % 60)),
        json!(word(&["一般", "一般", "重大"])),
        json!(word(&["工程", "保洁", "秩序", "客服"])),
        json!(format!("{}**", word(&["赵", "钱", "孙", "李"]))),
        json!(format!("{}栋***", 1 + n % 9)),
        json!(format!("单元门闭门器坏了，关门声很大，晚上影响休息。第{}次反映。", 1 + n % 7)),
        json!(word(&["工程部", "保洁部", "秩序部"])),
        json!(format!("2026-10-{:02}", 2 + n % 27)),
        json!(word(&["满意", "基本满意", "不满意"])),
        json!(word(&["已结案", "待回访"])),
    ]
}

fn cell(value: &Json, at: usize) -> Cell {
    match value {
        Json::Number(n) => Cell::Number(n.as_i64().unwrap_or(0)),
        Json::String(text) if at == 2 => text.parse().map_or(Cell::Empty, Cell::Time),
        Json::String(text) if at == 9 => text.parse().map_or(Cell::Empty, Cell::Date),
        other => Cell::Text(other.as_str().unwrap_or_default().to_owned()),
    }
}

pub fn run(table: &mut Table) {
    let month = "2026-10".parse().unwrap_or_else(|error| panic!("{error}"));
    let column = |head: &&str| Column { id: (*head).to_owned(), label: (*head).to_owned(), width: 16, weight: 1, left: false };
    let columns = HEADS.iter().map(column).collect();
    let rows = (0..LINES).map(|n| line(n).iter().enumerate().map(|(at, value)| cell(value, at)).collect()).collect();
    let ledgers = [Ledger { id: "complaint".to_owned(), title: "台账".to_owned(), columns, rows }];
    let statistics = Statistics { month, until: String::new(), groups: Vec::new(), trends: Vec::new() };
    let matrix = Matrix {
        month,
        days: Vec::new(),
        rows: Vec::new(),
        rates: Vec::new(),
        missed: Vec::new(),
        rectified: Vec::new(),
        totals: Vec::new(),
    };
    let workings = Workings {
        title: "台账",
        exporter: "张三",
        at: Stamp::parse("2026-11-02T09:00+08:00").unwrap_or_else(|error| panic!("{error}")),
        note: "",
        statistics: &statistics,
        matrix: &matrix,
        ledgers: &ledgers,
    };
    // What the lines themselves take, which the ledger holds in any case.
    let (rows, ()) = cost(|| ());
    let (cost, bytes) = cost(|| workbook(&workings, &|_, _| ControlFlow::Continue(())));
    let bytes = bytes.unwrap_or_else(|error| panic!("{}", error.code()));
    let told =
        |wall: f64, cpu: f64, peak: f64, size: f64| format!("{wall:.2} s, {cpu:.2} s CPU, {peak:.0} MB, {:.1} MB", size / 1e6);
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    table.line(
        "ledger of 100,000 lines as Excel",
        told(cost.wall, cost.cpu, cost.peak, f64::from(size)),
        "< 1 s CPU, < 10 MB",
        format!(
            "12 columns; nothing of it goes into a temporary file; of the peak {:.0} MB are the lines, which were there before",
            rows.peak
        ),
    );
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let source = folder.path().join("rows.jsonl");
    let mut file = std::fs::File::create(&source).unwrap_or_else(|error| panic!("{error}"));
    let all: String = (0..LINES).map(|n| format!("{}\n", Json::Array(line(n)))).collect();
    file.write_all(all.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/ledger.py");
    for peer in ["xlsxwriter", "openpyxl"] {
        let out = folder.path().join(format!("{peer}.xlsx"));
        let said = Command::new("python3").arg(script).arg(peer).arg(&source).arg(&out).output();
        let said =
            said.ok().filter(|said| said.status.success()).and_then(|said| serde_json::from_slice::<Json>(&said.stdout).ok());
        let number = |said: &Json, key: &str| said.get(key).and_then(Json::as_f64).unwrap_or(0.0);
        let figure = said.as_ref().map_or_else(
            || "not installed".to_owned(),
            |said| {
                format!("{:.2} s, {:.2} s CPU, {:.1} MB", number(said, "wall"), number(said, "cpu"), number(said, "size") / 1e6)
            },
        );
        table.line(
            &format!("  the same by {peer}"),
            figure,
            "",
            "python3, where it is installed (pip install XlsxWriter openpyxl)",
        );
    }
}
