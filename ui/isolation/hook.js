/*
 * Stands between the views and the program, in a frame of its own that no code of the views reaches: what a message from them
 * may look like. Everything else is answered as a command that does not exist.
 */
'use strict';

/** The program's own commands. A test of the window's crate holds this list to them. */
const COMMANDS = new Set([
  'accounts',
  'add_account',
  'add_row',
  'app_version',
  'ask_destruction',
  'audit_page',
  'back_up',
  'backups',
  'begin_another',
  'begin_first_run',
  'begin_from',
  'begin_from_blank',
  'begin_hand_over',
  'begin_on',
  'begin_practice',
  'begin_sheet',
  'begin_step',
  'beginnings',
  'blanks',
  'calendar',
  'calendar_year',
  'callers',
  'cancel_job',
  'case',
  'case_counts',
  'cases',
  'change_calendar',
  'change_data_key',
  'change_duty_plan',
  'change_passphrase',
  'change_rule',
  'check_now',
  'clear_prints',
  'close_month',
  'close_office',
  'copy_picture',
  'copy_text',
  'count',
  'delegate',
  'delegations',
  'desk',
  'destroy',
  'destruction_list',
  'discard_draft',
  'door',
  'draft',
  'duty_day',
  'duty_month',
  'duty_plans',
  'edit_sheet',
  'end_account',
  'end_hand_over',
  'end_practice',
  'english',
  'entries',
  'explain_gap',
  'explain_missed',
  'find_backups',
  'finish',
  'finish_first_run',
  'forms',
  'ink_enough',
  'keep_first_run',
  'kept_backups',
  'key_change',
  'last_check',
  'ledger',
  'list_affected',
  'lock',
  'mark_rest',
  'month',
  'month_statistics',
  'months',
  'new_recovery_code',
  'note_copy',
  'open_audit',
  'open_list',
  'open_pdf',
  'open_recovery_page',
  'open_version',
  'open_volume',
  'overdue',
  'pages',
  'picture',
  'preview_calendar',
  'print_blanks',
  'rebuild',
  'record_meeting',
  'recover',
  'registers',
  'reopen_month',
  'reset_passphrase',
  'restore',
  'restore_draft',
  'retire_entry',
  'reveal',
  'reveal_answer',
  'revoke_delegation',
  'route',
  'rules',
  'save_as',
  'save_audit',
  'save_destruction',
  'save_draft',
  'save_entry',
  'save_feed',
  'save_list',
  'save_volume',
  'search',
  'set_pin',
  'set_role',
  'set_second_place',
  'set_setting',
  'set_volume_setting',
  'sheet',
  'sheet_lines',
  'show_in_folder',
  'sign',
  'sign_paper',
  'sign_proxy',
  'sign_refused',
  'signing',
  'take_call',
  'take_in',
  'take_in_scan',
  'take_over',
  'take_shot',
  'today',
  'trust_clock',
  'try_duty_plan',
  'try_rule',
  'unlock',
  'use_site',
  'verify',
  'verify_backup',
  'void_blank',
  'void_sheet',
  'volume_setting',
]);
/** What is asked of the shell: to hear events, to zoom, to close. As in `src-tauri/capabilities/main.json`. */
const SHELL = new Set([
  'plugin:event|listen',
  'plugin:event|unlisten',
  'plugin:webview|set_webview_zoom',
  'plugin:window|destroy',
]);
/** Characters of the largest sheet, signature or question, several times over. */
const LARGEST_MESSAGE = 8 * 1024 * 1024;

function isPlain(value) {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** No message of ours has options; Tauri's own may name the headers that it does not have. */
function isBare(options) {
  if (options === undefined || options === null) return true;
  if (!isPlain(options) || !Object.keys(options).every((key) => key === 'headers')) return false;
  const { headers } = options;
  return headers === undefined || (isPlain(headers) && Object.keys(headers).length === 0);
}

function isAllowed({ cmd, payload, options }) {
  if (typeof cmd !== 'string' || !isBare(options)) return false;
  if (!COMMANDS.has(cmd) && !SHELL.has(cmd)) return false;
  return isPlain(payload) && JSON.stringify(payload).length <= LARGEST_MESSAGE;
}

window.__TAURI_ISOLATION_HOOK__ = (message) => {
  try {
    if (isAllowed(message)) return message;
  } catch {
    // Too malformed to be looked at: whoever waits for an answer gets a refusal all the same.
  }
  return { callback: message?.callback, error: message?.error, cmd: 'refused', payload: {} };
};
