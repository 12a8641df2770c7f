/** What a plan is typed as, and read back from it. Whether it may be, the office says. */
import type { DutyPlan, MeetingPlan, OutletTarget, RoundDays } from '../../../lib/backend/types';

type Days = [boolean, boolean, boolean, boolean, boolean, boolean, boolean];

/** A plan while it is being written. */
export interface Typed {
  on: RoundDays['on'];
  days: Days;
  how: OutletTarget['how'];
  number: string;
  percent: string;
  every: MeetingPlan['every'];
  weekday: number;
  nth: number;
  time: string;
  from: string;
}

export function typedOf(plan: DutyPlan, from: string): Typed {
  const { rounds, outlets, meeting } = plan;
  return {
    on: rounds.on,
    days: rounds.on === 'weekdays' ? [...rounds.days] : [true, true, true, true, true, false, false],
    how: outlets.how,
    number: outlets.how === 'number' ? String(outlets.n) : '',
    percent: outlets.how === 'share' ? String(outlets.percent) : '',
    every: meeting.every,
    weekday: meeting.every === 'week' ? meeting.weekday : 0,
    nth: meeting.every === 'month' ? meeting.nth : 1,
    time: meeting.every === 'none' ? '09:00' : meeting.time,
    from,
  };
}

/** 9:00 and 09：00 are 09:00; null for what is no time. */
export function readClock(text: string): string | null {
  const m = /^(\d{1,2})[:：](\d{2})$/.exec(text.trim());
  if (m === null || Number(m[1]) > 23 || Number(m[2]) > 59) return null;
  return `${(m[1] ?? '').padStart(2, '0')}:${m[2] ?? ''}`;
}

/** The plan as it is typed; null while something is still to be written. */
export function planOf(typed: Typed): DutyPlan | null {
  const whole = (text: string) => (/^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : null);
  const [n, percent, time] = [whole(typed.number), whole(typed.percent), readClock(typed.time)];
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed.from)) return null;
  if ((typed.how === 'number' && n === null) || (typed.how === 'share' && percent === null)) return null;
  if (typed.every !== 'none' && time === null) return null;
  return {
    from: typed.from,
    rounds: typed.on === 'weekdays' ? { on: 'weekdays', days: [...typed.days] } : { on: typed.on },
    outlets:
      typed.how === 'number'
        ? { how: 'number', n: n ?? 0 }
        : typed.how === 'share'
          ? { how: 'share', percent: percent ?? 0 }
          : { how: typed.how },
    meeting:
      typed.every === 'week'
        ? { every: 'week', weekday: typed.weekday, time: time ?? '' }
        : typed.every === 'month'
          ? { every: 'month', nth: typed.nth, time: time ?? '' }
          : { every: 'none' },
  };
}
