import { describe, expect, it } from 'vitest';
import { addDays, addMonths, monthGrid, readDate, readDatetime, readMonth, readTime, weekday } from './logic';

const today = '2026-02-24';

describe('a date is read as people type it', () => {
  const cases: [string, string | null][] = [
    ['20260213', '2026-02-13'],
    ['2026-2-13', '2026-02-13'],
    ['2026年2月13日', '2026-02-13'],
    ['2/13', '2026-02-13'],
    ['２／１３', '2026-02-13'],
    ['2.13', '2026-02-13'],
    ['0213', '2026-02-13'],
    ['13', '2026-02-13'],
    ['13号', '2026-02-13'],
    ['今天', '2026-02-24'],
    ['明天', '2026-02-25'],
    ['昨天', '2026-02-23'],
    ['后天', '2026-02-26'],
    ['周五', '2026-02-27'],
    ['下周三', '2026-03-04'],
    ['today', '2026-02-24'],
    ['2/30', null],
    ['20261301', null],
    ['以后再说', null],
    ['', null],
  ];
  it.each(cases)('%s', (typed, want) => {
    expect(readDate(typed, today), `${typed} typed on ${today}`).toBe(want);
  });
});

describe('a time is read as people type it', () => {
  const cases: [string, string | null][] = [
    ['14:30', '14:30'],
    ['1430', '14:30'],
    ['930', '09:30'],
    ['14点半', '14:30'],
    ['9点', '09:00'],
    ['下午2点', '14:00'],
    ['下午2:05', '14:05'],
    ['2pm', '14:00'],
    ['25:00', null],
    ['2580', null],
  ];
  it.each(cases)('%s', (typed, want) => {
    expect(readTime(typed), typed).toBe(want);
  });
});

it('date and time come together or one at a time', () => {
  const at = (typed: string, base?: string) => readDatetime(typed, today, '+08:00', base);
  expect(at('2/13 1430'), 'both parts').toBe('2026-02-13T14:30+08:00');
  expect(at('明天下午3点'), 'no space between Chinese words').toBe('2026-02-25T15:00+08:00');
  expect(at('14:00'), 'a time alone is today').toBe('2026-02-24T14:00+08:00');
  expect(at('14:00', '2026-03-01T09:00+08:00'), 'a time alone keeps the date that is there').toBe('2026-03-01T14:00+08:00');
  expect(at('2/13', '2026-03-01T09:00+08:00'), 'a date alone keeps the time that is there').toBe('2026-02-13T09:00+08:00');
  expect(at('2/13'), 'a date alone ends with the working day').toBe('2026-02-13T18:00+08:00');
  expect(at('等通知'), 'words are no time').toBeNull();
  const now = (typed: string) => readDatetime(typed, today, '+08:00', '2026-03-01T09:00+08:00', '10:32');
  expect(now('现在'), 'this moment, whatever stood there').toBe('2026-02-24T10:32+08:00');
  expect(now('刚才'), 'and as people say it').toBe('2026-02-24T10:32+08:00');
  expect(at('现在'), 'no moment without a clock').toBeNull();
});

it('a month is read as people type it', () => {
  expect(readMonth('202602', today), 'digits').toBe('2026-02');
  expect(readMonth('2026年12月', today), 'words').toBe('2026-12');
  expect(readMonth('3月', today), 'this year').toBe('2026-03');
  expect(readMonth('上月', today), 'relative').toBe('2026-01');
  expect(readMonth('13月', today), 'no such month').toBeNull();
});

it('calendar arithmetic crosses months and years', () => {
  expect(addDays('2026-02-28', 1), 'no leap day in 2026').toBe('2026-03-01');
  expect(addDays('2026-01-01', -1), 'back over the year').toBe('2025-12-31');
  expect(addMonths('2026-01', -1), 'back over the year').toBe('2025-12');
  expect(weekday('2026-02-24'), 'a Tuesday').toBe(1);
  const grid = monthGrid('2026-02');
  expect(grid[0]?.[0], 'weeks begin on Monday').toBe('2026-01-26');
  expect(grid.flat().filter((d) => d.startsWith('2026-02')).length, 'every day of the month is there').toBe(28);
});
