import { afterEach, expect, test, vi } from 'vitest';
import { dueWords } from '../form/logic';
import { gloss, knowEnglish, piecesOf } from './gloss.svelte';
import { findingWords, sealWords } from './told';

import * as speech from './i18n.svelte';

vi.stubGlobal('document', { documentElement: {} });
afterEach(() => {
  speech.speak('zh-CN');
});

test('words of a paper are glossed one by one, what was typed stays', () => {
  knowEnglish({ 大堂: 'Lobby', 地面: 'Floor', 表: 'Sheet', 公共: 'Public' });
  expect(gloss('大堂　地面'), 'Chinese is shown as it is').toBe('大堂　地面');
  speech.speak('en');
  expect(gloss('大堂　地面'), 'word by word').toBe('Lobby　Floor');
  expect(piecesOf('甲店　地面'), 'a name is marked as typed').toEqual([
    { text: '甲店', typed: true },
    { text: 'Floor', typed: false },
  ]);
  expect(gloss('表·公共'), 'title and subtitle').toBe('Sheet: Public');
  expect(gloss('表·甲'), 'half a title is none').toBe('表·甲');
  expect(gloss('constructor'), 'only words that were given').toBe('constructor');
});

test('places, findings and deadlines are worded in English', () => {
  knowEnglish({ 复查人: 'Rechecked by', 表: 'Sheet' });
  speech.speak('en');
  expect(sealWords({ role: 'recheck', row: '1', name: '复查人', of: '甲店' }), 'row and place').toBe('甲店　Rechecked by');
  expect(sealWords({ role: 'head', row: 'change:0', name: '', of: '' }), 'a place of a correction page').toBe(
    'Correction page 1　Head of department',
  );
  const part = { kind: 'signature' as const, name: '复查人' };
  expect(
    findingWords({ serial: 'HF-A-1', code: 'scope-changed', whose: { kind: 'sheet', title: '表', part }, message: '' }),
    'serial, paper, part and what is wrong',
  ).toBe('HF-A-1　Sheet　Rechecked by　Changed after it was signed; to be signed again');
  expect(dueWords('2026年2月25日（暂定）', 'en'), 'a deadline that may move').toBe('25 Feb 2026 (provisional)');
  expect(dueWords('2026年2月25日', 'zh-CN'), 'as printed').toBe('2026年2月25日');
});
