// Made by `cargo xtask bindings` from the Rust types. Do not edit.

export type Account = { 
/**
 * Record id.
 */
id: string, 
/**
 * Whose.
 */
person: Reference, 
/**
 * Role.
 */
role: Role, 
/**
 * 主管
 */
role_word: string, 
/**
 * Has a passphrase of its own that opens the cabinet.
 */
opens: boolean, 
/**
 * Can take over by PIN.
 */
pin: boolean, 
/**
 * No longer works here.
 */
left: boolean, 
/**
 * The one who is working now.
 */
present: boolean, 
/**
 * May be appointed to stand in for another: works here, and does more than look.
 */
stands_in: boolean, };

export type Act = { 
/**
 * `all_pass` or `all_undrawn`.
 */
kind: string, 
/**
 * List.
 */
section: string, 
/**
 * Group.
 */
group: string, 
/**
 * Column of checks.
 */
column: string, 
/**
 * When, `2026-02-13T18:30+08:00`.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * The rows it set.
 */
rows: Array<string>, };

export type Answers = { 
/**
 * Single fields by id.
 */
fields: { [key in string]: Value }, 
/**
 * Lists by section, rows in order.
 */
rows: { [key in string]: Array<Row> }, 
/**
 * Section → group → field.
 */
groups: { [key in string]: { [key in string]: { [key in string]: Value } } }, 
/**
 * Acts that set many answers at once.
 */
acts: Array<Act>, 
/**
 * Rows of × that were withdrawn while the draft is open, so that a × set again finds its details. Never finalised.
 */
parked?: { [key in string]: Array<Row> }, 
/**
 * 待归位: photos that were taken in and not yet put to their place, by capture time. Never finalised.
 */
tray?: Array<Photo>, 
/**
 * Stages whose fields have been given their proposals: what was cleared since is not proposed again. Never finalised.
 */
proposed?: Array<string>, };

export type AuditAct = "print" | "export" | "copy-text" | "copy-picture" | "reveal" | "shown" | "blank" | "void-blank" | "delete-draft" | "account" | "recovery-code" | "recovery-page" | "data-key" | "backup" | "backup-whole" | "backup-damaged" | "restore" | "print-register" | "affected" | "volume" | "volume-full" | "reopen-month" | "destruction-list" | "destruction-asked" | "destruction" | "other";

export type AuditAsked = { 
/**
 * A month, `2026-11`, or a first day, `2026-11-24`; empty for all.
 */
from: string, 
/**
 * A last day; empty for the end of the month, or today.
 */
to: string, 
/**
 * One person's acts alone.
 */
by: string, 
/**
 * One kind of act alone.
 */
act: string, };

export type AuditLine = { 
/**
 * When, `2026-11-24T10:32+08:00`.
 */
at: string, 
/**
 * Who.
 */
by: string, 
/**
 * print, export, copy-text, copy-picture, reveal, shown, blank, void-blank, delete-draft, account, recovery-code, recovery-page, backup, backup-whole, backup-damaged, restore,
 * print-register, affected.
 */
act: string, 
/**
 * 打印
 */
act_word: string, 
/**
 * The sheet's serial and title, or the entry's register; empty when it is neither.
 */
what: string, 
/**
 * Whose data it was, where it was one customer's.
 */
customer: string, 
/**
 * Why; empty where no reason is asked for.
 */
reason: string, 
/**
 * What else the act named: a format, a backup's name.
 */
detail: string, };

export type AuditPage = { 
/**
 * Newest first.
 */
lines: Array<AuditLine>, 
/**
 * Whose acts there are in the period.
 */
people: Array<string>, 
/**
 * What acts there are in the period.
 */
acts: Array<AuditAct>, };

export type Backup = { 
/**
 * Its folder's name, `2026-11-24_1800_A_daily`.
 */
name: string, 
/**
 * Its whole path.
 */
folder: string, 
/**
 * When, `2026-11-24T18:00+08:00`.
 */
made: string, 
/**
 * daily, closing, before-migration, asked, before-restore.
 */
occasion: string, 
/**
 * Letter of the device.
 */
letter: string, 
/**
 * Entries in it.
 */
entries: number, 
/**
 * Bytes of its file.
 */
size: number, };

export type Backups = { 
/**
 * Beside the cabinet, newest first. Each was opened and verified whole when it was made.
 */
own: Array<Backup>, 
/**
 * The second place; empty when none was chosen.
 */
place: string, 
/**
 * In the second place, newest first; empty while it is not at hand.
 */
second: Array<Backup>, 
/**
 * The second place is at hand.
 */
at_hand: boolean, 
/**
 * Days since the last backup in a second place; none when there never was one.
 */
days: number | null, 
/**
 * A backup in a second place is wanted: the last one, or the first run, is more than seven days ago.
 */
overdue: boolean, 
/**
 * The newest backup that was opened and verified whole; none before the first.
 */
proven: Proven | null, };

export type Basis = "regulation" | "own" | "proposed";

export type Beginning = { 
/**
 * Form.
 */
form: string, 
/**
 * 整改通知单及反馈
 */
title: string, 
/**
 * Row that is meant; empty for the sheet as a whole.
 */
row: string, 
/**
 * What the row says, place and item first; empty for the sheet as a whole.
 */
about: string, };

export type Blank = { 
/**
 * Serial.
 */
serial: string, 
/**
 * Form id.
 */
form: string, 
/**
 * `reserved`, `used`, `void`.
 */
state: string, 
/**
 * When printed.
 */
at: string, };

export type Cadence = "none" | "daily" | "monthly";

export type CalendarChange = { "what": "year", 
/**
 * The year.
 */
year: number, 
/**
 * The notice.
 */
source: YearNotice, 
/**
 * Its holidays.
 */
holidays: Array<Holiday>, } | { "what": "file", 
/**
 * The file's text.
 */
json: string, } | { "what": "withdraw", 
/**
 * The year.
 */
year: number, } | { "what": "week", 
/**
 * First day.
 */
from: string, 
/**
 * Whether each day is worked, Monday first.
 */
days: [boolean, boolean, boolean, boolean, boolean, boolean, boolean], } | { "what": "own", 
/**
 * The days.
 */
days: Array<Override>, } | { "what": "hours", 
/**
 * The seasons.
 */
seasons: Array<Season>, };

export type CalendarDay = { 
/**
 * Whether it is worked.
 */
working: boolean, 
/**
 * What it is.
 */
kind: DayKind, 
/**
 * Holiday it belongs to, or the department's own word for the exception; empty on other days.
 */
name: string, 
/**
 * A notice that is not out yet may still change this day (暂定).
 */
provisional: boolean, };

export type CalendarEffect = { 
/**
 * The year that it is mostly about: the one to look at.
 */
year: number, 
/**
 * Days that become others.
 */
days: Array<ChangedDay>, 
/**
 * Clocks that move.
 */
moved: Array<Recounted>, 
/**
 * Days of the law that a typed notice does not give off.
 */
left_out: Array<string>, 
/**
 * Nothing becomes another.
 */
same: boolean, };

export type CalendarYear = { 
/**
 * The year.
 */
year: number, 
/**
 * Years whose notice is known, in order.
 */
years: Array<number>, 
/**
 * The notice that arranges it; absent while it is 暂定.
 */
source: YearNotice | null, 
/**
 * Whether the notice came with the program; else the department entered it.
 */
shipped: boolean, 
/**
 * The holidays of the notice.
 */
holidays: Array<Holiday>, 
/**
 * Days of the law that the notice does not give off, each with its name behind a full-width space.
 */
left_out: Array<string>, 
/**
 * Every day of the year.
 */
days: Array<YearDay>, 
/**
 * The weeks, from the first on.
 */
weeks: Array<WeekFrom>, 
/**
 * The department's own days, in all years.
 */
own: Array<Override>, 
/**
 * The working hours, by season.
 */
hours: Array<Season>, };

export type Call = { 
/**
 * What it becomes.
 */
becomes: CaseKind, 
/**
 * The customer, by id; empty for one who is not in the register.
 */
customer: string, 
/**
 * Name of one who is not in the register yet; they are entered with the call.
 */
name: string, 
/**
 * Their room.
 */
room: string, 
/**
 * Their number.
 */
phone: string, 
/**
 * What they said, in their words.
 */
words: string, 
/**
 * When they rang, `2026-02-24T09:12+08:00`; now when empty.
 */
at: string, };

export type Caller = { 
/**
 * The entry of the register.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Room.
 */
room: string, 
/**
 * Their number, masked.
 */
phone: string, 
/**
 * 业主, 租户, 商户; may be empty.
 */
kind: string, 
/**
 * Their open cases, those received last first.
 */
open: Array<CaseLine>, 
/**
 * Their last closed ones.
 */
closed: Array<CaseLine>, 
/**
 * Closed ones beyond those.
 */
more: boolean, };

export type Carried = { 
/**
 * The case's sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * 投诉
 */
kind: CaseKind, 
/**
 * 重大
 */
grade: string, 
/**
 * `2026-10-27T09:10+08:00`
 */
received: string, 
/**
 * What it is about.
 */
matter: string, 
/**
 * 责任部门
 */
department: string, 
/**
 * What it waits for.
 */
waits: string, 
/**
 * Until when; empty where no clock runs.
 */
due: string, };

export type CaseBlock = { 
/**
 * The kind of case its sheets are; absent for a sheet that is none itself and only gives or takes what a case says
 * (回访记录表, 客户满意度调查表, 缴费通知单).
 */
kind: CaseKind | null, 
/**
 * Meaning → `field`, or `section.column` for what stands in the rows of a list.
 */
means: { [key in string]: string }, };

export type CaseCount = { 
/**
 * Kind.
 */
kind: CaseKind, 
/**
 * State.
 */
state: string, 
/**
 * 待整改
 */
words: string, 
/**
 * How many.
 */
count: number, };

export type CaseKind = "complaint" | "opinion" | "service" | "consultation" | "rectification";

export type CaseLine = { 
/**
 * The case's sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * Kind.
 */
kind: CaseKind, 
/**
 * A step that is waited for, `closed`, `void`.
 */
state: string, 
/**
 * 待整改
 */
state_words: string, 
/**
 * 重大 or 一般; empty for kinds without grades.
 */
grade: string, 
/**
 * Round, from 1.
 */
round: number, 
/**
 * Whose and what.
 */
matter: string, 
/**
 * Responsible department.
 */
department: string, 
/**
 * `2026-02-24T08:40+08:00`
 */
received: string, 
/**
 * The same; empty while it is open.
 */
closed: string, 
/**
 * A 重大 complaint of which nobody above was told.
 */
unreported: boolean, 
/**
 * The clock that is due first.
 */
clock: ClockLine | null, };

export type CaseList = "overdue" | "route" | { "ledger": LedgerKind };

export type CasePage = { 
/**
 * Those received last first.
 */
lines: Array<CaseLine>, 
/**
 * Where the next page begins; empty when there is none.
 */
next: string, };

export type CaseView = { 
/**
 * As in the list.
 */
line: CaseLine, 
/**
 * State of the sheet: whose signature it waits for.
 */
sheet_state: SheetState, 
/**
 * The same in words.
 */
sheet_words: string, 
/**
 * Its main steps in order.
 */
steps: Array<StepLine>, 
/**
 * Steps beside the order that are possible now: 延期, 改级, 上报.
 */
beside: Array<StepLine>, 
/**
 * Its clocks, running ones first, each with how it was counted.
 */
clocks: Array<ClockLine>, 
/**
 * Revisits, notices and bills that name it.
 */
related: Array<SheetLine>, 
/**
 * A draft on it that somebody has begun; empty when none.
 */
draft: string, 
/**
 * Signatures that its steps wait for and that can be given now, in printed order.
 */
waits: Array<SealView>, };

export type CasesAsked = { 
/**
 * Open ones, or closed and void ones.
 */
open: boolean | null, 
/**
 * Kind.
 */
kind: CaseKind | null, 
/**
 * State: a step that is waited for, `closed`, `void`.
 */
state: string, 
/**
 * Responsible department, by id.
 */
department: string, 
/**
 * Customer, by id.
 */
customer: string, };

export type Change = { 
/**
 * Amendment or 更正页.
 */
kind: ChangeKind, 
/**
 * Why.
 */
reason: string, 
/**
 * The account's person.
 */
by: Reference, 
/**
 * When, `2026-02-13T18:30+08:00`.
 */
at: string, 
/**
 * What was and what is.
 */
items: Array<ChangeItem>, };

export type ChangeItem = { 
/**
 * Where.
 */
place: Place, 
/**
 * The field's label (with the row's words before it).
 */
label: string, 
/**
 * As shown before.
 */
was: string, 
/**
 * As shown now.
 */
is: string, 
/**
 * The value before.
 */
was_value: Value | null, 
/**
 * The value now.
 */
is_value: Value | null, };

export type ChangeKind = "amendment" | "correction";

export type ChangedDay = { 
/**
 * The day.
 */
date: string, 
/**
 * What it was.
 */
was: CalendarDay, 
/**
 * What it is.
 */
now: CalendarDay, };

export type Checked = { 
/**
 * When, `2026-11-24T18:00+08:00`.
 */
at: string, 
/**
 * The same in milliseconds of UTC since 1970.
 */
at_ms: number, 
/**
 * Nothing is damaged.
 */
ok: boolean, 
/**
 * Serials of the sheets that are touched, at most a hundred.
 */
sheets: Array<string>, };

export type Choice = { 
/**
 * Field it answers.
 */
field: string, 
/**
 * As asked.
 */
label: string, 
/**
 * Answers.
 */
options: Array<string>, 
/**
 * The answer given so far; may be empty.
 */
chosen: string, 
/**
 * The customer's own words go into this field; empty when the form has none.
 */
remark_field: string, 
/**
 * Its label: 意见建议.
 */
remark_label: string, };

export type ClockLine = { 
/**
 * Which of the case's clocks.
 */
id: string, 
/**
 * What it waits for.
 */
step: Step, 
/**
 * 整改
 */
word: string, 
/**
 * Round; 0 for what no round concerns.
 */
round: number, 
/**
 * CPL-3; OWN, OUTSIDE, ASKED for limits that no rule gives.
 */
rule: string, 
/**
 * Which limit it is: CPL-3, 内控时限（CPL-3）, 外部时限.
 */
limit: Line, 
/**
 * Version of the rule it started with.
 */
version: number, 
/**
 * The event.
 */
from: string, 
/**
 * The end before it rolled: `2026-02-25`, or a moment.
 */
raw: string, 
/**
 * The end that counts.
 */
due: string, 
/**
 * 2026年2月25日（周三）24:00
 */
due_words: Line, 
/**
 * Extended with approval.
 */
extended: boolean, 
/**
 * 暂定
 */
provisional: boolean, 
/**
 * A change of the calendar or of its rule counted it anew; the explanation says what it was.
 */
recounted: boolean, 
/**
 * When it stopped; empty while it runs.
 */
ended: string, 
/**
 * How.
 */
how: Ended | null, 
/**
 * It was or is late.
 */
late: boolean, 
/**
 * 还有2个工作日, 超期3天; empty for one that stopped in time.
 */
left: Line, 
/**
 * How its end was counted; only where one case is looked at.
 */
explanation: Array<Line>, };

export type ClosingLine = { 
/**
 * Closed, or opened again.
 */
closed: boolean, 
/**
 * Who.
 */
by: string, 
/**
 * When, `2026-11-02T09:10+08:00`.
 */
at: string, 
/**
 * Why; empty for a closing without gaps.
 */
reason: string, 
/**
 * Sheets in the volume.
 */
items: number, 
/**
 * Gaps that were printed.
 */
gaps: number, 
/**
 * The root hash, lower-case hex; empty for an opening.
 */
root: string, };

export type Compute = { "verb": "serial" } | { "verb": "number" } | { "verb": "fixed", 
/**
 * The words.
 */
text: string, } | { "verb": "target", 
/**
 * Rule of the duty: INS-2.
 */
rule: string, } | { "verb": "fact", 
/**
 * The reference.
 */
field: string, 
/**
 * 电话: `phone`, 房号: `room`, …
 */
fact: string, } | { "verb": "entered", 
/**
 * Stage.
 */
stage: string, } | { "verb": "count", 
/**
 * List.
 */
section: string, 
/**
 * What.
 */
of: Tally, } | { "verb": "rate", 
/**
 * List.
 */
section: string, } | { "verb": "score", 
/**
 * List.
 */
section: string, 
/**
 * Column of numbers.
 */
column: string, 
/**
 * Full marks.
 */
from: number, } | { "verb": "deadline" } & RunsFrom | { "verb": "counted" } & RunsFrom | { "verb": "product", 
/**
 * Column of quantities or whole numbers.
 */
quantity: string, 
/**
 * Column of money.
 */
price: string, } | { "verb": "total", 
/**
 * List.
 */
section: string, 
/**
 * Column of money, or of products.
 */
column: string, 
/**
 * Fields of money that are added.
 */
plus: Array<string>, 
/**
 * Fields of money that are taken off.
 */
less: Array<string>, } | { "verb": "capital", 
/**
 * Field of money, or a total.
 */
field: string, };

export type Condition = { "is": { 
/**
 * Field.
 */
field: string, 
/**
 * Words.
 */
of: Array<string>, } } | { "not": { 
/**
 * Field.
 */
field: string, 
/**
 * Words.
 */
of: Array<string>, } } | { "filled": { 
/**
 * Field.
 */
field: string, } } | { "some": { 
/**
 * List.
 */
section: string, 
/**
 * Column.
 */
field: string, 
/**
 * Words.
 */
of: Array<string>, } } | { "all": Array<Condition> } | { "any": Array<Condition> } | { "checked": { 
/**
 * List.
 */
section: string, 
/**
 * Columns of checks.
 */
of: Array<string>, } } | { "has": { 
/**
 * List.
 */
section: string, 
/**
 * Mark.
 */
mark: Mark, } } | { "gaps": { 
/**
 * List.
 */
section: string, 
/**
 * Columns of checks.
 */
of: Array<string>, } };

export type Consent = { 
/**
 * Changes when a word does.
 */
version: string, 
/**
 * As shown.
 */
text: string, };

export type Counted = { 
/**
 * The day.
 */
date: string, 
/**
 * What it is.
 */
kind: DayKind, 
/**
 * Holiday or exception; may be empty.
 */
name: string, 
/**
 * Which day of the limit it is; absent for a day that is not counted, and for the days a limit rolls over.
 */
counted: number | null, 
/**
 * The notice for it is not out yet.
 */
provisional: boolean, };

export type Coverage = { 
/**
 * What.
 */
kind: GapKind, 
/**
 * How many are there. Of the outlets: how many were drawn.
 */
done: number, 
/**
 * How many there should be: those that are there and those that are missing. Of the outlets: how many were asked for.
 */
all: number, 
/**
 * Gaps of which nothing is said.
 */
open: number, 
/**
 * Gaps that are explained.
 */
said: number, };

export type DayInfo = { 
/**
 * `2026-02-24`
 */
date: string, 
/**
 * 2026年2月24日
 */
words: string, 
/**
 * 周二
 */
weekday: string, 
/**
 * 工作日, 休息日, 法定节假日, 补班
 */
kind: string, 
/**
 * The holiday it belongs to, or the department's own word; empty on other days.
 */
name: string, 
/**
 * Whether it is worked.
 */
working: boolean, 
/**
 * The year's notice is not known yet.
 */
provisional: boolean, };

export type DayKind = "workday" | "rest" | "holiday" | "make-up";

export type DeadlineView = { 
/**
 * Rule.
 */
rule: string, 
/**
 * Version.
 */
version: number, 
/**
 * Grade; mostly empty.
 */
grade: string, 
/**
 * The event, `2026-02-13T18:30+08:00`.
 */
from: string, 
/**
 * The end before rolling: `2026-02-25`, or a time.
 */
raw: string, 
/**
 * The end.
 */
due: string, 
/**
 * It rolled to a working day.
 */
rolled: boolean, 
/**
 * 暂定
 */
provisional: boolean, 
/**
 * How it was counted, in words.
 */
lines: Array<Line>, 
/**
 * How it was counted, day by day.
 */
days: Array<Counted>, };

export type Delegate = { 
/**
 * Account of the one who is away.
 */
of: string, 
/**
 * Account of the one who stands in.
 */
to: string, 
/**
 * First day, `2026-02-24`.
 */
from: string, 
/**
 * Last day.
 */
until: string, 
/**
 * What.
 */
scope: Array<Scope>, };

export type Delegation = { 
/**
 * Record id.
 */
id: string, 
/**
 * Who is away.
 */
of: string, 
/**
 * The role whose powers are lent.
 */
of_role: Role, 
/**
 * Who stands in.
 */
to: string, 
/**
 * Who appointed them.
 */
by: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
until: string, 
/**
 * What.
 */
scope: Array<Scope>, 
/**
 * Where it stands today.
 */
running: Running, 
/**
 * The one who works may revoke it.
 */
mine: boolean, };

export type Desk = { 
/**
 * Organisation.
 */
organisation: string, 
/**
 * 客服部 / 客务部
 */
department: string, 
/**
 * The site in use.
 */
site: Reference, 
/**
 * All sites.
 */
sites: Array<Reference>, 
/**
 * The person who works.
 */
person: Reference, 
/**
 * Their account; empty in a cabinet without accounts.
 */
account: string, 
/**
 * Their role.
 */
role: Role, 
/**
 * What the role may do, and what is delegated today. Views hide the rest; it is refused anyway.
 */
rights: Array<Right>, 
/**
 * Minutes without a hand at the machine after which the window locks.
 */
lock_after: number, 
/**
 * Today.
 */
day: DayInfo, 
/**
 * What the user should know: a clock that looks wrong, missing entries, a sample department.
 */
notices: Array<Notice>, 
/**
 * Whether this is 练习.
 */
practice: boolean, 
/**
 * `zh-CN` or `en`.
 */
language: string, 
/**
 * `system`, `light` or `dark`.
 */
theme: string, 
/**
 * What each duty asks for, by rule (INS-2: 抽查). Set as the setting `target.INS-2`.
 */
targets: { [key in string]: string }, 
/**
 * Drafts waiting.
 */
drafts: number, };

export type Destroyed = { 
/**
 * Sheets.
 */
items: number, 
/**
 * Until when the daily backups of the program may still hold them where one is made in every month, `2038-11-30`; copies kept
 * elsewhere are not its own to clear.
 */
backups_until: string, 
/**
 * Backups at hand that the program never takes away.
 */
backups_kept: number, };

export type DestructionItem = { 
/**
 * The month that it was closed with.
 */
month: Month, 
/**
 * Name of the site.
 */
site: string, 
/**
 * 件号; 0 for a sheet that was filed after the closing.
 */
number: number, 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The first day on which it need not be kept any more, `2037-01-01`.
 */
expired: string, };

export type DestructionList = { 
/**
 * By month and 件号.
 */
items: Array<DestructionItem>, 
/**
 * Names the list: what is signed is what was shown.
 */
list: string, 
/**
 * Who asked for its destruction; empty while nobody did.
 */
asked_by: string, 
/**
 * When.
 */
asked_at: string, 
/**
 * Why.
 */
reason: string, 
/**
 * It was the one who works: somebody else has to approve.
 */
own: boolean, 
/**
 * Backups at hand that hold the same and are never taken away by the program: made by hand, before a release changed the file, or
 * before a restore.
 */
backups_kept: number, };

export type Door = { 
/**
 * What to show.
 */
state: DoorState, 
/**
 * Stable code of the problem when `state` is `problem`: cabinet-newer, cabinet-damaged, keyslots-missing, …
 */
code: string, 
/**
 * Answers of a first run that was left before its end (never the passphrase).
 */
first_run: FirstRun | null, 
/**
 * Seconds to wait after failed attempts; 0 when none.
 */
wait_s: number, };

export type DoorState = "first_run" | "locked" | "problem" | "open";

export type Draft = { 
/**
 * The draft.
 */
id: string, 
/**
 * The sheet it will become, or belongs to.
 */
sheet: string, 
/**
 * Form edition.
 */
form_ref: FormRef, 
/**
 * The form.
 */
form: Form, 
/**
 * Serial of the sheet it amends; empty for a new one.
 */
serial: string, 
/**
 * Answers with derived rows.
 */
answers: Answers, 
/**
 * Computed cells.
 */
computed: { [key in string]: Value }, 
/**
 * How far.
 */
progress: Array<Progress>, 
/**
 * Stages with what each still wants.
 */
stages: Array<StageView>, 
/**
 * Answers that are wrong as they stand.
 */
wrong: Array<Problem>, 
/**
 * Signed places: an answer of a sealed scope asks before it changes.
 */
sealed: Array<Place>, 
/**
 * Fields that do not apply now.
 */
hidden: Array<Place>, 
/**
 * The sheet has moved on since the draft was begun.
 */
conflict: boolean, 
/**
 * Changing it needs a reason at 完成: the base revision was finished.
 */
needs_reason: boolean, 
/**
 * All changes so far may be made by a 更正页.
 */
correctable: boolean, 
/**
 * Last saved, 10:32.
 */
saved: string, 
/**
 * Last saved, `2026-02-24T10:32+08:00`.
 */
saved_at: string, 
/**
 * First begun.
 */
begun_at: string, };

export type DraftChange = { 
/**
 * Single fields as kept: those the program filled when a stage began are to be taken over where nothing was typed since.
 */
fields: { [key in string]: Value }, 
/**
 * Stages proposed for so far; to be handed back with the next save.
 */
proposed: Array<string>, 
/**
 * Derived rows by section, to take over (answers typed meanwhile stay).
 */
rows: { [key in string]: Array<Row> }, 
/**
 * Computed cells.
 */
computed: { [key in string]: Value }, 
/**
 * How far.
 */
progress: Array<Progress>, 
/**
 * Stages with what each still wants.
 */
stages: Array<StageView>, 
/**
 * Answers that are wrong as they stand.
 */
wrong: Array<Problem>, 
/**
 * Fields that do not apply now.
 */
hidden: Array<Place>, 
/**
 * Changing the sheet needs a reason at 完成.
 */
needs_reason: boolean, 
/**
 * All changes so far may be made by a 更正页.
 */
correctable: boolean, 
/**
 * Last saved, 10:32.
 */
saved: string, };

export type DutyDay = { 
/**
 * What day it is.
 */
day: DayInfo, 
/**
 * Slots that are owed or done.
 */
slots: Array<DutySlot>, 
/**
 * Meetings.
 */
meetings: Array<MeetingView>, 
/**
 * The first of the limits that end on it.
 */
due: Array<DutyDue>, 
/**
 * How many there are.
 */
due_count: number, 
/**
 * How many of them are past.
 */
due_late: number, };

export type DutyDue = { 
/**
 * The case's sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * 整改
 */
step: string, 
/**
 * 重大投诉处理单
 */
kind: string, 
/**
 * What it is about; only where one day is looked at.
 */
matter: string, 
/**
 * `2026-02-25`, or a moment.
 */
due: string, 
/**
 * Past.
 */
late: boolean, 
/**
 * 暂定
 */
provisional: boolean, };

export type DutyMonth = { 
/**
 * `2026-02`
 */
month: string, 
/**
 * Every day of it.
 */
days: Array<DutyDay>, 
/**
 * Slots whose cut-off is past, done or not.
 */
owed: number, 
/**
 * Of these, done (补录 included).
 */
done: number, 
/**
 * 补录
 */
late: number, 
/**
 * 漏检
 */
missed: number, 
/**
 * 漏检 that nobody explained yet.
 */
unexplained: number, };

export type DutyPlan = { 
/**
 * The first day it counts for.
 */
from: string, 
/**
 * The rounds of a day (INS-1).
 */
rounds: RoundDays, 
/**
 * The outlets of a month (INS-2).
 */
outlets: OutletTarget, 
/**
 * The meeting (MTG-1).
 */
meeting: MeetingPlan, };

export type DutyPlanView = { 
/**
 * The plan.
 */
plan: DutyPlan, 
/**
 * In words.
 */
lines: Array<Line>, 
/**
 * It holds today.
 */
now: boolean, 
/**
 * It holds from a later day.
 */
coming: boolean, 
/**
 * Who made it; empty for the one that ships.
 */
by: string, 
/**
 * Why.
 */
reason: string, };

export type DutyPlansView = { 
/**
 * The latest first.
 */
plans: Array<DutyPlanView>, 
/**
 * Outlets in the register now.
 */
outlets: number, };

export type DutyRule = { 
/**
 * CPL-3
 */
id: string, 
/**
 * What starts the clock: 一般投诉受理.
 */
trigger: string, 
/**
 * What is due: 整改完成.
 */
duty: string, 
/**
 * The same in English.
 */
english: EnglishDuty, 
/**
 * The limit in `unit`; absent when it goes by grade, and for units without a number.
 */
limit?: number | null, 
/**
 * What the limit is counted in.
 */
unit: Unit, 
/**
 * Whether a last day that is not worked rolls forward, for days; absent where the table's policy holds.
 */
roll?: boolean | null, 
/**
 * Where it comes from.
 */
basis: Basis, 
/**
 * The clause that gives it, as the department cites it; mostly empty.
 */
clause?: string, 
/**
 * How much of it is asked for, in words, until the department sets its own; mostly empty.
 */
target?: string, 
/**
 * Limits by grade; mostly empty.
 */
grades?: Array<Graded>, 
/**
 * The department's own tighter limit beside it, in hours of clock time (内控时限); absent while it sets none.
 */
inner_hours?: number | null, };

export type DutySlot = { 
/**
 * INS-1
 */
rule: string, 
/**
 * Form.
 */
form: string, 
/**
 * 公共区域保洁
 */
title: string, 
/**
 * The same in English.
 */
english: string, 
/**
 * Stage of the form.
 */
stage: string, 
/**
 * 上午
 */
label: string, 
/**
 * Site, by id.
 */
site: string, 
/**
 * Its name.
 */
site_name: string, 
/**
 * The day; of a month's duty its last.
 */
date: string, 
/**
 * How it stands.
 */
state: DutyState, 
/**
 * The last moment that is in time, `2026-02-26T10:00+08:00`; empty where none follows.
 */
until: string, 
/**
 * The day on the paper, where it is done or begun.
 */
on: string, 
/**
 * When it was keyed in; empty while it is not done.
 */
entered: string, 
/**
 * Reason of 补录.
 */
late: string, 
/**
 * Why it was missed, where somebody said so; kept when it was filled afterwards.
 */
explained: Explained | null, 
/**
 * The draft in hand; empty when none.
 */
draft: string, 
/**
 * The sheet; empty when none.
 */
sheet: string, 
/**
 * Outlets drawn so far, of a month's duty.
 */
drawn: number | null, 
/**
 * Outlets asked for; absent where it is left open.
 */
target: number | null, 
/**
 * 抽查, 12户, 30%
 */
target_words: string, };

export type DutyState = "done" | "late" | "begun" | "open" | "missed" | "rest";

export type Ended = "done" | "replaced" | "dropped";

export type EnglishDuty = { 
/**
 * What starts the clock.
 */
trigger: string, 
/**
 * What is due.
 */
duty: string, };

export type Event = { "kind": "finished", 
/**
 * 上午, 审阅.
 */
stages: Array<string>, } | { "kind": "late", 
/**
 * 上午, 审阅.
 */
stages: Array<string>, } | { "kind": "added" } | { "kind": "amended", 
/**
 * What was changed, with the words of its row before it.
 */
labels: Array<string>, } | { "kind": "corrected", 
/**
 * What was put right, with the words of its row before it.
 */
labels: Array<string>, } | { "kind": "voided" } | { "kind": "destroyed" } | { "kind": "signed", 
/**
 * 客户签字; empty for a 更正页.
 */
name: string, 
/**
 * `drawn`, `paper`, `refused`, `proxy`.
 */
how: string, 
/**
 * Where the original of a signed page lies.
 */
kept: string, } | { "kind": "audit", 
/**
 * What was done.
 */
act: AuditAct, };

export type Explained = { 
/**
 * Why.
 */
cause: MissedCause, 
/**
 * In their words; may be empty.
 */
words: string, 
/**
 * Who.
 */
by: string, 
/**
 * When, `2026-02-26T09:10+08:00`.
 */
at: string, };

export type FactKind = { 
/**
 * phone, room, code, …
 */
id: string, 
/**
 * 电话
 */
label: string, 
/**
 * In English.
 */
english: string, 
/**
 * Words to choose from.
 */
options: Array<string>, 
/**
 * The same in English, one for one.
 */
english_options: Array<string>, 
/**
 * Shown in lists and beside the name when picking.
 */
shown: boolean, };

export type Field = { 
/**
 * Never changes its meaning between editions.
 */
id: string, 
/**
 * As printed.
 */
label: string, 
/**
 * Type of the answer.
 */
type: FieldKind, 
/**
 * What is wanted, in a few words, for the screen.
 */
hint: string, 
/**
 * The stage it belongs to; without one it belongs to the sheet.
 */
stage: string | null, 
/**
 * Must be answered when its stage (or the sheet) is finished, as far as it applies.
 */
required: boolean, 
/**
 * Need not be answered then, although it is required.
 */
optional: Condition | null, 
/**
 * Applies only then; an answer that does not apply is neither asked, printed nor counted.
 */
when: Condition | null, 
/**
 * The words to choose from (One, Some).
 */
options: Array<string>, 
/**
 * Which register a Ref points to: site, place, area, post, person, department, outlet, customer, sheet.
 */
register: string | null, 
/**
 * Least number, or least count of chosen words.
 */
min: number | null, 
/**
 * Greatest number, or greatest length of a text in characters.
 */
max: number | null, 
/**
 * How private the answer is.
 */
private: Private, 
/**
 * A slip of the pen here may be put right by a 更正页 without a new signature.
 */
correctable: boolean, 
/**
 * The customer answers it in the signing view.
 */
customer: boolean, 
/**
 * How the app fills it (Auto).
 */
compute: Compute | null, 
/**
 * Which fact of the row it shows (Fact).
 */
fact: string | null, 
/**
 * What is proposed while it is empty.
 */
propose: Propose | null, 
/**
 * Width of the column, 0.01 mm (lists only; written in mm in the file).
 */
width: number, 
/**
 * The words above this and its neighbours with the same (two-level heads).
 */
head: string, 
/**
 * One answer for all rows of the group (the area's people, its signature).
 */
per_group: boolean, 
/**
 * Printed behind the answer: 分, 层.
 */
unit: string, 
/**
 * The words of a choice stand as columns of their own, with √ in that of the chosen one (lists only).
 */
spread: boolean, 
/**
 * The column's head stands upright, one character above the other.
 */
upright: boolean, };

export type FieldKind = "line" | "text" | "date" | "month" | "datetime" | "one" | "some" | "check" | "number" | "money" | "quantity" | "photo" | "signature" | "ref" | "yes_no" | "auto" | "fact";

export type Figure = { 
/**
 * Stable name: `rate.CPL-3.due`.
 */
id: string, 
/**
 * 一般投诉按期整改率
 */
label: string, 
/**
 * 口径: how it was counted.
 */
basis: string, 
/**
 * Of a share how many are met; of a count how many there are.
 */
part: number, 
/**
 * Of a share how many there are in all; absent for a count.
 */
whole: number | null, 
/**
 * The sheets behind `part`, by id, each once.
 */
met: Array<string>, 
/**
 * The sheets behind `whole` that are not behind `part`.
 */
unmet: Array<string>, };

export type FigureGroup = { 
/**
 * Stable name: `inspection`.
 */
id: string, 
/**
 * 日常检查
 */
title: string, 
/**
 * The figures that are read first.
 */
figures: Array<Figure>, 
/**
 * What they are made of.
 */
tables: Array<FigureTable>, };

export type FigureLine = { 
/**
 * 保洁
 */
label: string, 
/**
 * One a head.
 */
figures: Array<Figure>, };

export type FigureTable = { 
/**
 * Stable name: `complaints.category`.
 */
id: string, 
/**
 * 投诉分类
 */
title: string, 
/**
 * What the first column says: 类别.
 */
head: string, 
/**
 * Heads of the figures.
 */
heads: Array<string>, 
/**
 * Lines.
 */
lines: Array<FigureLine>, };

export type Finding = "head-changed" | "signature-invalid" | "unknown-key" | "chain-broken" | "entries-missing" | "column-mismatch" | "entry-unreadable" | "content-changed" | "content-missing" | "blob-changed" | "blob-missing" | "destroyed" | "lost" | "guard-missing" | "file-damaged";

export type FindingCode = "scope-changed" | "signature-broken" | Finding;

export type Finish = { 
/**
 * Stage to finish; empty finishes every stage that has begun.
 */
stage: string, 
/**
 * Reason of 补录, when late.
 */
late_reason: string, 
/**
 * Reason of the change, when the sheet was finished before.
 */
change_reason: string, 
/**
 * Make the change by a 更正页.
 */
correction: boolean, };

export type Finished = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Its serial.
 */
serial: string, 
/**
 * The next signature to get: field; empty when none.
 */
next_role: string, 
/**
 * Signatures that must be given again.
 */
resign: Array<string>, };

export type FirstRun = { 
/**
 * 单位名称
 */
organisation: string, 
/**
 * 客服部 or 客务部, or as typed.
 */
department: string, 
/**
 * 管理的项目, at least one.
 */
sites: Array<string>, 
/**
 * Areas to check.
 */
areas: Array<FirstRunArea>, 
/**
 * Other people, login not needed.
 */
people: Array<FirstRunPerson>, 
/**
 * The manager's name.
 */
manager: string, };

export type FirstRunArea = { 
/**
 * 大堂
 */
name: string, 
/**
 * Group of the item library whose items it takes; empty for the items of a similar area chosen later.
 */
library: string, 
/**
 * Whether it is checked.
 */
chosen: boolean, };

export type FirstRunPerson = { 
/**
 * Name.
 */
name: string, 
/**
 * 保洁主管
 */
post: string, };

export type Form = { 
/**
 * Version of this description; 1.
 */
schema: number, 
/**
 * Never changes between editions.
 */
id: string, 
/**
 * A/0, A/1, …
 */
edition: string, 
/**
 * QR-KF-01
 */
number: string, 
/**
 * The two letters before every serial: JC.
 */
serial: string, 
/**
 * 客务部工作检查表
 */
title: string, 
/**
 * What tells it from forms with the same title: 公共区域保洁.
 */
subtitle: string, 
/**
 * Title and subtitle in English, for the English screen.
 */
english: string, 
/**
 * Upright or lying.
 */
orientation: Orientation, 
/**
 * Printed on both sides.
 */
duplex: boolean, 
/**
 * How often it falls due.
 */
cadence: Cadence, 
/**
 * Key of symbols in the foot.
 */
legend: Array<Mark>, 
/**
 * Which fields feed the columns of the index.
 */
index: Index, 
/**
 * What its fields mean to casework.
 */
case: CaseBlock | null, 
/**
 * The page is cut into these parts (存根联, 客户联, 财务联), each with the sections that are of it.
 */
cuts: Array<string>, 
/**
 * Stages in their order.
 */
stage: Array<Stage>, 
/**
 * Sections in printed order.
 */
section: Array<Section>, 
/**
 * Who signs what.
 */
signature: Array<SignatureRole>, 
/**
 * What must hold when a stage is finished.
 */
rule: Array<Rule>, };

export type FormCard = { 
/**
 * Form.
 */
id: string, 
/**
 * Edition.
 */
edition: string, 
/**
 * QR-KF-01
 */
number: string, 
/**
 * Title.
 */
title: string, 
/**
 * What tells it from forms of the same title.
 */
subtitle: string, 
/**
 * In English.
 */
english: string, 
/**
 * How often.
 */
cadence: Cadence, 
/**
 * Upright or lying.
 */
orientation: Orientation, 
/**
 * Due today or this month and not finished.
 */
due: boolean, 
/**
 * The sheet or draft already begun for this day or month.
 */
begun: string, 
/**
 * Where it stands among the others.
 */
shelf: Shelf, };

export type FormRef = { 
/**
 * Form.
 */
id: string, 
/**
 * Edition.
 */
edition: string, 
/**
 * SHA-256 of the file's bytes, lower-case hex.
 */
hash: string, };

export type Gap = { 
/**
 * The same whenever the month is looked at: what an explanation is kept under.
 */
key: string, 
/**
 * What is missing.
 */
kind: GapKind, 
/**
 * In the words of the office, as the 缺件说明 prints them: 10月27日下午未检查.
 */
words: string, 
/**
 * The number of the sheet, or the number that is missing.
 */
serial: string, 
/**
 * The day it is about, `2026-10-27`; empty for none.
 */
date: string, 
/**
 * The round of a 漏检: form, site, stage; empty otherwise.
 */
slot: SlotKey | null, 
/**
 * The sheet that it leads to; empty for none.
 */
sheet: string, 
/**
 * The draft that it leads to; empty for none.
 */
draft: string, 
/**
 * What was said of it.
 */
said: GapSaid | null, };

export type GapKind = "missed" | "outlets" | "receipt" | "overdue" | "revisit" | "signature" | "consultation" | "review" | "unfinished" | "number";

export type GapSaid = { 
/**
 * 说明
 */
words: string, 
/**
 * Who; empty where the sheet itself says it.
 */
by: string, 
/**
 * When, `2026-11-02T09:10+08:00`.
 */
at: string, };

export type Given = { 
/**
 * Field.
 */
field: string, 
/**
 * Word.
 */
word: string, };

export type Graded = { 
/**
 * 重大
 */
grade: string, 
/**
 * In the rule's unit.
 */
limit: number, };

export type GroupProgress = { 
/**
 * Group.
 */
id: string, 
/**
 * 大堂
 */
label: string, 
/**
 * Cells in all.
 */
total: number, 
/**
 * Cells with a mark of any kind.
 */
marked: number, 
/**
 * ×.
 */
fails: number, };

export type HistoryLine = { 
/**
 * When.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * What, in words.
 */
what: string, 
/**
 * The same for a screen that words it itself.
 */
event: Event, 
/**
 * Why, when a reason was given.
 */
reason: string, 
/**
 * Hash of the revision's entry, where the line is one that can be printed as it was; empty otherwise.
 */
revision: string, };

export type Holiday = { 
/**
 * 春节
 */
name: string, 
/**
 * First day off.
 */
from: string, 
/**
 * Last day off.
 */
to: string, 
/**
 * The days among them that 全国年节及纪念日放假办法 names; the others are rest days moved here.
 */
statutory: string[], 
/**
 * Weekend days that are worked for it (调休补班).
 */
make_up: string[], };

export type Index = { 
/**
 * Date or month of the sheet.
 */
date: string, 
/**
 * Site.
 */
site: string, 
/**
 * Area.
 */
area: string, 
/**
 * Customer.
 */
customer: string, 
/**
 * Inspector, visitor.
 */
person: string, };

export type Ink = { 
/**
 * Width of the pad, 0.01 mm.
 */
width: number, 
/**
 * Height of the pad, 0.01 mm.
 */
height: number, 
/**
 * From pen-down to pen-up each, in the order drawn.
 */
strokes: Array<Stroke>, };

export type KeyChange = { 
/**
 * Who must open the cabinet once with their passphrase before: their key slots are of the first release.
 */
waiting: Array<string>, 
/**
 * The recovery code is of the first release: a new one must take its place before.
 */
code: boolean, 
/**
 * Backups that still open with the secrets of their time, newest first.
 */
backups: Array<Backup>, 
/**
 * The second place, where older backups may lie; empty when none was chosen.
 */
place: string, 
/**
 * The second place is at hand, so its backups are among them.
 */
at_hand: boolean, };

export type LayoutRow = { 
/**
 * Least height in 0.01 mm (in mm in the file); 8 mm when absent.
 */
height: number, 
/**
 * What stands in the row, from left to right.
 */
cells: Array<string>, };

export type LedgerColumn = { 
/**
 * Its head: 受理时间.
 */
label: string, 
/**
 * Words that are read from the left.
 */
left: boolean, 
/**
 * Share of the width, by weight.
 */
weight: number, };

export type LedgerKind = "complaint" | "opinion" | "service" | "consultation" | "rectification" | "revisit";

export type LedgerLine = { 
/**
 * Sheet of the case or of the revisit.
 */
sheet: string, 
/**
 * State of the case, as in its list; empty for a revisit.
 */
state: string, 
/**
 * Cell by column: words, `2026-02-24`, `2026-02-24T08:40+08:00`, a number, or nothing.
 */
cells: Array<string | number | null>, };

export type LedgerView = { 
/**
 * 投诉登记台账
 */
title: string, 
/**
 * Its columns, those of the month's volume.
 */
columns: Array<LedgerColumn>, 
/**
 * Cases by number, revisits by day.
 */
lines: Array<LedgerLine>, };

export type LibraryGroup = { 
/**
 * Never changes between editions.
 */
id: string, 
/**
 * 大堂
 */
label: string, 
/**
 * Always checked, whichever areas the site has (岗位).
 */
always: boolean, 
/**
 * Items in order.
 */
items: Array<LibraryItem>, };

export type LibraryItem = [string, string, string];

export type Line = { 
/**
 * In Chinese, as the 投诉处理单 prints it.
 */
zh: string, 
/**
 * In English.
 */
en: string, };

export type ListAsked = { 
/**
 * List.
 */
list: CaseList, 
/**
 * First day, `2026-02-01`; the route has none and leaves it empty.
 */
from: string, 
/**
 * Last day, that day included.
 */
to: string, };

export type Mark = "pass" | "fail" | "na" | "undrawn";

export type MarkedRest = { 
/**
 * The acts as they were recorded, one a column, with the rows that were marked; empty when every cell had a mark.
 */
acts: Array<Act>, 
/**
 * As after a save.
 */
change: DraftChange, };

export type Matrix = { 
/**
 * Which month.
 */
month: Month, 
/**
 * Its days.
 */
days: Array<MatrixDay>, 
/**
 * Areas and rounds from above.
 */
rows: Array<MatrixRow>, 
/**
 * 合格率 of each day.
 */
rates: Array<Figure>, 
/**
 * 漏检次数 of each day.
 */
missed: Array<Figure>, 
/**
 * 整改率 of what was found on each day.
 */
rectified: Array<Figure>, 
/**
 * 应查, 实查, 漏检, 补录, 合格率, 整改率 of the month.
 */
totals: Array<Figure>, };

export type MatrixCell = { 
/**
 * What it shows.
 */
mark: MatrixMark, 
/**
 * 补录
 */
late: boolean, 
/**
 * The sheet; empty when there is none.
 */
sheet: string, 
/**
 * The draft in hand.
 */
draft: string, };

export type MatrixDay = { 
/**
 * `2026-10-01`
 */
date: string, 
/**
 * 1 to 31
 */
day: number, 
/**
 * Monday is 0.
 */
weekday: number, 
/**
 * Whether it is worked.
 */
working: boolean, 
/**
 * 补班
 */
makeup: boolean, 
/**
 * 国庆节; empty on ordinary days.
 */
name: string, };

export type MatrixMark = "pass" | "fail" | "na" | "undrawn" | "missed" | "missed-said" | "rest" | "begun" | "open";

export type MatrixRow = { 
/**
 * 大堂
 */
area: string, 
/**
 * Stage of the form.
 */
stage: string, 
/**
 * 上午
 */
label: string, 
/**
 * One a day.
 */
cells: Array<MatrixCell>, };

export type MeetingOutcome = { "what": "held", 
/**
 * When, `2026-02-24T09:00+08:00`.
 */
at: string, } | { "what": "moved", 
/**
 * The new day.
 */
to: string, 
/**
 * Why.
 */
reason: string, } | { "what": "not-held", 
/**
 * Why.
 */
reason: string, };

export type MeetingPlan = { "every": "none" } | { "every": "week", 
/**
 * 0 for Monday to 6 for Sunday.
 */
weekday: number, 
/**
 * Local time.
 */
time: string, } | { "every": "month", 
/**
 * From 1; −1 is the last.
 */
nth: number, 
/**
 * Local time.
 */
time: string, };

export type MeetingState = "planned" | "unrecorded" | "held" | "moved" | "not-held";

export type MeetingView = { 
/**
 * MTG-1
 */
rule: string, 
/**
 * The regular day: what it is known by.
 */
regular: string, 
/**
 * The day this line stands on.
 */
on: string, 
/**
 * `09:00`
 */
time: string, 
/**
 * How it stands.
 */
state: MeetingState, 
/**
 * 部门例会：项目经理召集或主持，…
 */
duty: Line, 
/**
 * When it was held.
 */
held: string, 
/**
 * The day it was moved to.
 */
moved_to: string, 
/**
 * Why it was moved or not held.
 */
reason: string, 
/**
 * Who said so.
 */
by: string, };

export type MissedCause = "power" | "staff" | "weather" | "other";

export type Month = string;

export type MonthLine = { 
/**
 * Which month.
 */
month: Month, 
/**
 * How it stands.
 */
stage: MonthStage, 
/**
 * When it was closed; empty while it is open.
 */
at: string, 
/**
 * Sheets in the volume.
 */
items: number, };

export type MonthStage = "future" | "running" | "open" | "closed";

export type MonthView = { 
/**
 * Which month.
 */
month: Month, 
/**
 * Name of the site.
 */
site: string, 
/**
 * How it stands.
 */
stage: MonthStage, 
/**
 * Working days of the month.
 */
working_days: number, 
/**
 * 月度检查汇总
 */
matrix: Matrix, 
/**
 * The check-list.
 */
coverage: Array<Coverage>, 
/**
 * What is missing.
 */
gaps: Array<Gap>, 
/**
 * Of the gaps those that nobody explained.
 */
open_gaps: number, 
/**
 * Sheets in the volume.
 */
items: number, 
/**
 * Cases that go on.
 */
carried: Array<Carried>, 
/**
 * The newest closing; absent before the first. Of a month that was opened again it is the one that no longer holds.
 */
closing: ClosingLine | null, 
/**
 * What changed after the closing.
 */
supplements: Array<Supplement>, 
/**
 * Every closing and opening, oldest first.
 */
history: Array<ClosingLine>, };

export type NextAct = { "kind": "sign", 
/**
 * Signature field.
 */
role: string, 
/**
 * As in [`SealView::row`].
 */
row: string, } | { "kind": "write", 
/**
 * Stage.
 */
stage: string, };

export type Notice = { 
/**
 * Stable.
 */
code: NoticeCode, 
/**
 * In words.
 */
message: string, 
/**
 * How many entries are meant, where some are.
 */
count: number, };

export type NoticeCode = "clock-suspect" | "entries-missing" | "history-replaced" | "entries-damaged" | "high-water-unwritable" | "high-water-absent" | "high-water-unreadable" | "damage-found" | "backup-overdue" | "disk-low" | "calendar-unread";

export type Orientation = "portrait" | "landscape";

export type OutletTarget = { "how": "sample" } | { "how": "number", 
/**
 * Outlets.
 */
n: number, } | { "how": "share", 
/**
 * Of a hundred.
 */
percent: number, } | { "how": "all" };

export type OverdueLine = { 
/**
 * The case's sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * Kind.
 */
kind: CaseKind, 
/**
 * 重大 or 一般.
 */
level: string, 
/**
 * Which step came late: 整改.
 */
step: string, 
/**
 * The rule of its limit; OWN, OUTSIDE, ASKED for limits that no rule gives.
 */
rule: string, 
/**
 * Which limit it is: CPL-3, 内控时限（CPL-3）, 外部时限.
 */
limit: Line, 
/**
 * When the case was received.
 */
received: string, 
/**
 * The end that counted.
 */
due: string, 
/**
 * When the step was taken; empty where it was not.
 */
actual: string, 
/**
 * Its limit runs on.
 */
open: boolean, 
/**
 * Days late, or how many it was before it was corrected; 0 on the day itself.
 */
days_late: number, 
/**
 * What the line is beside an overdue that stands.
 */
mark: OverdueMark, 
/**
 * What it was before it was corrected, or why the sheet is void; empty for an overdue that nobody touched.
 */
note: Line, 
/**
 * The approved new end; empty when it was not extended.
 */
extension: string, 
/**
 * 超期原因, with its category.
 */
reason: string, 
/**
 * 补救措施
 */
measures: string, 
/**
 * Responsible department.
 */
department: string, };

export type OverdueMark = "none" | "corrected" | "entered" | "void";

export type Override = { 
/**
 * The day.
 */
date: string, 
/**
 * Whether it is worked.
 */
working: boolean, 
/**
 * Why, in a word or two.
 */
name: string, };

export type OwnCaseView = { 
/**
 * What they did: 上午检查人.
 */
did: string, 
/**
 * Who may instead, with their roles: 王五（部门副职）.
 */
instead: Array<string>, };

export type PageBox = { 
/**
 * Page, from 0.
 */
page: number, 
/**
 * Left.
 */
x: number, 
/**
 * Top.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, 
/**
 * The answer.
 */
place: Place, };

export type Pages = { 
/**
 * One SVG a page.
 */
svg: Array<string>, 
/**
 * Where each answer stands.
 */
boxes: Array<PageBox>, };

export type PaperSign = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Signature field.
 */
role: string, 
/**
 * Row or `@group`.
 */
row: string, 
/**
 * Hash of the scan, taken in before.
 */
blob: string, 
/**
 * Who signed.
 */
signer: string, 
/**
 * When, `2026-02-24`.
 */
signed_on: string, 
/**
 * Where the original lies.
 */
place: string, 
/**
 * The answer ticked on the paper; empty when there is none.
 */
choice: string, };

export type Photo = { 
/**
 * SHA-256 of the stored bytes, lower-case hex.
 */
blob: string, 
/**
 * SHA-256 of the file as it was taken in.
 */
original: string, 
/**
 * File name as it came.
 */
name: string, 
/**
 * Capture time as the camera wrote it; empty when it wrote none.
 */
taken: string, 
/**
 * Pixels across; 0 for an attachment.
 */
width: number, 
/**
 * Pixels down; 0 for an attachment.
 */
height: number, 
/**
 * Kept as it came because it could not be read as a picture.
 */
attachment: boolean, };

export type PhotoIn = { 
/**
 * As kept.
 */
photo: Photo, 
/**
 * Said when it could not be read as a picture; empty otherwise.
 */
note: string, };

export type Place = { 
/**
 * Section of the form.
 */
section: string, 
/**
 * Row of a list, `@group`, or empty.
 */
row: string, 
/**
 * Field of the form.
 */
field: string, };

export type Point = { 
/**
 * From the left edge of the pad, 0.01 mm.
 */
x: number, 
/**
 * From the top edge of the pad, 0.01 mm.
 */
y: number, 
/**
 * Since the first point of the first stroke, µs, never going back.
 */
t: number, 
/**
 * 0 to 1000; absent when the device reports none (it is never invented).
 */
pressure?: number | null, 
/**
 * Tilt of the pen in whole degrees along x and y; absent when the device reports none.
 */
tilt?: [number, number] | null, };

export type Pointer = "mouse" | "touch" | "pen";

export type Private = "none" | "name" | "phone" | "room" | "id" | "public";

export type Problem = { 
/**
 * Where to go.
 */
place: Place, 
/**
 * What kind of thing is missing or wrong.
 */
code: ProblemCode, 
/**
 * The field's label, with the row's words before it.
 */
label: string, 
/**
 * What is wanted, in a sentence that stands beside the field.
 */
message: string, 
/**
 * What the sentence names, in its order, so that another language can say it: a label, the words to choose from, a limit.
 */
params: Array<string>, 
/**
 * Wrong as it stands, and not only missing.
 */
wrong: boolean, };

export type ProblemCode = "required" | "not-an-option" | "not-a-date" | "too-small" | "too-large" | "not-a-quantity" | "too-long" | "wrong-kind" | "mark-missing" | "not-sampled" | "order" | "row-missing" | "rows-few" | "not-allowed" | "sign-needs" | "sign-not-yet" | "tray" | "glyph-missing";

export type Progress = { 
/**
 * Stage; empty for check columns of no stage.
 */
stage: string, 
/**
 * List.
 */
section: string, 
/**
 * Cells in all.
 */
total: number, 
/**
 * Cells with a mark of any kind.
 */
marked: number, 
/**
 * ×.
 */
fails: number, 
/**
 * Group by group in order.
 */
groups: Array<GroupProgress>, };

export type Propose = "today" | "now" | "author" | "site" | "end_of_day" | "group_person" | { "source": string };

export type Proven = { 
/**
 * Its folder's name, `2026-11-24_1800_A_daily`.
 */
name: string, 
/**
 * The folder that it lies in.
 */
place: string, 
/**
 * When it was made, `2026-11-24T18:00+08:00`.
 */
made: string, 
/**
 * When it was last opened and verified: at the making, or by hand since.
 */
at: string, };

export type Proxied = { 
/**
 * Field of 未签原因.
 */
field: string, 
/**
 * Its word.
 */
word: string, 
/**
 * Text for who signed and the relation; one that was written already stands.
 */
signer: string, 
/**
 * Photo for the document that allows it; one that is there already stands.
 */
document: string, };

export type ProxySign = { 
/**
 * What was drawn, by whom, where.
 */
sign: SignRequest, 
/**
 * In whose place.
 */
proxy_for: string, 
/**
 * Hash of the document that allows it, taken in before.
 */
document: string, };

export type Ready = { 
/**
 * In a list it is asked of the signer's own row.
 */
when: Condition, 
/**
 * Names what is missing and where it is written.
 */
message: string, 
/**
 * The same for the English screen; empty shows the message.
 */
english: string, };

export type Recounted = { 
/**
 * The case.
 */
case: string, 
/**
 * Which of its clocks.
 */
clock: string, 
/**
 * Rule.
 */
rule: string, 
/**
 * Version it is counted by now.
 */
version: number, 
/**
 * The event.
 */
from: string, 
/**
 * The end before.
 */
old: string, 
/**
 * The end now, before rolling.
 */
raw: string, 
/**
 * The end now.
 */
new: string, 
/**
 * Whether it was 暂定.
 */
was_provisional: boolean, 
/**
 * Whether it is.
 */
provisional: boolean, };

export type RecoveryShown = { 
/**
 * In groups of four.
 */
groups: Array<string>, };

export type Reference = { 
/**
 * Record id; empty when only words are known.
 */
id: string, 
/**
 * Register.
 */
register: string, 
/**
 * The name.
 */
text: string, 
/**
 * Further facts by name: phone, room, code, …
 */
facts: { [key in string]: string }, };

export type RefuseSign = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Signature field.
 */
role: string, 
/**
 * Row or `@group`.
 */
row: string, 
/**
 * Who refused.
 */
signer: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The witness.
 */
witness: string, };

export type RegisterEntry = { 
/**
 * Record id.
 */
id: string, 
/**
 * Register.
 */
register: string, 
/**
 * Name.
 */
name: string, 
/**
 * Facts; phones masked unless asked for with a reason.
 */
facts: { [key in string]: string }, 
/**
 * No longer in use: not offered, kept for old sheets.
 */
retired: boolean, };

export type RegisterInput = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Register.
 */
register: string, 
/**
 * Name.
 */
name: string, 
/**
 * Facts; a phone that comes back masked is left as it was.
 */
facts: { [key in string]: string }, };

export type RegisterKind = { 
/**
 * site, place, area, post, person, department, outlet, customer.
 */
id: string, 
/**
 * 客户
 */
label: string, 
/**
 * In English.
 */
english: string, 
/**
 * Facts in order: id, label, English label, options (empty for free text), register (when the fact names an entry).
 */
facts: Array<FactKind>, };

export type RestoreShown = { 
/**
 * The letter that numbers carry from now on.
 */
letter: string, 
/**
 * The letter before.
 */
before: string, 
/**
 * Entries that were written after the backup and taken over from the cabinet that stood there.
 */
entries_saved: number, 
/**
 * Entries known to have been written after the backup that are not here; none when this machine knows nothing of them.
 */
entries_missing: number | null, 
/**
 * The last numbers in the backup: later ones may have been given.
 */
last_numbers: Array<string>, 
/**
 * Letter and month, `A-202602`: of any prefix, numbers of that month and later may be missing. Empty where they are known.
 */
numbers_from: string, 
/**
 * Numbers known to have been given after the backup that are not here.
 */
numbers_missing: Array<string>, 
/**
 * What a part of is lost for good: serials, or 登记资料 and the like.
 */
lost: Array<string>, 
/**
 * A draft that was written after the backup could not be read.
 */
drafts_lost: boolean, 
/**
 * Where the cabinet that stood there lies now; empty when there was none.
 */
aside: string, };

export type Revealed = { 
/**
 * What the form calls it.
 */
label: string, 
/**
 * The whole answer.
 */
text: string, };

export type Right = "read" | "fill" | "print" | "blank" | "reveal" | "review" | "void" | "register" | "back-up" | "audit" | "archive" | "reopen" | "settings" | "delegate" | "people";

export type Role = "project-manager" | "head" | "deputy" | "supervisor" | "leader" | "specialist" | "inspector";

export type RoundDays = { "on": "working" } | { "on": "every" } | { "on": "weekdays", 
/**
 * Monday first.
 */
days: [boolean, boolean, boolean, boolean, boolean, boolean, boolean], } | { "on": "never" };

export type RouteStop = { 
/**
 * 3幢; empty where the room does not say.
 */
building: string, 
/**
 * Room as the sheet has it.
 */
room: string, 
/**
 * Customer.
 */
customer: string, 
/**
 * Their number, masked.
 */
phone: string, 
/**
 * The case's sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * Kind.
 */
kind: CaseKind, 
/**
 * 重大 or 一般; empty for kinds without grades.
 */
grade: string, 
/**
 * What it is about, in its first words.
 */
matter: string, 
/**
 * The end that counts: `2026-02-25`, or a moment.
 */
due: string, 
/**
 * 还有2个工作日, 超期3天
 */
left: Line, 
/**
 * Past its end.
 */
late: boolean, 
/**
 * Visits that found nobody so far.
 */
attempts: number, 
/**
 * 下次回访, `2026-02-28`; empty where nobody said.
 */
next: string, };

export type Row = { 
/**
 * Unique in its list and the same for ever.
 */
id: string, 
/**
 * The group it belongs to; may be empty.
 */
group: string, 
/**
 * What the row stands for: group, item, standard, code, name, …
 */
facts: { [key in string]: string }, 
/**
 * Its answers by column.
 */
cells: { [key in string]: Value }, };

export type RowSource = "library" | { "register": string } | "user" | { "fails": string };

export type Rule = { "verb": "sampled", 
/**
 * List.
 */
section: string, } | { "verb": "marked", 
/**
 * List.
 */
section: string, } | { "verb": "order", 
/**
 * Date or date-time.
 */
first: string, 
/**
 * Date or date-time.
 */
then: string, } | { "verb": "some_row", 
/**
 * List.
 */
section: string, } | { "verb": "rows", 
/**
 * List.
 */
section: string, 
/**
 * How many.
 */
least: number, 
/**
 * Only then.
 */
when: Condition, 
/**
 * What is said when there are fewer.
 */
message: string, } | { "verb": "allowed", 
/**
 * Field.
 */
field: string, 
/**
 * Word of its options.
 */
word: string, 
/**
 * Only then.
 */
when: Condition, 
/**
 * What is said when it was chosen all the same.
 */
message: string, };

export type RuleEdit = { 
/**
 * Rule.
 */
rule: string, 
/**
 * Limit, where it does not go by grade.
 */
limit: number | null, 
/**
 * Limits by grade.
 */
grades: Array<Graded>, 
/**
 * Unit.
 */
unit: Unit, 
/**
 * Whether a last day off rolls; absent for the general policy.
 */
roll: boolean | null, 
/**
 * Where the limit comes from.
 */
basis: Basis, 
/**
 * The clause, as the department cites it.
 */
clause: string, 
/**
 * The department's own limit beside it, in hours; absent for none.
 */
inner_hours: number | null, 
/**
 * From which day it holds, `2026-03-01`; empty for now.
 */
since: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Clocks that run already are counted by it too; else they keep the version they started with.
 */
recount: boolean, };

export type RuleEffect = { 
/**
 * A worked example, one for each grade; none for rules without an end.
 */
examples: Array<DeadlineView>, 
/**
 * Clocks that would move when those that run are counted anew.
 */
moved: Array<Recounted>, };

export type RuleVersion = { 
/**
 * From 1.
 */
version: number, 
/**
 * From when it holds; empty for the one that ships.
 */
since: string, 
/**
 * It holds now.
 */
in_force: boolean, 
/**
 * Who made it; empty for the one that ships.
 */
by: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Its limit in Chinese and English.
 */
limit: Line, 
/**
 * Whether a last day off rolls.
 */
rolls: boolean, 
/**
 * The clause it names.
 */
clause: string, };

export type RuleView = { 
/**
 * The newest version.
 */
rule: DutyRule, 
/**
 * Its limit in Chinese and English.
 */
limit: Line, 
/**
 * Whether a last day off rolls.
 */
rolls: boolean, 
/**
 * Whether an end can be counted from an event.
 */
runs: boolean, 
/**
 * Units that it may be changed to.
 */
units: Array<Unit>, 
/**
 * Whether the department may set a tighter limit of its own beside it, in hours.
 */
inner: boolean, 
/**
 * Every version, the newest first; the last is the one that ships.
 */
versions: Array<RuleVersion>, };

export type Running = "coming" | "now" | "over" | "revoked";

export type RunsFrom = { 
/**
 * Date or date-time it runs from: a field, or `list.column` for the last row that says it.
 */
from: string, 
/**
 * The field whose word chooses the rule.
 */
by: string, 
/**
 * Word → rule id.
 */
rules: { [key in string]: string }, 
/**
 * The rule, where no word chooses it.
 */
rule: string, };

export type Scope = "all" | "review" | "void" | "reveal" | "audit" | "settings" | "people";

export type ScopeLine = { 
/**
 * As shown.
 */
label: string, 
/**
 * As shown; empty when unanswered.
 */
text: string, 
/**
 * The field it comes from.
 */
field: string, 
/**
 * Photos named by the answer, by hash: they are sealed with it.
 */
blobs?: Array<string>, };

export type ScopeRef = string;

export type SealTally = { 
/**
 * Signature field.
 */
role: string, 
/**
 * 商户签字
 */
label: string, 
/**
 * Rows with a signature that stands.
 */
signed: number, 
/**
 * Rows whose signer refused.
 */
refused: number, 
/**
 * Rows that a signature is wanted in.
 */
of: number, };

export type SealView = { 
/**
 * Signature field.
 */
role: string, 
/**
 * Row or `@group`; `change:n` for a 更正页; empty for a single one.
 */
row: string, 
/**
 * 客户签字; with the row's words before it.
 */
label: string, 
/**
 * The words of its row alone: the outlet, the area, the area and item of a ×; empty for a single place.
 */
of: string, 
/**
 * 客户签字 alone; empty for a 更正页, whose places `role` and `row` name.
 */
name: string, 
/**
 * customer, person, witness, head.
 */
who: Who, 
/**
 * Must be there before the sheet is 已签.
 */
required: boolean, 
/**
 * Can be signed now, once nothing is wanted.
 */
open: boolean, 
/**
 * It comes before what is written next; the others are there when they are wanted.
 */
first: boolean, 
/**
 * What must be written down before it is signed.
 */
wanted: Array<Problem>, 
/**
 * 回避: the one who works did what this place reviews, and someone else must sign.
 */
own_case: OwnCaseView | null, 
/**
 * Who most likely signs, where it is open.
 */
proposed: string, 
/**
 * The question that its signer answers, where it is open.
 */
choice: Choice | null, 
/**
 * `none`, `drawn`, `paper`, `refused`, `proxy`.
 */
how: string, 
/**
 * Where it stands; absent while unsigned.
 */
standing: Standing | null, 
/**
 * Name of the signer.
 */
signer: string, 
/**
 * When, `2026-02-24T10:58+08:00`.
 */
at: string, 
/**
 * Hash of the signature's entry.
 */
entry: string, 
/**
 * Scan of the signed page or document of the proxy, by hash.
 */
blob: string, };

export type SearchPage = { 
/**
 * Lines.
 */
lines: Array<SheetLine>, 
/**
 * Hand in to get the next page; empty at the end.
 */
next: string, 
/**
 * How many in all, when that is cheap to know.
 */
total: number | null, };

export type SearchQuery = { 
/**
 * Any part of what was typed into a sheet, its serial, its form's name.
 */
text: string, 
/**
 * Form id.
 */
form: string, 
/**
 * First date, `2026-02-01`.
 */
from: string, 
/**
 * Last date.
 */
to: string, 
/**
 * Person's name or id.
 */
person: string, 
/**
 * Area's name or id.
 */
area: string, 
/**
 * Site's id.
 */
site: string, 
/**
 * Has a ×.
 */
has_fail: boolean | null, 
/**
 * 已签 or not.
 */
signed: boolean | null, 
/**
 * State.
 */
state: SheetState | null, };

export type Season = { 
/**
 * 夏季
 */
name: string, 
/**
 * First day in every year, `05-01`. It ends where the next one begins.
 */
from: string, 
/**
 * Spans of a day, in order.
 */
spans: Array<Span>, };

export type Section = { 
/**
 * Never changes between editions.
 */
id: string, 
/**
 * Fields or rows.
 */
kind: SectionKind, 
/**
 * Words above the table: 《不合格项整改记录》.
 */
caption: string, 
/**
 * Begins a part of its own (a new page, an own worksheet) with this name.
 */
part: string | null, 
/**
 * Orientation of that part.
 */
orientation: Orientation | null, 
/**
 * Widths of the grid's columns in 0.01 mm (in mm in the file): of a section of fields, and of a list whose rows are printed
 * as blocks.
 */
columns: Array<number>, 
/**
 * Rows of the grid. A list that has a layout prints each of its rows as such a block (a round of rectification), and not
 * as one line under a head.
 */
layout: Array<LayoutRow>, 
/**
 * The fields, or the columns of the list.
 */
field: Array<Field>, 
/**
 * Where the rows come from (Rows only).
 */
rows: RowSource | null, 
/**
 * The item library, group by group (rows = library).
 */
group: Array<LibraryGroup>, 
/**
 * Least height of a row in 0.01 mm (in mm in the file); 7 mm when absent.
 */
row_height: number, 
/**
 * How many rows are printed at least (Rows only).
 */
min_rows: number, 
/**
 * What is added to it, or filled where nothing was, is no change of what stood, whichever stages were finished: rounds,
 * deliveries, extensions come as they come (Rows only).
 */
grows: boolean, 
/**
 * The cuts it is printed in; in all of them when empty.
 */
cut: Array<string>, 
/**
 * Joins the frame of the section above instead of standing off it.
 */
joined: boolean, 
/**
 * Kept whole on one page (the foot with its signatures).
 */
keep: boolean, };

export type SectionKind = "fields" | "rows";

export type SheetLine = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * The draft, when it is one; empty otherwise.
 */
draft: string, 
/**
 * Serial; empty for drafts.
 */
serial: string, 
/**
 * Form id.
 */
form: string, 
/**
 * Edition.
 */
edition: string, 
/**
 * Title with subtitle.
 */
title: string, 
/**
 * Upright or lying, for the thumbnail.
 */
landscape: boolean, 
/**
 * Who and where, in words.
 */
detail: string, 
/**
 * Text around the hit; empty when the hit is in the fields above.
 */
hit: string, 
/**
 * `2026-02-24`
 */
date: string, 
/**
 * State.
 */
state: SheetState, 
/**
 * Signed rows of the list in which every row is signed; absent where the form has none.
 */
tally: SealTally | null, 
/**
 * 已签, drawn or on paper.
 */
signed: boolean, 
/**
 * Has a ×.
 */
has_fail: boolean, };

export type SheetPart = { "kind": "whole" } | { "kind": "stages", 
/**
 * 上午, 审阅.
 */
labels: Array<string>, } | { "kind": "signature", 
/**
 * 客户签字; empty when that cannot be read.
 */
name: string, } | { "kind": "correction" } | { "kind": "audit" };

export type SheetState = "draft" | "open" | "await_customer" | "await_person" | "await_review" | "resign" | "signed" | "signed_paper" | "closed_unsigned" | "done" | "void";

export type SheetView = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Form edition.
 */
form_ref: FormRef, 
/**
 * The form.
 */
form: Form, 
/**
 * State.
 */
state: SheetState, 
/**
 * 待客户签字 and the like, in words.
 */
state_words: string, 
/**
 * Signed rows of the list in which every row is signed; absent where the form has none.
 */
tally: SealTally | null, 
/**
 * Date of the index.
 */
date: string, 
/**
 * Answers; phones masked.
 */
answers: Answers, 
/**
 * Computed cells.
 */
computed: { [key in string]: Value }, 
/**
 * Stages.
 */
stages: Array<StageView>, 
/**
 * Places for signatures.
 */
seals: Array<SealView>, 
/**
 * The one act that comes next; absent where the sheet has all it needs, or is void.
 */
next: NextAct | null, 
/**
 * Changes after the first finalisation.
 */
changes: Array<Change>, 
/**
 * What happened to it, oldest first.
 */
history: Array<HistoryLine>, 
/**
 * The draft that amends it; empty when none.
 */
draft: string, 
/**
 * Reason of 作废; empty while it stands.
 */
void: string, 
/**
 * The check code: 7F3A·C21E·09B4.
 */
check_code: string, 
/**
 * The sheet of its case: its own, or the one that a revisit, a bill or a notice names; empty when it is of none.
 */
case: string, };

export type Shelf = "duty" | "case" | "beside";

export type SignRequest = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Signature field.
 */
role: string, 
/**
 * Row or `@group`.
 */
row: string, 
/**
 * What was drawn.
 */
ink: Ink, 
/**
 * Name of the signer.
 */
signer: string, 
/**
 * Relation to the customer, or post.
 */
relation: string, 
/**
 * Name of a witness.
 */
witness: string, 
/**
 * The answer to the choice; empty when there is none.
 */
choice: string, 
/**
 * Words beside the choice.
 */
remark: string, 
/**
 * The revision that was shown; a sheet that has moved on since is refused. Empty where none was.
 */
revision: string, };

export type SignatureRole = { 
/**
 * The signature field it fills; also the role's name.
 */
field: string, 
/**
 * 客户签字
 */
label: string, 
/**
 * The stage it seals.
 */
stage: string | null, 
/**
 * What kind of person signs.
 */
who: Who, 
/**
 * What the signer is shown and seals, in printed order: `section:head`, `field:date`, `stage:am`, `row`.
 */
scope: Array<ScopeRef>, 
/**
 * The field the signer answers in the signing view (满意/基本满意/不满意).
 */
choice: string | null, 
/**
 * The opinion printed above the signature in the same cell.
 */
opinion: string | null, 
/**
 * The sentence signed under.
 */
consent: Consent, 
/**
 * The state while it is missing: 待客户签字.
 */
pending: string, 
/**
 * The sheet is not 已签 without it.
 */
required: boolean, 
/**
 * Answers that must be there before it is signed; in a list those of the signer's own row.
 */
needs: Array<string>, 
/**
 * What must hold before it is signed.
 */
ready: Array<Ready>, 
/**
 * The project manager's place (项目经理): whoever works must be one where the department has one, or stand in for one.
 */
manager: boolean, 
/**
 * Wanted in every row of its list that its `ready` holds for (a refusal counts as answered); the sheet is not 已签 before.
 */
each: boolean, 
/**
 * Asked for only then.
 */
when: Condition | null, 
/**
 * Not needed then: a sheet that closes without it is done and not one that was closed unsigned.
 */
waived: Condition | null, 
/**
 * What a refusal writes into the sheet: 未签原因 is then 拒签.
 */
refused: Given | null, 
/**
 * What a proxy's signature writes into the sheet: 未签原因 is then 委托代签.
 */
proxied: Proxied | null, };

export type SigningView = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Title of the paper.
 */
title: string, 
/**
 * Organisation and site.
 */
heading: string, 
/**
 * Signature field.
 */
role: string, 
/**
 * Row or `@group`.
 */
row: string, 
/**
 * 客户签字
 */
label: string, 
/**
 * Whether this is handed over to a customer.
 */
who: Who, 
/**
 * Everything the signature covers, except the choice below. Answers are unmasked for the signer's own record.
 */
lines: Array<ScopeLine>, 
/**
 * The question the signer answers (整改效果) with its words; absent when there is none.
 */
choice: Choice | null, 
/**
 * The sentence signed under.
 */
consent: Consent, 
/**
 * Proposed name of the signer. In a place that is fixed the only one; empty where its person did what is reviewed here.
 */
signer: string, 
/**
 * A place of approval: at the pad it is signed by the account that works, under its own name.
 */
fixed: boolean, 
/**
 * Today, 2026年2月24日.
 */
date: string, 
/**
 * What must be written down before it is signed; the device is handed over only when nothing is.
 */
wanted: Array<Problem>, 
/**
 * The revision that is shown, to be handed back with the signature.
 */
revision: string, };

export type Slot = { 
/**
 * Form.
 */
form: string, 
/**
 * Stage.
 */
stage: string, 
/**
 * 上午
 */
label: string, 
/**
 * The draft in hand; empty when none.
 */
draft: string, 
/**
 * The sheet finalised so far; empty when none.
 */
sheet: string, 
/**
 * Inspector; may be empty.
 */
person: string, 
/**
 * When it was begun, 09:51; may be empty.
 */
since: string, 
/**
 * `open`, `begun`, `done`.
 */
state: string, 
/**
 * The one to do now.
 */
current: boolean, 
/**
 * It is owed today: on a rest day it is not, and nothing is missed.
 */
owed: boolean, 
/**
 * How far.
 */
progress: Progress, };

export type SlotKey = { 
/**
 * Form.
 */
form: string, 
/**
 * Site, by id.
 */
site: string, 
/**
 * Stage.
 */
stage: string, 
/**
 * 下午
 */
label: string, };

export type Span = { 
/**
 * Begin, `09:00`.
 */
from: string, 
/**
 * End, `12:00`.
 */
to: string, };

export type Stage = { 
/**
 * Short name in the file.
 */
id: string, 
/**
 * 上午
 */
label: string, 
/**
 * The date or time whose next working day, 10:00, is the cut-off past which an entry is 补录.
 */
late_after: string | null, };

export type StageView = { 
/**
 * Stage.
 */
id: string, 
/**
 * 上午
 */
label: string, 
/**
 * Has an answer of its own.
 */
begun: boolean, 
/**
 * Was finished; when, `2026-02-13T18:30+08:00`.
 */
finished: string, 
/**
 * Finishing it now would be 补录 and needs a reason.
 */
late: boolean, 
/**
 * What it still wants.
 */
problems: Array<Problem>, };

export type Standing = "valid" | "changed" | "destroyed" | "broken";

export type Statistics = { 
/**
 * Which month.
 */
month: Month, 
/**
 * Up to when it was counted, `2026-11-01T00:00+08:00`.
 */
until: string, 
/**
 * Figures that belong together, in the order they are read.
 */
groups: Array<FigureGroup>, 
/**
 * The figures that tell most, over twelve months.
 */
trends: Array<Trend>, };

export type Step = "register" | "respond" | "report" | "deliver" | "receive" | "answer" | "serve" | "extend" | "regrade" | "rectify" | "recheck" | "bill" | "revisit" | "close";

export type StepBegun = { 
/**
 * Draft.
 */
draft: string, 
/**
 * Stage; empty where the whole sheet is meant.
 */
stage: string, 
/**
 * The list to write in where the step belongs to no stage: 上报, 改级. Empty otherwise.
 */
section: string, 
/**
 * The sheet of the step that is there already and goes on where it stands, and then no draft: a revisit that waits for its
 * signature. Empty otherwise.
 */
sheet: string, };

export type StepLine = { 
/**
 * Which.
 */
step: Step, 
/**
 * 整改
 */
word: string, 
/**
 * When it was taken in this round; empty while it is open.
 */
at: string, 
/**
 * It is the one that is waited for.
 */
waited: boolean, 
/**
 * It can be taken now.
 */
possible: boolean, 
/**
 * The stage of the sheet that it fills; empty for lists that belong to none.
 */
stage: string, };

export type Stroke = { 
/**
 * What drew it, as the system reported it.
 */
pointer: Pointer, 
/**
 * At least one point; the last is where the pen was lifted.
 */
points: Array<Point>, };

export type Supplement = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Its number.
 */
serial: string, 
/**
 * Its title.
 */
title: string, 
/**
 * 件号 of what it corrects; 0 where the volume held nothing of it.
 */
corrects: number, 
/**
 * In the words of the office: 更正第12件, 补入, 不再属于本月.
 */
words: string, };

export type Tally = "due" | "done" | "pass" | "fail" | "undrawn" | "rows_done" | "rows" | "asked";

export type Today = { 
/**
 * The stages of the daily forms, in order.
 */
slots: Array<Slot>, 
/**
 * 漏检 of the last month that nobody explained yet, the newest first.
 */
missed: Array<DutySlot>, 
/**
 * How many more there are, in the calendar.
 */
missed_more: number, 
/**
 * Meetings of today, and those past that nobody recorded.
 */
meetings: Array<MeetingView>, 
/**
 * Lines in the order to do them.
 */
lines: Array<TodayLine>, 
/**
 * What a group of clocks has beyond its lines; it stands in the list of cases.
 */
rest: Array<TodayRest>, };

export type TodayLine = { 
/**
 * `overdue`, `due` (today), `soon`, `later` (a clock of a case), `open` (a case without a running clock), `sign` (待客户签字, 待审阅, 待重签), `rectify` (× not yet put right), `draft`, `paper` (a monthly form due).
 */
group: string, 
/**
 * Kind: 回访记录表, 检查表.
 */
kind: string, 
/**
 * What.
 */
matter: string, 
/**
 * Who, where.
 */
detail: string, 
/**
 * The department or person who is to take the step that a clock waits for; empty where there is none.
 */
who: string, 
/**
 * Until when, in words.
 */
limit: string, 
/**
 * Number of the sheet; empty before it has one.
 */
serial: string, 
/**
 * State of the sheet, for other languages than the office's.
 */
state: SheetState | null, 
/**
 * The day or moment that `limit` names, `2026-02-24` or `2026-02-24T10:02+08:00`.
 */
on: string, 
/**
 * Days left until then, where it is a limit.
 */
left: number | null, 
/**
 * Past its limit.
 */
overdue: boolean, 
/**
 * Draft to open; empty when none.
 */
draft: string, 
/**
 * Sheet to open; empty when none.
 */
sheet: string, 
/**
 * Signature field to sign; empty when none.
 */
role: string, 
/**
 * Form to begin; empty when none.
 */
form: string, };

export type TodayRest = { 
/**
 * Group, as its lines name it.
 */
group: string, 
/**
 * How many more.
 */
count: number, };

export type Trend = { 
/**
 * Stable name, that of the figure.
 */
id: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Thousandths, not a count.
 */
share: boolean, 
/**
 * One a month, oldest first: `2025-11` and the value; absent where nothing was to be counted.
 */
points: Array<TrendPoint>, };

export type TrendPoint = { 
/**
 * `2025-11`
 */
month: Month, 
/**
 * Thousandths of a share, or how many.
 */
value: number | null, };

export type Unit = "per-day" | "per-month" | "minutes" | "working-days" | "days" | "date" | "open";

export type Value = boolean | number | string | { 
/**
 * Which mark.
 */
mark: Mark, } | { 
/**
 * To what.
 */
ref: Reference, } | { 
/**
 * In order.
 */
photos: Array<Photo>, } | Array<string>;

export type VerifyProblem = { 
/**
 * The sheet; empty when it concerns the chain as a whole.
 */
serial: string, 
/**
 * What is wrong.
 */
code: FindingCode, 
/**
 * Where.
 */
whose: Whose, 
/**
 * In plain words, naming sheet and stage.
 */
message: string, };

export type VerifyReport = { 
/**
 * Nothing was found.
 */
ok: boolean, 
/**
 * Entries looked at.
 */
checked: number, 
/**
 * What was found.
 */
problems: Array<VerifyProblem>, };

export type VolumeAsked = { 
/**
 * Which month.
 */
month: Month, 
/**
 * As what.
 */
format: VolumeFormat, 
/**
 * Complete: nothing masked, with the stored bytes of each sheet inside the file (PDF/A-3b). Else 脱敏件.
 */
full: boolean, 
/**
 * Why it is wanted complete; empty for a masked one.
 */
reason: string, 
/**
 * 送审稿: of a month that is open, or to look at what a closed one has become since.
 */
draft: boolean, };

export type VolumeFormat = "pdf" | "xlsx" | "csv" | "jsonl";

export type VolumeMode = "volume" | "piece";

export type VolumeSetting = { 
/**
 * 按卷 or 按件.
 */
mode: VolumeMode, 
/**
 * 全宗号; may be empty.
 */
fonds: string, 
/**
 * 密级: 内部.
 */
security: string, 
/**
 * 保管期限 of a paper by its form's id, in years; 0 is 永久. Papers that are not named are kept for `years`.
 */
retention: { [key in string]: number }, 
/**
 * 保管期限 of the volume, in years; 0 is 永久.
 */
years: number, 
/**
 * Printed on both sides.
 */
duplex: boolean, };

export type WeekFrom = { 
/**
 * First day; empty for the one before all changes.
 */
from: string, 
/**
 * Whether each day is worked, Monday first.
 */
days: [boolean, boolean, boolean, boolean, boolean, boolean, boolean], };

export type Who = "customer" | "person" | "witness" | "head";

export type Whose = { "kind": "sheet", 
/**
 * Its paper's title with subtitle; empty where the serial says enough.
 */
title: string, 
/**
 * The part of it.
 */
part: SheetPart, } | { "kind": "register" } | { "kind": "setting" } | { "kind": "audit" } | { "kind": "entry", 
/**
 * Its place in the log.
 */
seq: number, } | { "kind": "file", 
/**
 * The damaged page, from 1; 0 when no single page is meant.
 */
page: number, 
/**
 * What the database says, for support.
 */
line: string, };

export type YearDay = { 
/**
 * `2026-02-24`
 */
date: string, 
/**
 * What it is.
 */
kind: DayKind, 
/**
 * The holiday it belongs to, or the department's word; empty on other days.
 */
name: string, 
/**
 * The department's own day.
 */
own: boolean, 
/**
 * The year's notice is not known yet.
 */
provisional: boolean, };

export type YearNotice = { 
/**
 * 国务院办公厅关于2026年部分节假日安排的通知
 */
title: string, 
/**
 * 国办发明电〔2025〕7号
 */
number: string, 
/**
 * Date of the notice.
 */
date: string, };

