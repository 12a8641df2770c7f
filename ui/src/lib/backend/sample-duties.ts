/** What the test double says of scheduled duties: enough to look at, not to count by. */
import { addDays } from '../dates/logic';
import type { Backend } from './backend';
import { forms } from './sample-draft';
import { day, flags, later, need, open } from './sample-office';
import type { DutyDay, DutyMonth, DutyPlan, DutyPlansView, DutySlot, DutyState, Line, MeetingView, Today } from './types';

type Duties = Pick<
  Backend,
  'dutyMonth' | 'dutyDay' | 'beginOn' | 'explainMissed' | 'recordMeeting' | 'dutyPlans' | 'tryDutyPlan' | 'changeDutyPlan'
>;

const TODAY = '2026-02-24';
const explained = new Map<string, DutySlot['explained']>();
const met = new Map<string, Partial<MeetingView>>();

function slot(date: string, stage: string, label: string, state: DutyState): DutySlot {
  return {
    rule: 'INS-1',
    form: 'inspection-daily',
    title: '公共区域保洁',
    english: 'Daily inspection: public areas',
    stage,
    label,
    site: 's1',
    site_name: '一期',
    date,
    state,
    until: `${addDays(date, 1)}T10:00+08:00`,
    on: date,
    entered: state === 'done' || state === 'late' ? `${date}T11:05+08:00` : '',
    late: state === 'late' ? '当晚停电，第二天照纸补录' : '',
    explained: explained.get(`${date}${stage}`) ?? null,
    draft: '',
    sheet: state === 'done' || state === 'late' ? 's1' : '',
    drawn: null,
    target: null,
    target_words: '',
  };
}

function stateOf(date: string, stage: string): DutyState {
  if (date > TODAY) return 'open';
  if (date === TODAY) return stage === 'am' ? 'begun' : 'open';
  if (date === '2026-02-13' && stage === 'am') return 'missed';
  return date === '2026-02-11' && stage === 'pm' ? 'late' : 'done';
}

function meetings(date: string): MeetingView[] {
  if (date !== '2026-02-24' && date !== '2026-02-09') return [];
  return [
    {
      rule: 'MTG-1',
      regular: date,
      on: date,
      time: '09:30',
      state: date < TODAY ? 'held' : 'planned',
      duty: { zh: '部门例会：项目经理召集或主持，客户协调主管、保洁主管参加', en: 'department meeting' },
      held: date < TODAY ? `${date}T09:35+08:00` : '',
      moved_to: '',
      reason: '',
      by: '',
      ...met.get(date),
    },
  ];
}

function of(date: string, most: number): DutyDay {
  const info = day(date);
  const slots = info.working
    ? [slot(date, 'am', '上午', stateOf(date, 'am')), slot(date, 'pm', '下午', stateOf(date, 'pm'))]
    : [];
  if (date === '2026-02-27')
    slots.push({ ...slot(date, 'inspect', '检查', 'open'), form: 'inspection-outlets', title: '商业网点', drawn: 8, target: 12 });
  const count = date === '2026-02-27' ? 12 : date === '2026-02-12' && most === 0 ? 1 : 0;
  const due = Array.from({ length: count }, (_, n) => ({
    sheet: 's1',
    serial: `TS-A-202602-00${31 + n}`,
    step: '整改',
    kind: '一般投诉处理单',
    matter: '赵六　3栋2单元0801　走道照明不亮',
    due: date,
    late: n === 0,
    provisional: false,
  }));
  return { day: info, slots, meetings: meetings(date), due: due.slice(0, most), due_count: count, due_late: count > 0 ? 1 : 0 };
}

export function month(wanted: string): DutyMonth {
  const days: DutyDay[] = [];
  for (let date = `${wanted}-01`; date.startsWith(wanted); date = addDays(date, 1)) days.push(of(date, 4));
  const slots = days.flatMap((d) => d.slots);
  const count = (state: DutyState) => slots.filter((s) => s.state === state).length;
  return {
    month: wanted,
    days,
    owed: count('done') + count('late') + count('missed'),
    done: count('done') + count('late'),
    late: count('late'),
    missed: count('missed'),
    unexplained: slots.filter((s) => s.state === 'missed' && s.explained === null).length,
  };
}

/** What 今日 has beside its slots and lines. */
export function todays(): Pick<Today, 'missed' | 'missed_more' | 'meetings' | 'rest'> {
  if (flags.has('empty')) return { missed: [], missed_more: 0, meetings: [], rest: [] };
  return {
    missed: [slot('2026-02-13', 'am', '上午', 'missed')].filter((s) => s.explained === null),
    missed_more: 2,
    meetings: meetings(TODAY).filter((m) => m.state === 'planned'),
    rest: [],
  };
}

const lines: Line[] = [
  { zh: '2月1日起，每个工作日上午、下午各一次', en: 'from Sun 1 Feb 2026: 2 rounds every working day' },
  { zh: '商业网点每月抽查一次，目标12户', en: 'outlets: once a month, 12 outlets' },
  {
    zh: '部门例会每周一 09:30，遇休息日顺延到下一个工作日',
    en: 'department meeting: Monday 09:30, on a rest day the next working day',
  },
];
const usual: DutyPlan = {
  from: '2026-02-01',
  rounds: { on: 'working' },
  outlets: { how: 'number', n: 12 },
  meeting: { every: 'week', weekday: 0, time: '09:30' },
};
const plans: DutyPlansView = { plans: [{ plan: usual, lines, now: true, coming: false, by: '', reason: '' }], outlets: 30 };

export const duties: Duties = {
  dutyMonth: (wanted) => later(month(wanted)),
  dutyDay: (date) => later(of(date, 200)),
  beginOn: (form) => later(open(need(forms[form])).view()),
  explainMissed: (key, cause, words) => {
    explained.set(`${key.date}${key.stage}`, { cause, words, by: '张三', at: '2026-02-24T09:10+08:00' });
    return later(slot(key.date, key.stage, key.stage === 'am' ? '上午' : '下午', 'missed'));
  },
  recordMeeting: (regular, outcome) => {
    met.set(
      regular,
      outcome.what === 'held'
        ? { state: 'held', held: outcome.at }
        : outcome.what === 'moved'
          ? { state: 'moved', moved_to: outcome.to, reason: outcome.reason }
          : { state: 'not-held', reason: outcome.reason },
    );
    return later(meetings(regular));
  },
  dutyPlans: () => later({ ...plans, plans: [...plans.plans] }),
  tryDutyPlan: () => later(lines),
  changeDutyPlan: (plan, reason) => {
    const now = need(plans.plans[0]);
    plans.plans = [{ ...now, plan, by: '张三', reason }, ...plans.plans.map((p) => ({ ...p, now: false }))];
    return later({ ...plans });
  },
};
