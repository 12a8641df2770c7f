/** What the window asks of the office: one method per use case. Nothing else in the UI talks to the program below it. */
import type {
  Destroyed,
  DestructionList,
  Account,
  Answers,
  AuditAsked,
  AuditPage,
  Backup,
  Backups,
  Beginning,
  Blank,
  CalendarChange,
  CalendarEffect,
  CalendarYear,
  Call,
  Caller,
  CaseCount,
  CasePage,
  CaseView,
  CasesAsked,
  Checked,
  DayInfo,
  DeadlineView,
  Delegate,
  Delegation,
  Desk,
  Door,
  Draft,
  DraftChange,
  DutyDay,
  DutyMonth,
  DutyPlan,
  DutyPlansView,
  DutySlot,
  Finish,
  Finished,
  FirstRun,
  FormCard,
  Ink,
  KeyChange,
  LedgerKind,
  LedgerView,
  ListAsked,
  Line,
  Mark,
  MarkedRest,
  MeetingOutcome,
  MeetingView,
  MissedCause,
  MonthLine,
  MonthView,
  OverdueLine,
  Pages,
  PaperSign,
  PhotoIn,
  Place,
  ProxySign,
  RecoveryShown,
  RefuseSign,
  RegisterEntry,
  RegisterInput,
  RegisterKind,
  RestoreShown,
  Revealed,
  Role,
  RouteStop,
  Row,
  RuleEdit,
  RuleEffect,
  RuleView,
  SearchPage,
  SearchQuery,
  SheetLine,
  SheetView,
  SignRequest,
  SigningView,
  Statistics,
  Step,
  StepBegun,
  Today,
  VerifyReport,
  VolumeAsked,
  VolumeSetting,
} from './types';

/** Every refusal carries a stable code; the words come from the message catalogue, `detail` only names things (a character, a field). */
export interface BackendError {
  code: string;
  message: string;
  detail: string;
}

/** A draft or a finalised sheet, for drawing. */
export type Target = { draft: string } | { sheet: string };

/** What names a slot. */
export type SlotKey = Pick<DutySlot, 'form' | 'site' | 'date' | 'stage'>;

export interface JobProgress {
  job: string;
  done: number;
  total: number;
}

export interface Exported {
  /** Full path of the file that was made. */
  path: string;
}

/** What opens a backup: a passphrase of its time, or the recovery code with the passphrase that is to be set. */
export type Key = { passphrase: string } | { code: [code: string, newPassphrase: string] };

export interface AffectedAsked {
  folder: string;
  secret: Key;
  reason: string;
  format: 'pdf' | 'xlsx';
}

export interface Backend {
  // door
  door(): Promise<Door>;
  /** Keeps the answers of a first run that is left before its end. */
  keepFirstRun(answers: FirstRun): Promise<void>;
  /** Makes the keys; nothing is written until the code is typed back. */
  beginFirstRun(answers: FirstRun, passphrase: string): Promise<RecoveryShown>;
  finishFirstRun(typedCode: string): Promise<Desk>;
  unlock(passphrase: string): Promise<Desk>;
  /** Opens with the recovery code and sets a new passphrase. */
  recover(code: string, newPassphrase: string): Promise<Desk>;
  lock(): Promise<void>;
  /** 练习: makes a department of sample data and opens it in place of whatever was open. */
  beginPractice(job: string): Promise<Desk>;
  endPractice(): Promise<Door>;
  /** The recovery code that was just made, as a page for an envelope in the system's viewer. */
  openRecoveryPage(code: string): Promise<Exported>;
  /** Takes away what was made for the viewer. */
  clearPrints(): Promise<void>;

  // cases
  cases(asked: CasesAsked, cursor: string): Promise<CasePage>;
  caseCounts(asked: CasesAsked): Promise<CaseCount[]>;
  case(sheet: string): Promise<CaseView>;
  /** Begins a step: the draft and the stage to fill. */
  beginStep(sheet: string, step: Step): Promise<StepBegun>;
  /** The 超期台账 of a span of days, both included. */
  overdue(from: string, to: string): Promise<OverdueLine[]>;
  /** The revisits due by a day, in the order in which they are walked. */
  route(to: string): Promise<RouteStop[]>;
  /** A 登记台账 of a span of days, both included. */
  ledger(kind: LedgerKind, from: string, to: string): Promise<LedgerView>;
  saveList(asked: ListAsked, format: 'pdf' | 'xlsx'): Promise<Exported | null>;
  openList(asked: ListAsked): Promise<Exported>;
  /** The running deadlines for a calendar program (.ics): numbers and steps, no customer. */
  saveFeed(): Promise<Exported | null>;

  // duties
  /** A month (`2026-02`) of duties, meetings and deadlines at the site in use. */
  dutyMonth(month: string): Promise<DutyMonth>;
  /** One day of it with every line. */
  dutyDay(date: string): Promise<DutyDay>;
  /** Begins the sheet of a day that is past, or goes on with it. */
  beginOn(form: string, date: string): Promise<Draft>;
  explainMissed(slot: SlotKey, cause: MissedCause, words: string): Promise<DutySlot>;
  /** What became of a meeting, by its regular day. */
  recordMeeting(regular: string, outcome: MeetingOutcome): Promise<MeetingView[]>;
  dutyPlans(): Promise<DutyPlansView>;
  /** What a plan would come to, in words; nothing is written. */
  tryDutyPlan(plan: DutyPlan): Promise<Line[]>;
  changeDutyPlan(plan: DutyPlan, reason: string): Promise<DutyPlansView>;

  // 月度归档
  /** The months of the site in use, newest first. */
  months(): Promise<MonthLine[]>;
  /** A month (`2026-10`): its rounds, what is missing, how it stands. */
  month(month: string): Promise<MonthView>;
  /** Its figures, and their course over a year. */
  monthStatistics(month: string, job: string): Promise<Statistics>;
  /** Sheets by their ids, as lines of the list. */
  sheetLines(sheets: string[]): Promise<SheetLine[]>;
  explainGap(month: string, key: string, words: string): Promise<MonthView>;
  closeMonth(month: string, reason: string, job: string): Promise<MonthView>;
  reopenMonth(month: string, reason: string): Promise<MonthView>;
  /** How volumes are bound. */
  volumeSetting(): Promise<VolumeSetting>;
  setVolumeSetting(setting: VolumeSetting): Promise<VolumeSetting>;
  /** A month to a file, null when the dialog was cancelled; or a month in the system's viewer. */
  destructionList(): Promise<DestructionList>;
  askDestruction(list: string, reason: string): Promise<DestructionList>;
  destroy(list: string): Promise<Destroyed>;
  saveDestruction(): Promise<Exported | null>;
  saveVolume(asked: VolumeAsked, job: string): Promise<Exported | null>;
  openVolume(asked: VolumeAsked, job: string): Promise<Exported>;

  // desk
  desk(): Promise<Desk>;
  today(): Promise<Today>;
  forms(): Promise<FormCard[]>;
  /** English for the words of the papers. */
  english(): Promise<Record<string, string>>;
  calendar(month: string): Promise<DayInfo[]>;
  /** A year with its notice, the department's own days, week and hours. */
  calendarYear(year: number): Promise<CalendarYear>;
  /** What a change would do; nothing is written. */
  previewCalendar(change: CalendarChange): Promise<CalendarEffect>;
  changeCalendar(change: CalendarChange, reason: string): Promise<CalendarEffect>;
  rules(): Promise<RuleView[]>;
  /** When the duty of a rule is due after an event, and how that was counted. */
  count(rule: string, grade: string, from: string): Promise<DeadlineView>;
  /** What a change of a rule would do, with an example counted from an event. */
  tryRule(edit: RuleEdit, from: string): Promise<RuleEffect>;
  changeRule(edit: RuleEdit): Promise<RuleView[]>;
  useSite(site: string): Promise<Desk>;
  setSetting(key: 'organisation' | 'department' | 'language' | 'theme' | 'lock.after', value: string): Promise<Desk>;
  /** The user's answer to "今天是…吗?". */
  trustClock(): Promise<Desk>;

  // drafts
  beginSheet(form: string): Promise<Draft>;
  /** One more of a daily or monthly paper: a round of another day. */
  beginAnother(form: string): Promise<Draft>;
  /** For a round walked with paper: takes the number of a printed blank. */
  beginFromBlank(form: string, serial: string): Promise<Draft>;
  /** Begins a sheet with what another one says; `row` names a row of it, or is empty. */
  beginFrom(form: string, sheet: string, row: string): Promise<Draft>;
  /** What can be begun from a sheet. */
  beginnings(sheet: string): Promise<Beginning[]>;
  /** Who may be calling, with their cases: by number, room or name. */
  callers(typed: string): Promise<Caller[]>;
  /** Writes a call down: the draft of what it becomes. */
  takeCall(call: Call): Promise<string>;
  draft(id: string): Promise<Draft>;
  saveDraft(id: string, answers: Answers): Promise<DraftChange>;
  /** 本区域全部合格: one act for the cells of a group (or of a row, where the list has no groups) that have no mark. */
  markRest(id: string, section: string, of: string, stage: string, mark: Mark): Promise<MarkedRest>;
  addRow(id: string, section: string): Promise<Row>;
  discardDraft(id: string): Promise<void>;
  restoreDraft(id: string): Promise<void>;
  finish(id: string, finish: Finish): Promise<Finished>;
  /** A draft that goes on from a finalised sheet: the next stage, or an amendment. */
  editSheet(sheet: string): Promise<Draft>;
  voidSheet(sheet: string, reason: string): Promise<SheetView>;
  takeIn(draft: string, name: string, bytes: Uint8Array): Promise<PhotoIn>;
  /** A picture of the camera, taken `age` ms ago. */
  takeShot(draft: string, age: number, jpeg: Uint8Array): Promise<PhotoIn>;
  /** A scan or document that belongs to a signature, not to a draft; says which serials its QR codes name. */
  takeInScan(name: string, bytes: Uint8Array): Promise<PhotoIn & { serials: string[] }>;
  /** Bytes of a stored picture (JPEG) or its thumbnail. */
  picture(blob: string, thumbnail: boolean): Promise<Uint8Array>;

  // sheets
  sheet(id: string): Promise<SheetView>;
  pages(target: Target): Promise<Pages>;
  search(query: SearchQuery, cursor: string): Promise<SearchPage>;
  verify(sheet: string | null): Promise<VerifyReport>;
  rebuild(): Promise<void>;

  // signing
  signing(sheet: string, role: string, row: string): Promise<SigningView>;
  /** From here until `endHandOver` only `signing`, `inkEnough` and `sign` answer. */
  beginHandOver(sheet: string, role: string, row: string): Promise<SigningView>;
  /** By the PIN of the one who works, or a passphrase. */
  endHandOver(secret: string): Promise<Desk>;
  inkEnough(ink: Ink): Promise<boolean>;
  sign(request: SignRequest): Promise<void>;
  signProxy(request: ProxySign): Promise<void>;
  signPaper(request: PaperSign): Promise<SheetView>;
  signRefused(request: RefuseSign): Promise<SheetView>;

  // paper out; the path comes from the system's own dialog, null when the user cancelled it
  saveAs(sheets: string[], format: 'pdf' | 'xlsx', job: string): Promise<Exported | null>;
  /** Makes the PDF in the program's own folder and opens it in the system's viewer. */
  openPdf(sheets: string[], job: string): Promise<Exported>;
  /** An earlier version of a sheet, with the signatures that stood then. */
  openVersion(sheet: string, revision: string): Promise<Exported>;
  cancelJob(job: string): Promise<void>;
  onProgress(heard: (progress: JobProgress) => void): () => void;
  showInFolder(path: string): Promise<void>;
  printBlanks(form: string, count: number): Promise<Exported | null>;
  blanks(): Promise<Blank[]>;
  voidBlank(serial: string, reason: string): Promise<Blank[]>;
  /** 客户信息查阅/导出登记: a period of it, narrowed; newest first. */
  auditPage(asked: AuditAsked): Promise<AuditPage>;
  saveAudit(asked: AuditAsked, format: 'pdf' | 'xlsx'): Promise<Exported | null>;
  openAudit(asked: AuditAsked): Promise<Exported>;
  /** Masked words or a masked page (SVG) for the clipboard; the act is logged. */
  copyText(sheet: string): Promise<string>;
  /** Writes down that words picked out on the screen are about to be copied; `sheet` is empty where they stand in a list. */
  noteCopy(of: string[]): Promise<void>;
  copyPicture(sheet: string, page: number): Promise<string>;

  // registers
  registers(): Promise<RegisterKind[]>;
  entries(register: string, text: string, retired: boolean): Promise<RegisterEntry[]>;
  saveEntry(entry: RegisterInput): Promise<RegisterEntry>;
  retireEntry(register: string, id: string, retired: boolean): Promise<RegisterEntry>;
  /** One masked answer of a draft or a sheet, for a reason that is written down before it is shown. */
  revealAnswer(target: Target, place: Place, reason: string): Promise<Revealed>;
  /** Shows what is masked, for a reason; the act is logged. */
  reveal(register: string, id: string, reason: string): Promise<RegisterEntry>;

  // people
  accounts(): Promise<Account[]>;
  addAccount(person: string, role: Role, passphrase: string): Promise<Account>;
  setRole(account: string, role: Role): Promise<Account>;
  /** 离任: the account ends and its passphrase opens nothing any more. */
  endAccount(account: string): Promise<Account>;
  resetPassphrase(account: string, passphrase: string): Promise<Account>;
  changePassphrase(old: string, next: string): Promise<void>;
  setPin(pin: string): Promise<Account>;
  /** Another person works on, without locking. */
  takeOver(account: string, pin: string): Promise<Desk>;
  /** In place of the old code, which opens nothing from then on. Shown once. */
  newRecoveryCode(): Promise<RecoveryShown>;
  /** What stands before a change of the data key. */
  keyChange(): Promise<KeyChange>;
  /** Copies the records under a new key; nobody's passphrase changes. */
  changeDataKey(job: string): Promise<void>;

  // delegation: who stands in for whom, from a day to a day
  delegations(): Promise<Delegation[]>;
  delegate(asked: Delegate): Promise<Delegation>;
  revokeDelegation(id: string): Promise<Delegation>;

  // keeping; the folder comes from the system's own dialog, null when the user cancelled it
  backups(): Promise<Backups>;
  backUp(job: string): Promise<Backup | null>;
  setSecondPlace(job: string): Promise<Backups | null>;
  /** The full check of every page and record, under a job's name; the last one; told when the week's ended. */
  checkNow(job: string): Promise<VerifyReport>;
  lastCheck(): Promise<Checked | null>;
  onChecked(heard: () => void): () => void;
  verifyBackup(folder: string, secret: Key, job: string): Promise<boolean>;
  /** After a theft: the customers of a backup, unmasked, in a file. */
  listAffected(asked: AffectedAsked, job: string): Promise<{ path: string; customers: number } | null>;
  /** At the door: the backups beside the cabinet. */
  keptBackups(): Promise<Backup[]>;
  findBackups(): Promise<Backup[] | null>;
  restore(folder: string, secret: Key, job: string): Promise<{ restored: RestoreShown; desk: Desk }>;
  /** The backup before the window closes; ends at once when nothing is open or nothing was written. */
  closeOffice(): Promise<boolean>;
  onBackupFailed(heard: (error: unknown) => void): () => void;
  /** The machine slept: write down what is in hand and lock. */
  onLock(heard: () => void): () => void;

  /** Closing the window waits for the last save. */
  onClose(flush: () => Promise<void>): () => void;
  appVersion(): Promise<string>;
  /** Size of everything in the window, 1 to 2. */
  zoom(factor: number): Promise<void>;
}

export type { Place };
