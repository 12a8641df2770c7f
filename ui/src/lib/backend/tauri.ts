import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Backend, JobProgress } from './backend';

/** A listener that is only known a moment after it was asked for, and can be dropped before that. */
function dropLater(listening: Promise<() => void>): () => void {
  let gone = false;
  let drop: (() => void) | null = null;
  void listening.then((stop) => {
    if (gone) stop();
    else drop = stop;
  });
  return () => {
    gone = true;
    drop?.();
  };
}

/**
 * Sends a file after the ticket that a command gave for it. Messages go through the frame as lists of numbers, which takes
 * seconds for a photo; these are the bytes themselves.
 */
async function send<T>(ticket: string, bytes: Uint8Array): Promise<T> {
  const response = await fetch(convertFileSrc(ticket, 'intake'), { method: 'POST', body: bytes as Uint8Array<ArrayBuffer> });
  const said = (await response.json()) as { Ok: T } | { Err: Error };
  if ('Ok' in said) return said.Ok;
  throw said.Err;
}

/** The program itself: one command for each use case. */
export const tauri: Backend = {
  door: () => invoke('door'),
  keepFirstRun: (answers) => invoke('keep_first_run', { answers }),
  beginFirstRun: (answers, passphrase) => invoke('begin_first_run', { answers, passphrase }),
  finishFirstRun: (typedCode) => invoke('finish_first_run', { typedCode }),
  unlock: (passphrase) => invoke('unlock', { passphrase }),
  recover: (code, newPassphrase) => invoke('recover', { code, newPassphrase }),
  lock: () => invoke('lock'),
  beginPractice: (job) => invoke('begin_practice', { job }),
  endPractice: () => invoke('end_practice'),
  openRecoveryPage: (code) => invoke('open_recovery_page', { code }),
  clearPrints: () => invoke('clear_prints'),

  cases: (asked, cursor) => invoke('cases', { asked, cursor }),
  caseCounts: (asked) => invoke('case_counts', { asked }),
  case: (sheet) => invoke('case', { sheet }),
  beginStep: (sheet, step) => invoke('begin_step', { sheet, step }),
  overdue: (from, to) => invoke('overdue', { from, to }),
  route: (to) => invoke('route', { to }),
  ledger: (kind, from, to) => invoke('ledger', { kind, from, to }),
  saveList: (asked, format) => invoke('save_list', { asked, format }),
  openList: (asked) => invoke('open_list', { asked }),
  saveFeed: () => invoke('save_feed'),
  dutyMonth: (month) => invoke('duty_month', { month }),
  dutyDay: (date) => invoke('duty_day', { date }),
  beginOn: (form, date) => invoke('begin_on', { form, date }),
  explainMissed: ({ form, site, date, stage }, cause, words) =>
    invoke('explain_missed', { form, site, date, stage, cause, words }),
  recordMeeting: (regular, outcome) => invoke('record_meeting', { regular, outcome }),
  dutyPlans: () => invoke('duty_plans'),
  tryDutyPlan: (plan) => invoke('try_duty_plan', { plan }),
  changeDutyPlan: (plan, reason) => invoke('change_duty_plan', { plan, reason }),
  months: () => invoke('months'),
  month: (month) => invoke('month', { month }),
  monthStatistics: (month, job) => invoke('month_statistics', { month, job }),
  sheetLines: (sheets) => invoke('sheet_lines', { sheets }),
  explainGap: (month, key, words) => invoke('explain_gap', { month, key, words }),
  closeMonth: (month, reason, job) => invoke('close_month', { month, reason, job }),
  reopenMonth: (month, reason) => invoke('reopen_month', { month, reason }),
  volumeSetting: () => invoke('volume_setting'),
  setVolumeSetting: (setting) => invoke('set_volume_setting', { setting }),
  destructionList: () => invoke('destruction_list'),
  askDestruction: (list, reason) => invoke('ask_destruction', { list, reason }),
  destroy: (list) => invoke('destroy', { list }),
  saveDestruction: () => invoke('save_destruction'),
  saveVolume: (asked, job) => invoke('save_volume', { asked, job }),
  openVolume: (asked, job) => invoke('open_volume', { asked, job }),
  desk: () => invoke('desk'),
  today: () => invoke('today'),
  forms: () => invoke('forms'),
  english: () => invoke('english'),
  calendar: (month) => invoke('calendar', { month }),
  calendarYear: (year) => invoke('calendar_year', { year }),
  previewCalendar: (change) => invoke('preview_calendar', { change }),
  changeCalendar: (change, reason) => invoke('change_calendar', { change, reason }),
  rules: () => invoke('rules'),
  count: (rule, grade, from) => invoke('count', { rule, grade, from }),
  tryRule: (edit, from) => invoke('try_rule', { edit, from }),
  changeRule: (edit) => invoke('change_rule', { edit }),
  useSite: (site) => invoke('use_site', { site }),
  setSetting: (key, value) => invoke('set_setting', { key, value }),
  trustClock: () => invoke('trust_clock'),

  beginSheet: (form) => invoke('begin_sheet', { form }),
  beginAnother: (form) => invoke('begin_another', { form }),
  beginFrom: (form, sheet, row) => invoke('begin_from', { form, sheet, row }),
  beginnings: (sheet) => invoke('beginnings', { sheet }),
  callers: (typed) => invoke('callers', { typed }),
  takeCall: (call) => invoke('take_call', { call }),
  beginFromBlank: (form, serial) => invoke('begin_from_blank', { form, serial }),
  draft: (id) => invoke('draft', { id }),
  saveDraft: (id, answers) => invoke('save_draft', { id, answers }),
  markRest: (id, section, of, stage, mark) => invoke('mark_rest', { id, section, of, stage, mark }),
  addRow: (id, section) => invoke('add_row', { id, section }),
  discardDraft: (id) => invoke('discard_draft', { id }),
  restoreDraft: (id) => invoke('restore_draft', { id }),
  finish: (id, finish) => invoke('finish', { id, finish }),
  editSheet: (sheet) => invoke('edit_sheet', { sheet }),
  voidSheet: (sheet, reason) => invoke('void_sheet', { sheet, reason }),
  takeIn: async (draft, name, bytes) => send(await invoke('take_in', { draft, name }), bytes),
  takeShot: async (draft, age, jpeg) => send(await invoke('take_shot', { draft, ageMs: Math.max(0, Math.round(age)) }), jpeg),
  takeInScan: async (name, bytes) => send(await invoke('take_in_scan', { name }), bytes),
  picture: async (blob, thumbnail) => new Uint8Array(await invoke<ArrayBuffer>('picture', { blob, thumbnail })),

  sheet: (id) => invoke('sheet', { id }),
  pages: (target) => invoke('pages', { target }),
  search: (query, cursor) => invoke('search', { query, cursor }),
  verify: (sheet) => invoke('verify', { sheet }),
  rebuild: () => invoke('rebuild'),

  signing: (sheet, role, row) => invoke('signing', { sheet, role, row }),
  beginHandOver: (sheet, role, row) => invoke('begin_hand_over', { sheet, role, row }),
  endHandOver: (passphrase) => invoke('end_hand_over', { passphrase }),
  inkEnough: (ink) => invoke('ink_enough', { ink }),
  sign: (request) => invoke('sign', { request }),
  signProxy: (request) => invoke('sign_proxy', { request }),
  signPaper: (request) => invoke('sign_paper', { request }),
  signRefused: (request) => invoke('sign_refused', { request }),

  saveAs: (sheets, format, job) => invoke('save_as', { sheets, format, job }),
  openPdf: (sheets, job) => invoke('open_pdf', { sheets, job }),
  openVersion: (sheet, revision) => invoke('open_version', { sheet, revision }),
  cancelJob: (job) => invoke('cancel_job', { job }),
  onProgress: (heard) =>
    dropLater(
      listen<JobProgress>('progress', (event) => {
        heard(event.payload);
      }),
    ),
  showInFolder: (path) => invoke('show_in_folder', { path }),
  printBlanks: (form, count) => invoke('print_blanks', { form, count }),
  blanks: () => invoke('blanks'),
  voidBlank: (serial, reason) => invoke('void_blank', { serial, reason }),
  auditPage: (asked) => invoke('audit_page', { asked }),
  saveAudit: (asked, format) => invoke('save_audit', { asked, format }),
  openAudit: (asked) => invoke('open_audit', { asked }),
  noteCopy: (of) => invoke('note_copy', { of }),
  copyText: (sheet) => invoke('copy_text', { sheet }),
  copyPicture: (sheet, page) => invoke('copy_picture', { sheet, page }),

  registers: () => invoke('registers'),
  entries: (register, text, retired) => invoke('entries', { register, text, retired }),
  saveEntry: (entry) => invoke('save_entry', { entry }),
  retireEntry: (register, id, retired) => invoke('retire_entry', { register, id, retired }),
  revealAnswer: (target, place, reason) => invoke('reveal_answer', { target, place, reason }),
  reveal: (register, id, reason) => invoke('reveal', { register, id, reason }),

  accounts: () => invoke('accounts'),
  addAccount: (person, role, passphrase) => invoke('add_account', { person, role, passphrase }),
  setRole: (account, role) => invoke('set_role', { account, role }),
  endAccount: (account) => invoke('end_account', { account }),
  resetPassphrase: (account, passphrase) => invoke('reset_passphrase', { account, passphrase }),
  changePassphrase: (old, next) => invoke('change_passphrase', { old, new: next }),
  setPin: (pin) => invoke('set_pin', { pin }),
  takeOver: (account, pin) => invoke('take_over', { account, pin }),
  newRecoveryCode: () => invoke('new_recovery_code'),
  keyChange: () => invoke('key_change'),
  delegations: () => invoke('delegations'),
  delegate: (asked) => invoke('delegate', { asked }),
  revokeDelegation: (id) => invoke('revoke_delegation', { id }),
  changeDataKey: (job) => invoke('change_data_key', { job }),

  backups: () => invoke('backups'),
  backUp: (job) => invoke('back_up', { job }),
  setSecondPlace: (job) => invoke('set_second_place', { job }),
  verifyBackup: (folder, secret, job) => invoke('verify_backup', { folder, secret, job }),
  checkNow: (job) => invoke('check_now', { job }),
  lastCheck: () => invoke('last_check'),
  onChecked: (heard) => dropLater(listen('checked', heard)),
  listAffected: (asked, job) => invoke('list_affected', { asked, job }),
  keptBackups: () => invoke('kept_backups'),
  findBackups: () => invoke('find_backups'),
  restore: (folder, secret, job) => invoke('restore', { folder, secret, job }),
  closeOffice: () => invoke('close_office'),
  onBackupFailed: (heard) =>
    dropLater(
      listen('backup-failed', (event) => {
        heard(event.payload);
      }),
    ),
  onLock: (heard) => dropLater(listen('lock-now', heard)),

  onClose: (flush) =>
    dropLater(
      getCurrentWindow().onCloseRequested(async () => {
        await flush();
      }),
    ),
  appVersion: () => invoke('app_version'),
  zoom: (factor) => getCurrentWebview().setZoom(factor),
};
