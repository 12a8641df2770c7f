import { expect, test } from 'vitest';
import { say, sayAll } from './problems';

const missing = {
  place: { section: 'check', row: '', field: 'mended' },
  code: 'sign-needs' as const,
  label: '整改完成',
  message: '先填写整改完成',
  params: ['整改完成'],
  wrong: false,
};

test('a problem is said as the program words it, in English by its code', () => {
  expect(say(missing), "the office's own words").toBe('先填写整改完成');
  expect(say(missing, 'en'), 'the same with what it names').toBe('Fill in 整改完成 first');
  expect(sayAll([missing, { ...missing, code: 'sign-not-yet', params: ['Nobody was reached yet'] }], 'en'), 'one line').toBe(
    'Fill in 整改完成 first; Nobody was reached yet',
  );
});

test('a form that says nothing in English is shown as it stands', () => {
  expect(say({ ...missing, code: 'sign-not-yet', params: [''] }, 'en'), 'better Chinese than nothing').toBe('先填写整改完成');
});
