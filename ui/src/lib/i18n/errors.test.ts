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
    'keyslots-foreign',
    'keyslots-old',
    'wrong-passphrase',
  ];
  const titles = codes.map((code) => explain({ code, message: '' }).title);
  expect(new Set(titles).size, 'each says what happened in its own words').toBe(codes.length);
});

it('what people, backups and places are refused for has words of its own', () => {
  const codes = [
    'not-allowed',
    'account-exists',
    'own-account',
    'own-case',
    'signer-account',
    'not-above',
    'pin-short',
    'wrong-pin',
    'pin-locked',
    'wait',
    'second-place-same',
    'place-synced',
    'place-network',
    'place-taken',
    'restore-in-cabinet',
    'restore-in-backup',
    'restore-in-backups',
    'backup-missing',
    'backup-damaged',
    'restored-shut',
    'letters-used-up',
  ];
  const unknown = explain(new Error('boom')).title;
  for (const code of codes) expect(explain({ code, message: '' }).title, code).not.toBe(unknown);
  expect(explain({ code: 'wait', message: '', detail: '30' }).detail, 'the wait is said in seconds').toContain('30');
});

it('a fault names what it is about', () => {
  expect(explain({ code: 'glyph-missing', message: '', detail: '𡋾' }).detail, 'the character').toContain('𡋾');
  expect(explain(new Error('boom')).detail, 'unknown faults keep their own words').toBe('boom');
});
