import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

interface Message {
  cmd: string;
  callback: number;
  error: number;
  payload: unknown;
  options?: unknown;
}
type Hook = (message: unknown) => Message;

/** The hook as the frame runs it: a script of its own, with a window and nothing else. */
function hook(): Hook {
  const source = readFileSync(new URL('../../../isolation/hook.js', import.meta.url), 'utf8');
  const window: { __TAURI_ISOLATION_HOOK__?: Hook } = {};
  // The frame and its messages are of one realm: so are the objects of this test and the hook's own.
  runInNewContext(source, { window, Set, Object, JSON });
  const made = window.__TAURI_ISOLATION_HOOK__;
  if (made === undefined) throw new Error('the frame has no hook');
  return made;
}

const pass = hook();
const message = (cmd: unknown, payload: unknown = {}, options?: unknown): Record<string, unknown> => ({
  cmd,
  callback: 11,
  error: 12,
  payload,
  options,
});
const headers = (given: unknown): unknown => ({ headers: given });

/** Answered as a command that does not exist, with nothing of the message in it but whom to tell. */
function refused(given: Record<string, unknown>): void {
  expect(pass(given)).toEqual({ cmd: 'refused', callback: 11, error: 12, payload: {} });
}
function passed(given: Record<string, unknown>): void {
  expect(pass(given)).toBe(given);
}

describe('the frame between the views and the program', () => {
  it('lets our commands through as they are', () => {
    passed(message('desk'));
    passed(message('save_draft', { id: '1', answers: { fields: { summary: '电梯困人' } } }));
    passed(message('plugin:event|listen', { event: 'progress' }, headers({})));
  });

  it('refuses a command that the program does not have', () => {
    for (const cmd of ['', 'desks', 'Desk', 'refused', '__proto__', 'constructor', 'toString', 'desk ', 'desk\u0000'])
      refused(message(cmd));
  });

  it('refuses what a plugin could do beside what is asked of the shell', () => {
    for (const cmd of [
      'plugin:dialog|open',
      'plugin:dialog|save',
      'plugin:opener|open_url',
      'plugin:opener|open_path',
      'plugin:fs|read_file',
      'plugin:shell|execute',
      'plugin:event|emit',
      'plugin:window|create',
      'plugin:webview|create_webview',
      'plugin:window|destroy|desk',
    ])
      refused(message(cmd));
  });

  it('refuses a command that is no text', () => {
    for (const cmd of [undefined, null, 7, ['desk'], { toString: () => 'desk' }]) refused(message(cmd));
  });

  it('refuses arguments that are no plain object', () => {
    class Desk {
      site = 1;
    }
    refused({ ...message('desk'), payload: undefined });
    for (const payload of [null, 'desk', 7, [], [1], new Map(), new Date(), new Desk(), Object.create(null), new Uint8Array(3)])
      refused(message('desk', payload));
  });

  it('refuses a message that is larger than anything the views send', () => {
    refused(message('save_draft', { id: '1', answers: '雨'.repeat(8 * 1024 * 1024) }));
  });

  it('refuses bytes: files go another way, with a ticket that a message asked for', () => {
    passed(message('take_in', { draft: '1', name: '照片.jpg' }));
    for (const file of [new Uint8Array([0xff, 0xd8]), new Uint8Array(2).buffer, [0xff, 0xd8]]) refused(message('take_in', file));
  });

  it('refuses options and headers: no command has any', () => {
    passed(message('desk', {}, null));
    passed(message('desk', {}, {}));
    refused(message('desk', {}, headers({ 'x-name': '1' })));
    refused(message('desk', {}, headers([['x-name', '1']])));
    refused(message('desk', {}, { headers: {}, custom: true }));
    for (const options of ['x', 7, [], new Map()]) refused(message('desk', {}, options));
  });

  it('refuses what is malformed instead of breaking off', () => {
    for (const given of ['x-name', [7], [null], 7]) refused(message('desk', {}, headers(given)));
    const round: Record<string, unknown> = {};
    round['self'] = round;
    refused(message('desk', round));
    refused(message('desk', { toJSON: () => undefined }));
    refused(message('desk', { many: 1n }));
  });

  it('answers a message that is no message at all', () => {
    for (const given of [undefined, null, 'desk', 7]) expect(pass(given).cmd).toBe('refused');
  });
});
