import { expect, test } from 'vitest';
import { plainCode } from './code';

test('a code copied by hand is read as the code that was shown', () => {
  expect(plainCode('7q2m 01kz-ａｂ'), 'case, spaces, dashes and wide letters do not matter').toBe('7Q2M01KZAB');
  expect(plainCode('oO iI lL'), 'codes have no O, I and L: they are read as 0 and 1').toBe('001111');
});
