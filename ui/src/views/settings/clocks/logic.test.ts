import { expect, it } from 'vitest';
import type { CalendarEffect, YearDay } from '../../../lib/backend/types';
import { addDays } from '../../../lib/dates/logic';
import { dueWords, gradesOf, leftOutWords, months, parted, readDays, readSpan, tagOf, typedDays, weekWords } from './logic';

const day = (date: string, kind: YearDay['kind'] = 'workday', name = ''): YearDay => ({
  date,
  kind,
  name,
  own: false,
  provisional: false,
});

it('a year falls into twelve months whose weeks begin on Monday', () => {
  const year = months(Array.from({ length: 365 }, (_, n) => day(addDays('2026-01-01', n))));
  expect(year.length, 'twelve').toBe(12);
  expect(year.flat(2).filter((d) => d !== null).length, 'no day is lost').toBe(365);
  expect(year[0]?.[0]?.map((d) => d?.date ?? '').slice(2, 4), 'Thursday 1 January stands fourth').toEqual(['', '2026-01-01']);
  expect(
    year.every((weeks) => weeks.every((week) => week.length === 7)),
    'every week has seven places',
  ).toBe(true);
});

it('休 stands on days that a notice or the department gives, 班 on those worked for them', () => {
  expect(tagOf({ kind: 'make-up', name: '春节' }), 'worked').toBe('work');
  expect(tagOf({ kind: 'rest', name: '春节' }), 'moved next to the holiday').toBe('rest');
  expect(tagOf({ kind: 'rest', name: '' }), 'a plain weekend needs no mark').toBe('');
  expect(tagOf({ kind: 'workday', name: '' }), 'nor does a working day').toBe('');
});

it('a week is said from its first to its last day', () => {
  const say = (worked: string, language: 'zh-CN' | 'en' = 'zh-CN') =>
    weekWords(
      worked.split('').map((c) => c === '1'),
      language,
      language === 'en' ? ' to ' : '至',
      language === 'en' ? ', ' : '、',
    );
  expect(say('1111100')).toBe('周一至周五');
  expect(say('1111011'), 'over the end of the week').toBe('周六至周四');
  expect(say('1111111')).toBe('周一至周日');
  expect(say('1010100'), 'days apart are named').toBe('周一、周三、周五');
  expect(say('1111100', 'en')).toBe('Mon to Fri');
  expect(say('0000000'), 'nothing').toBe('');
});

it('make-up days are typed the short way', () => {
  expect(readDays('2/14、2/28', 2026)).toEqual(['2026-02-14', '2026-02-28']);
  expect(readDays('2026-12-27, 1/3', 2027), 'the December before is written in full').toEqual(['2026-12-27', '2027-01-03']);
  expect(readDays('', 2026), 'none').toEqual([]);
  expect(readDays('2/30', 2026), 'no such day').toBeNull();
  expect(typedDays(['2026-12-27', '2027-01-03'], 2027), 'and shown so').toBe('2026-12-27、1/3');
});

it('an end is said with its weekday, and its time when it has one', () => {
  expect(dueWords('2026-02-25', '2026-02-24', 'zh-CN')).toBe('2月25日 周三');
  expect(dueWords('2026-02-13T19:00+08:00', '2026-02-24', 'zh-CN')).toBe('2月13日 周五 19:00');
  expect(dueWords('2026-02-25', '2026-02-24', 'en')).toBe('25 Feb Wed');
});

it('days that only became certain are told apart', () => {
  const of = (kind: YearDay['kind'], provisional: boolean) => ({ working: kind === 'workday', kind, name: '', provisional });
  const effect: CalendarEffect = {
    year: 2027,
    days: [
      { date: '2027-01-01', was: of('holiday', true), now: of('holiday', false) },
      { date: '2027-01-03', was: of('rest', true), now: of('make-up', false) },
    ],
    moved: [],
    left_out: [],
    same: false,
  };
  expect(parted(effect)).toEqual({ changed: [effect.days[1]], settled: 1 });
});

it('days that a notice leaves out are said with their names', () => {
  expect(leftOutWords(['2027-04-05\u3000清明节', '2027-05-01\u3000劳动节'], 2027, 'zh-CN', '、')).toBe(
    '4月5日 清明节、5月1日 劳动节',
  );
});

it('a rule by grade is counted for each', () => {
  const rule = { id: 'RSP-1', trigger: '', duty: '', english: { trigger: '', duty: '' }, unit: 'minutes', basis: 'own' } as const;
  expect(gradesOf({ ...rule, grades: [{ grade: '重大', limit: 30 }] })).toEqual(['重大']);
  expect(gradesOf(rule), 'others once').toEqual(['']);
});

it('hours are read with any dash', () => {
  expect(readSpan('9:00—12:00')).toEqual({ from: '09:00', to: '12:00' });
  expect(readSpan('09：00至18：00')).toEqual({ from: '09:00', to: '18:00' });
  expect(readSpan('上午'), 'no hours').toBeNull();
});
