/** What the test double says of the calendar and the time limits: enough to look at, not to count by. */
import { addDays } from '../dates/logic';
import type { Backend } from './backend';
import { day, later } from './sample-office';
import type { CalendarChange, CalendarEffect, CalendarYear, DayKind, DeadlineView, DutyRule, RuleEdit, RuleView } from './types';

type Clocks = Pick<Backend, 'calendarYear' | 'previewCalendar' | 'changeCalendar' | 'rules' | 'count' | 'tryRule' | 'changeRule'>;

const kinds: Record<string, DayKind> = { 工作日: 'workday', 休息日: 'rest', 法定节假日: 'holiday', 补班: 'make-up' };
const kept: Pick<CalendarYear, 'weeks' | 'own' | 'hours'> = {
  weeks: [{ from: '', days: [true, true, true, true, true, false, false] }],
  own: [{ date: '2026-03-08', working: false, name: '公司活动' }],
  hours: [
    {
      name: '全年',
      from: '01-01',
      spans: [
        { from: '09:00', to: '12:00' },
        { from: '14:00', to: '18:00' },
      ],
    },
  ],
};
const known = new Map([
  [
    2026,
    {
      source: { title: '国务院办公厅关于2026年部分节假日安排的通知', number: '国办发明电〔2025〕7号', date: '2025-11-04' },
      holidays: [
        {
          name: '春节',
          from: '2026-02-15',
          to: '2026-02-23',
          statutory: ['2026-02-16'],
          make_up: ['2026-02-14', '2026-02-28'],
        },
      ],
      shipped: true,
    },
  ],
]);

function year(y: number): CalendarYear {
  const days = [];
  for (let date = `${y}-01-01`; date.startsWith(String(y)); date = addDays(date, 1)) {
    const found = day(date);
    const own = kept.own.find((o) => o.date === date);
    days.push({
      date,
      kind: own !== undefined ? (own.working ? ('make-up' as const) : ('rest' as const)) : (kinds[found.kind] ?? 'workday'),
      name: own?.name ?? found.name,
      own: own !== undefined,
      provisional: !known.has(y),
    });
  }
  const notice = known.get(y);
  return {
    year: y,
    years: [...known.keys()],
    source: notice?.source ?? null,
    shipped: notice?.shipped ?? false,
    holidays: notice?.holidays ?? [],
    left_out: [],
    days,
    ...kept,
  };
}

function effect(change: CalendarChange): CalendarEffect {
  const y = change.what === 'year' || change.what === 'withdraw' ? change.year : 2026;
  const was = { working: true, kind: 'workday' as const, name: '', provisional: true };
  const days =
    change.what === 'hours'
      ? []
      : [{ date: `${y}-01-04`, was, now: { ...was, kind: 'make-up' as const, name: '元旦', provisional: false } }];
  return { year: y, days, moved: [], left_out: [], same: false };
}

const duty: DutyRule = {
  id: 'CPL-3',
  trigger: '一般投诉受理',
  duty: '整改完成',
  english: { trigger: 'ordinary complaint received', duty: 'rectified' },
  limit: 3,
  unit: 'working-days',
  basis: 'regulation',
};
const list: RuleView[] = [
  {
    rule: duty,
    limit: { zh: '3个工作日', en: '3 working days' },
    rolls: true,
    runs: true,
    units: ['minutes', 'working-days', 'days', 'open'],
    inner: true,
    versions: [
      {
        version: 1,
        since: '',
        in_force: true,
        by: '',
        reason: '',
        limit: { zh: '3个工作日', en: '3 working days' },
        rolls: true,
        clause: '',
      },
    ],
  },
];

function counted(rule: string, from: string): DeadlineView {
  const due = addDays(from.slice(0, 10), 3);
  return {
    rule,
    version: 1,
    grade: '',
    from,
    raw: due,
    due,
    rolled: false,
    provisional: false,
    lines: [{ zh: `${rule}　一般投诉受理起3个工作日，至${due}。`, en: `${rule}: 3 working days, until ${due}.` }],
    days: [],
  };
}

function changed(edit: RuleEdit): RuleView[] {
  const at = list.find((r) => r.rule.id === edit.rule);
  const limit = { zh: `${edit.limit ?? 0}个工作日`, en: `${edit.limit ?? 0} working days` };
  if (at === undefined) return list;
  at.versions = [
    {
      version: at.versions.length + 1,
      since: `${edit.since === '' ? '2026-02-24' : edit.since}T09:00+08:00`,
      in_force: true,
      by: '张三',
      reason: edit.reason,
      limit,
      rolls: true,
      clause: edit.clause,
    },
    ...at.versions.map((v) => ({ ...v, in_force: false })),
  ];
  at.limit = limit;
  at.rule = { ...at.rule, limit: edit.limit, basis: edit.basis, inner_hours: edit.inner_hours };
  return [...list];
}

export const clocks: Clocks = {
  calendarYear: (y) => later(year(y)),
  previewCalendar: (change) => later(effect(change)),
  changeCalendar: (change) => {
    if (change.what === 'year') known.set(change.year, { source: change.source, holidays: change.holidays, shipped: false });
    if (change.what === 'withdraw') known.delete(change.year);
    if (change.what === 'own') kept.own = change.days;
    if (change.what === 'week') kept.weeks = [...kept.weeks, { from: change.from, days: change.days }];
    if (change.what === 'hours') kept.hours = change.seasons;
    return later(effect(change));
  },
  rules: () => later([...list]),
  count: (rule, _grade, from) => later(counted(rule, from)),
  tryRule: (edit, from) => later({ examples: [counted(edit.rule, from)], moved: [] }),
  changeRule: (edit) => later(changed(edit)),
};
