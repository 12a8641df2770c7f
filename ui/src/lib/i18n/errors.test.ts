import { expect, it } from 'vitest';
import { explain } from './errors';
import { errorsEn } from './errors-en';
import { errorsZh } from './errors-zh';

it('every fault that has words has them in both languages', () => {
  expect(Object.keys(errorsEn).sort(), 'an English screen must not fall back to “did not work”').toEqual(
    Object.keys(errorsZh).sort(),
  );
});

it('the faults of a cabinet are told apart', () => {
  const codes = [
    'cabinet-empty',
    'cabinet-truncated',
    'cabinet-damaged',
    'cabinet-newer',
    'cabinet-file-missing',
    'keyslots-missing',
    'keyslots-damaged',
    'wrong-passphrase',
  ];
  const titles = codes.map((code) => explain({ code, message: '' }).title);
  expect(new Set(titles).size, 'each says what happened in its own words').toBe(codes.length);
});

it('a fault names what it is about', () => {
  expect(explain({ code: 'glyph-missing', message: '', detail: '𡋾' }).detail, 'the character').toContain('𡋾');
  expect(explain(new Error('boom')).detail, 'unknown faults keep their own words').toBe('boom');
});
