import { describe, expect, it } from 'vitest';
import { begin } from '../backend/sample-draft';
import { daily, revisit } from '../backend/sample-forms';
import { getAt, setAt, shown } from './logic';
import { stationOf, stations, tally } from './stations';
import { Newer, Steps, mergeRows } from './undo';

describe('stations', () => {
  const answers = begin(daily);
  it('are the areas of a check-list between its questions, in printed order', () => {
    const list = stations(daily, answers, 'am', new Set());
    expect(list.map((s) => s.kind).slice(0, 2), 'the head comes first').toEqual(['fields', 'group']);
    expect(list[1]?.label, 'an area is named as printed').toBe('大堂');
    expect(list[1]?.lines.length, 'one line for each item').toBe(5);
    expect(
      list[0]?.fields.some((f) => f.field.id === 'pm_person'),
      'the other round is not asked for',
    ).toBe(false);
  });

  it('count marks as they stand on the screen', () => {
    const copy = structuredClone(answers);
    setAt(copy, { section: 'check', row: 'lobby.0', field: 'am' }, { mark: 'fail' });
    setAt(copy, { section: 'check', row: 'lobby.1', field: 'am' }, { mark: 'undrawn' });
    const lobby = stations(daily, copy, 'am', new Set())[1];
    expect(tally(lobby?.lines ?? []), '未抽 is a mark too').toEqual({ total: 5, marked: 2, fails: 1 });
  });

  it('lead from a detail back to its area', () => {
    const list = stations(daily, answers, 'am', new Set());
    expect(stationOf(list, { section: 'fails', row: 'wc.2@am', field: 'problem' })?.label, 'a problem belongs to its area').toBe(
      '卫生间',
    );
    expect(stationOf(list, { section: 'foot', row: '', field: 'missed' })?.kind, 'a single field to its section').toBe('fields');
  });

  it('leave out what does not apply', () => {
    const list = stations(revisit, begin(revisit), 'visit', new Set(['head//fixed']));
    expect(
      list[0]?.fields.some((f) => f.field.id === 'fixed'),
      'hidden by the program',
    ).toBe(false);
    expect(
      list.some((s) => s.section.id === 'review'),
      'another stage',
    ).toBe(false);
  });
});

describe('undo', () => {
  const at = { section: 'head', row: '', field: 'am_floors' };
  it('takes typing back in one step and brings it again', () => {
    const answers = begin(daily);
    const steps = new Steps();
    let was: string | undefined;
    for (const text of ['三', '三层', '三层东']) {
      steps.push({ places: [{ place: at, was, is: text }], open: true });
      setAt(answers, at, text);
      was = text;
    }
    steps.settle();
    steps.push({ places: [{ place: { ...at, field: 'weather' }, was: undefined, is: '晴' }], open: false });
    setAt(answers, { ...at, field: 'weather' }, '晴');
    steps.undo(answers);
    expect(getAt(answers, { ...at, field: 'weather' }), 'the last act first').toBeUndefined();
    steps.undo(answers);
    expect(getAt(answers, at), 'all letters at once').toBeUndefined();
    steps.redo(answers);
    expect(getAt(answers, at), 'and again').toBe('三层东');
  });

  it('forgets what was undone once something new is done', () => {
    const answers = begin(daily);
    const steps = new Steps();
    steps.push({ places: [{ place: at, was: undefined, is: 'a' }], open: false });
    steps.undo(answers);
    steps.push({ places: [{ place: at, was: undefined, is: 'b' }], open: false });
    expect(steps.canRedo, 'two futures would be one too many').toBe(false);
  });
});

it('rows from the program are taken over without losing what was typed meanwhile', () => {
  const answers = begin(daily);
  const place = { section: 'check', row: 'lobby.0', field: 'am' };
  setAt(answers, place, { mark: 'pass' });
  const fresh = begin(daily).rows;
  const newer = new Newer();
  newer.add(place);
  mergeRows(answers, fresh, newer);
  expect(getAt(answers, place), 'typed after the question was asked').toEqual({ mark: 'pass' });
});

it('a row the program took out is parked, and a list cut meanwhile is left alone', () => {
  const answers = begin(daily);
  const row = { id: 'lobby.0@am', group: 'lobby', facts: {}, cells: { problem: '有水渍' } };
  answers.rows['fails'] = [row];
  mergeRows(answers, { fails: [] }, new Newer());
  expect(answers.parked?.['fails'], 'its details wait for the × to come back').toEqual([row]);
  mergeRows(answers, { fails: [row] }, new Newer());
  expect(answers.parked?.['fails'], 'and are used up then').toEqual([]);
  answers.rows['fails'] = [];
  const newer = new Newer();
  newer.lists.add('fails');
  mergeRows(answers, { fails: [row] }, newer);
  expect(answers.rows['fails'], 'the hand was faster than the answer').toEqual([]);
});

it('answers read as the office writes them', () => {
  const date = daily.section[0]?.field[1];
  if (date === undefined) throw new Error('the sample form lost its date');
  expect(shown(date, '2026-02-13', 'zh-CN'), 'date').toBe('2026年2月13日');
  expect(shown(date, '2026-02-13T08:05+08:00', 'zh-CN'), 'time').toBe('2026年2月13日 08:05');
  expect(shown(date, { mark: 'fail' }, 'zh-CN'), 'mark').toBe('×');
});
