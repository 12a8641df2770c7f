import { expect, it } from 'vitest';
import type { DutyPlan } from '../../../lib/backend/types';
import { planOf, readClock, typedOf } from './plan';

const plan: DutyPlan = {
  from: '2026-03-02',
  rounds: { on: 'weekdays', days: [true, false, true, false, true, false, false] },
  outlets: { how: 'share', percent: 30 },
  meeting: { every: 'month', nth: -1, time: '14:00' },
};

it('a plan is read back as it was', () => {
  expect(planOf(typedOf(plan, plan.from)), 'nothing is lost in the boxes').toEqual(plan);
});

it('a plan that lacks something is none', () => {
  const typed = typedOf(plan, plan.from);
  expect(planOf({ ...typed, percent: '' }), 'no share').toBeNull();
  expect(planOf({ ...typed, time: '25:00' }), 'no such time').toBeNull();
  expect(planOf({ ...typed, from: '明天' }), 'a day that was not read').toBeNull();
  expect(planOf({ ...typed, how: 'sample', percent: '' })?.outlets, 'what is not asked for may be empty').toEqual({
    how: 'sample',
  });
});

it('a time is written in more than one way', () => {
  expect([readClock('9:30'), readClock('09：30'), readClock('九点')], 'half width or full').toEqual(['09:30', '09:30', null]);
});
