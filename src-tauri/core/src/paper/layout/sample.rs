//! Made-up papers for the tests of drawing.

use crate::form::{Mark, Private};
use crate::paper::grid::*;
use crate::sheet::{Ink, Point, Pointer, Stroke};

/// A made-up signature: two or three characters of short curved strokes over a pad of 120 × 50 mm, as a hand leaves them.
pub fn ink(strokes: i32, seed: i32) -> Ink {
    let mut state = u64::from(seed.unsigned_abs()) * 2_654_435_761 + 12_345;
    let mut random = |below: i32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from((state >> 33) % u64::from(below.unsigned_abs().max(1))).unwrap_or(0)
    };
    let mut time = 0;
    let strokes = (0..strokes)
        .map(|s| {
            let (left, top) = (1200 + s / 6 * 3600, 900);
            // Horizontal, falling, rising and hooked strokes in turn, each bent by a third point.
            let (dx, dy) = match s % 4 {
                0 => (1900, -150),
                1 => (100, 2300),
                2 => (-1300, 1700),
                _ => (1500, 1500),
            };
            let (x0, y0) = (left + random(900) + if dx < 0 { 1500 } else { 200 }, top + random(1300));
            let (bend_x, bend_y) = (random(700) - 350, random(700) - 350);
            let count = 18 + random(14);
            let points = (0..count)
                .map(|n| {
                    time += 8_000 + u64::try_from(random(400)).unwrap_or(0);
                    let bow = 4 * n * (count - n) / count;
                    Point {
                        x: x0 + dx * n / count + bend_x * bow / count + random(5),
                        y: y0 + dy * n / count + bend_y * bow / count + random(5),
                        t: time,
                        pressure: None,
                        tilt: None,
                    }
                })
                .collect();
            time += 90_000;
            Stroke { pointer: Pointer::Pen, points }
        })
        .collect();
    Ink { width: 12_000, height: 5_000, strokes }
}

pub fn text(column: usize, text: &str) -> Cell {
    Cell { column, columns: 1, rows: 1, content: Content::Text { text: text.into() }, ..Cell::default() }
}

pub fn label(column: usize, words: &str) -> Cell {
    let style = Style { size: 100, align: Align::Center, label: true, ..Style::default() };
    Cell { style, ..text(column, words) }
}

pub fn answer(column: usize, words: &str, field: &str) -> Cell {
    let source = Some(Source { section: "s".into(), row: String::new(), field: field.into() });
    Cell { source, ..text(column, words) }
}

pub fn mark(column: usize, mark: Mark) -> Cell {
    let source = Some(Source { section: "s".into(), row: "r".into(), field: format!("m{column}") });
    Cell { column, columns: 1, rows: 1, content: Content::Mark { mark }, source, ..Cell::default() }
}

pub fn wide(columns: usize, cell: Cell) -> Cell {
    Cell { columns, ..cell }
}

pub fn tall(rows: usize, cell: Cell) -> Cell {
    Cell { rows, ..cell }
}

pub fn centred(cell: Cell) -> Cell {
    let style = Style { align: Align::Center, size: 95, ..cell.style };
    Cell { style, ..cell }
}

pub fn row(cells: Vec<Cell>) -> Row {
    Row { height: Mm::whole(7), cells }
}

pub fn seal(column: usize, seal: Seal) -> Cell {
    Cell { column, columns: 1, rows: 1, content: Content::Signature { seal }, ..Cell::default() }
}

pub fn columns(mm: &[i32]) -> Vec<Mm> {
    mm.iter().map(|mm| Mm(*mm)).collect()
}

pub fn table(id: &str, widths: &[i32], head_rows: usize, rows: Vec<Row>) -> Table {
    Table { id: id.into(), columns: columns(widths), head_rows, rows, ..Table::default() }
}

pub fn upright_page() -> SheetSize {
    SheetSize {
        width: Mm::whole(210),
        height: Mm::whole(297),
        left: Mm::whole(25),
        right: Mm::whole(15),
        top: Mm::whole(15),
        bottom: Mm::whole(15),
        duplex: true,
        edge: Edge::Left,
    }
}

pub fn lying_page() -> SheetSize {
    SheetSize { width: Mm::whole(297), height: Mm::whole(210), ..upright_page() }
}

pub fn head(serial: &str) -> Head {
    Head {
        title: "客务部工作检查表".into(),
        left: "示例物业·一期　客务部".into(),
        right: vec!["表号 QR-KF-01　版次 A/0".into(), format!("编号 {serial}")],
    }
}

pub fn foot() -> Foot {
    Foot {
        legend: [Mark::Pass, Mark::Fail, Mark::Na, Mark::Undrawn].map(|mark| (mark, mark.word().to_owned())).to_vec(),
        notes: vec!["照片见附页".into()],
        code: Some(Code {
            payload: "xunfang:0199d3a0-7b5c-7e31-9d5f-0c2f3f0a9b44:7F3AC21E09B4".into(),
            short: "7F3A·C21E·09B4".into(),
            label: "记录与内容校验".into(),
        }),
        plain: false,
    }
}

/// Area, place, items with their standards.
type Area = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const AREAS: &[Area] = &[
    (
        "大堂",
        "首层",
        &[("地面", "无垃圾、无水渍"), ("玻璃门", "无手印"), ("指示牌", "无积尘"), ("墙面天花", "无蛛网"), ("垃圾桶", "不满溢")],
    ),
    (
        "各楼层",
        "2–12层",
        &[
            ("走道地面", "干净、无杂物"),
            ("墙面踢脚线", "无污迹"),
            ("消火栓箱面", "无积尘"),
            ("窗台玻璃", "明净"),
            ("管井门", "关闭"),
        ],
    ),
    ("天台", "屋面", &[("地面", "无杂物"), ("排水口", "通畅"), ("门锁", "锁闭")]),
    ("电梯", "1–4号", &[("轿壁按键", "无手印、无划痕"), ("门槽", "无沙粒"), ("地面", "无垃圾"), ("气味", "无异味")]),
    (
        "卫生间",
        "各层",
        &[
            ("气味", "无异味"),
            ("台面镜面", "无水渍"),
            ("便器", "无污垢"),
            ("地面", "干燥"),
            ("纸皂", "补充及时"),
            ("清洁签到表", "按时填写"),
        ],
    ),
    ("茶水间", "各层", &[("台面水槽", "干净"), ("垃圾桶", "不满溢"), ("饮水机", "外壳无污迹")]),
    ("外围", "红线内", &[("烟头纸屑", "无"), ("绿化带", "无杂物"), ("雨箅", "通畅"), ("果皮箱", "不满溢")]),
    ("垃圾房", "负一层", &[("清运", "日产日清"), ("消杀记录", "齐全"), ("气味", "无异味"), ("门", "关闭")]),
    ("空置单元", "", &[("门窗", "锁闭"), ("渗漏", "无"), ("堆放", "无")]),
    ("防火通道", "", &[("通道", "畅通"), ("防火门", "常闭"), ("指示灯", "完好")]),
    ("步梯", "", &[("台阶扶手", "干净"), ("小广告", "无"), ("照明", "完好")]),
];

/// The daily check list: two parts, marks, spans, signatures.
pub fn daily(seed: i32) -> Grid {
    let serial = format!("JC-A-202602-{:04}", seed.rem_euclid(10_000));
    let facts = table(
        "facts",
        &[1900, 3767, 1900, 3767, 1900, 3766],
        0,
        vec![
            row(vec![
                label(0, "项目/楼宇"),
                answer(1, "一期", "site"),
                label(2, "检查日期"),
                answer(3, "2026年2月24日", "date"),
                label(4, "抽查方式"),
                answer(5, "全查", "how"),
            ]),
            row(vec![
                label(0, "上午检查人"),
                answer(1, "张三", "am"),
                label(2, "起止时间"),
                answer(3, "09:51–11:02", "amt"),
                label(4, "录入时间"),
                answer(5, "2月24日 11:20", "ame"),
            ]),
            row(vec![
                label(0, "下午检查人"),
                answer(1, "欧阳㛃", "pm"),
                label(2, "起止时间"),
                answer(3, "14:05–15:10", "pmt"),
                label(4, "录入时间"),
                answer(5, "2月24日 15:26", "pme"),
            ]),
        ],
    );
    let up = |cell: Cell| Cell { style: Style { upright: true, ..cell.style }, ..cell };
    let mut rows = vec![
        row(vec![
            tall(2, up(label(0, "序号"))),
            tall(2, label(1, "区域")),
            tall(2, label(2, "具体位置")),
            tall(2, label(3, "检查项目")),
            tall(2, label(4, "标准")),
            wide(2, label(5, "检查结果")),
            tall(2, label(7, "责任人")),
            tall(2, label(8, "受检人")),
        ]),
        row(vec![label(5, "上午"), label(6, "下午")]),
    ];
    let mut n = 0;
    for (area, place, items) in AREAS {
        for (k, (item, standard)) in items.iter().enumerate() {
            n += 1;
            let result = |shift: i32| match (n * 7 + seed + shift) % 23 {
                3 => Mark::Fail,
                5 => Mark::Na,
                9 => Mark::Undrawn,
                _ => Mark::Pass,
            };
            let mut cells = vec![centred(text(0, &n.to_string()))];
            if k == 0 {
                cells.push(tall(items.len(), label(1, area)));
                cells.push(tall(items.len(), label(2, place)));
            }
            cells.extend([text(3, item), text(4, standard), mark(5, result(0)), mark(6, result(4))]);
            if k == 0 {
                cells.push(tall(items.len(), centred(answer(7, "王五", "who"))));
                cells.push(tall(
                    items.len(),
                    seal(8, Seal { ink: (area.len() % 2 == 0).then(|| ink(7, n + seed)), ..Seal::default() }),
                ));
            }
            rows.push(row(cells));
        }
    }
    let list = table("list", &[800, 1700, 1700, 2500, 3400, 1000, 1000, 1900, 3000], 2, rows);
    let part_one = Part { title: "公共区域保洁".into(), sheet: upright_page(), tables: vec![facts, list] };

    let mut rows = vec![row([
        "序号",
        "区域/位置",
        "项目",
        "轮次",
        "程度",
        "扣分",
        "问题描述",
        "照片",
        "责任人",
        "整改期限",
        "整改完成",
        "复查结果",
        "复查人",
    ]
    .iter()
    .enumerate()
    .map(|(n, words)| label(n, words))
    .collect())];
    for n in 0..4 {
        let mut cells: Vec<Cell> = [
            "",
            "大堂 首层",
            "玻璃门",
            "上午",
            "轻微",
            "1",
            "主入口右扇有手印，保洁员已当场擦净；请下午轮次再看一次（含门框）。",
            "图1",
            "王五",
            "2026年2月24日 11:00",
            "2026年2月24日 10:40",
            "合格",
        ]
        .iter()
        .enumerate()
        .map(|(k, words)| {
            if k == 6 {
                Cell { style: Style { size: 95, ..Style::default() }, ..answer(k, words, "p") }
            } else {
                centred(answer(k, words, "x"))
            }
        })
        .collect();
        cells[0] = centred(text(0, &(n + 1).to_string()));
        cells.push(seal(12, Seal { ink: Some(ink(5, n + seed)), ..Seal::default() }));
        rows.push(Row { height: Mm::whole(9), cells });
    }
    rows.push(row(vec![wide(13, centred(text(0, "以下空白")))]));
    let faults = Table {
        caption: String::new(),
        ..table("faults", &[900, 2400, 2000, 1100, 1100, 1000, 6200, 1200, 1600, 2400, 2400, 1500, 1900], 1, rows)
    };
    let signed = Seal { ink: Some(ink(9, seed)), date: "2026年2月24日".into(), dated: true, ..Seal::default() };
    let empty = Seal { dated: true, ..Seal::default() };
    let review = Cell {
        content: Content::SignedText {
            text: "同意。玻璃门列入下周重点。".into(),
            seal: Seal { flag: "代".into(), ..signed.clone() },
        },
        ..answer(5, "", "review")
    };
    let closing = Table {
        keep: true,
        gap: Mm(0),
        ..table(
            "closing",
            &[2600, 6000, 2600, 6000, 2600, 5900],
            0,
            vec![
                row(vec![
                    label(0, "应查/实查"),
                    text(1, "90 / 87"),
                    label(2, "未抽/不合格"),
                    text(3, "3 / 4"),
                    label(4, "合格率　得分"),
                    text(5, "95.4%　96分"),
                ]),
                row(vec![label(0, "漏检说明"), wide(5, answer(1, "无", "missed"))]),
                Row {
                    height: Mm::whole(15),
                    cells: vec![
                        label(0, "上午检查人"),
                        seal(1, signed),
                        label(2, "下午检查人"),
                        seal(3, empty),
                        label(4, "部门负责人审阅"),
                        review,
                    ],
                },
            ],
        )
    };
    let part_two = Part { title: "不合格项整改记录".into(), sheet: lying_page(), tables: vec![faults, closing] };
    Grid { head: head(&serial), parts: vec![part_one, part_two], plates: Vec::new(), foot: foot(), watermark: None }
}

/// The revisit record: long text, choices, private cells.
pub fn revisit(words: &str) -> Grid {
    let choice = |column: usize, options: &[(&str, bool)]| Cell {
        content: Content::Choice { options: options.iter().map(|(word, on)| ((*word).to_owned(), *on)).collect() },
        ..answer(column, "", "choice")
    };
    let private = |private: Private, cell: Cell| Cell { private, ..cell };
    let long = |words: &str| {
        vec![
            label(0, "客户原话"),
            wide(3, Cell { style: Style { vertical: Vertical::Top, ..Style::default() }, ..answer(1, words, "words") }),
        ]
    };
    let rows = vec![
        row(vec![
            label(0, "回访类型"),
            wide(
                3,
                choice(
                    1,
                    &[("重大投诉", false), ("一般投诉", true), ("满意度调查意见", false), ("特约服务", false), ("日常", false)],
                ),
            ),
        ]),
        row(vec![
            label(0, "客户"),
            private(Private::Name, answer(1, "赵六", "customer")),
            label(2, "房号"),
            private(Private::Room, answer(3, "3栋1单元1702", "room")),
        ]),
        row(vec![
            label(0, "受访人"),
            answer(1, "赵六", "met"),
            label(2, "电话"),
            private(Private::Phone, answer(3, "13800000001", "phone")),
        ]),
        row(vec![
            label(0, "原事项摘要"),
            wide(3, answer(1, "2026年2月10日反映卫生间返味，工程部更换地漏后请客务部回访。", "matter")),
        ]),
        row(long(words)),
        row(vec![label(0, "整改效果"), wide(3, choice(1, &[("满意", false), ("基本满意", true), ("不满意", false)]))]),
        row(vec![label(0, "及时性/态度/质量"), mark(1, Mark::Pass), mark(2, Mark::Pass), mark(3, Mark::Na)]),
        row(vec![
            label(0, "更正前"),
            Cell { style: Style { struck: true, ..Style::default() }, ..text(1, "1单元1701") },
            label(2, "更正后"),
            text(3, "1单元1702"),
        ]),
    ];
    let main = table("main", &[2800, 5700, 2800, 5700], 0, rows);
    let signed =
        Seal { ink: Some(ink(8, 5)), date: "2026年2月24日".into(), dated: true, flag: "待重签".into(), ..Seal::default() };
    let paper = Seal {
        words: "已签（纸质）：原件存客务部2026-02档案盒，张三扫描。".into(),
        date: "2026年2月24日".into(),
        dated: true,
        ..Seal::default()
    };
    let closing = Table {
        keep: true,
        ..table(
            "closing",
            &[2000, 6500, 2000, 6500],
            0,
            vec![
                Row {
                    height: Mm::whole(15),
                    cells: vec![
                        label(0, "客户签字"),
                        Cell { private: Private::Name, ..seal(1, signed) },
                        label(2, "回访人"),
                        seal(3, paper),
                    ],
                },
                Row {
                    height: Mm::whole(15),
                    cells: vec![
                        label(0, "见证人"),
                        seal(1, Seal { dated: true, ..Seal::default() }),
                        label(2, "主管审核"),
                        Cell {
                            content: Content::SignedText {
                                text: "情况属实。".into(),
                                seal: Seal { dated: true, ..Seal::default() },
                            },
                            ..text(3, "")
                        },
                    ],
                },
            ],
        )
    };
    let part =
        Part {
            title: "回访记录表".into(), sheet: SheetSize { duplex: false, ..upright_page() }, tables: vec![main, closing]
        };
    let head = Head {
        title: "回访记录表".into(),
        right: vec!["表号 QR-KF-04　版次 A/0".into(), "编号 HF-A-202602-0007".into()],
        ..head("")
    };
    Grid { head, parts: vec![part], plates: Vec::new(), foot: foot(), watermark: None }
}

/// The check sheet of the measurements: 25 rows of 7 columns and two signatures on one page.
pub fn bench(seed: i32) -> Grid {
    let mut rows = vec![row(["序号", "区域", "检查项目", "标准", "上午", "下午", "备注"]
        .iter()
        .enumerate()
        .map(|(n, words)| label(n, words))
        .collect())];
    let items = AREAS.iter().flat_map(|(area, _, items)| items.iter().map(move |(item, standard)| (area, item, standard)));
    for ((area, item, standard), n) in items.zip(0..25) {
        let note = if (n + seed) % 9 == 0 {
            format!("第{n}项已当场整改，{}号楼复查合格", seed % 30)
        } else {
            String::new()
        };
        rows.push(row(vec![
            centred(text(0, &(n + 1).to_string())),
            text(1, area),
            text(2, item),
            text(3, standard),
            mark(4, Mark::Pass),
            mark(5, if (n + seed) % 11 == 0 { Mark::Fail } else { Mark::Pass }),
            answer(6, &note, "note"),
        ]));
    }
    let seal_of =
        |strokes, seed| Seal { ink: Some(ink(strokes, seed)), date: "2026年2月24日".into(), dated: true, ..Seal::default() };
    let closing = Table {
        keep: true,
        ..table(
            "closing",
            &[2500, 6000, 2500, 6000],
            0,
            vec![Row {
                height: Mm::whole(15),
                cells: vec![label(0, "检查人"), seal(1, seal_of(16, seed)), label(2, "客户签字"), seal(3, seal_of(14, seed + 1))],
            }],
        )
    };
    let part = Part {
        title: "公共区域保洁".into(),
        sheet: upright_page(),
        tables: vec![table("list", &[1200, 2000, 3000, 3600, 1200, 1200, 4800], 1, rows), closing],
    };
    Grid { head: head(&format!("JC-A-202602-{seed:04}")), parts: vec![part], plates: Vec::new(), foot: foot(), watermark: None }
}
