import { expect, it } from 'vitest';
import { readMoney, readNumber, showMoney, stepOf } from './logic';

it('money is read as typed and kept in 分', () => {
  expect(readMoney('¥1,200.5'), 'sign and separators').toBe(120050);
  expect(readMoney('１２'), 'full-width digits').toBe(1200);
  expect(readMoney('-3.05'), 'a refund').toBe(-305);
  expect(readMoney('1.234'), 'no parts of a 分').toBeNull();
  expect(readMoney('一百'), 'words are not guessed').toBeNull();
  expect(showMoney(-305), 'and shown again').toBe('-3.05');
});

it('numbers are whole', () => {
  expect(readNumber(' 12 '), 'spaces').toBe(12);
  expect(readNumber('1.5'), 'no fractions').toBeNull();
});

it('arrows go round a group of choices', () => {
  expect(stepOf('ArrowRight', 2, 3), 'from the last to the first').toBe(0);
  expect(stepOf('ArrowUp', 0, 3), 'and back').toBe(2);
  expect(stepOf('Enter', 0, 3), 'other keys are not ours').toBeNull();
});
