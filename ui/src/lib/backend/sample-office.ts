/** What the test double's office holds: people, drafts, sheets. */
import { weekday } from '../dates/logic';
import { SampleDraft, begin, today } from './sample-draft';
import { areas, daily, revisit } from './sample-forms';
import type {
  Answers,
  DayInfo,
  Desk,
  Door,
  Form,
  RegisterEntry,
  SealView,
  SheetLine,
  SheetState,
  SheetView,
  SigningView,
} from './types';

export const flags = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);
const rest = new Set([
  '2026-02-15',
  '2026-02-16',
  '2026-02-17',
  '2026-02-18',
  '2026-02-19',
  '2026-02-20',
  '2026-02-21',
  '2026-02-22',
  '2026-02-23',
]);
const makeup = new Set(['2026-02-14', '2026-02-28']);

export function day(date: string): DayInfo {
  const w = weekday(date);
  const kind = makeup.has(date) ? '补班' : rest.has(date) ? '法定节假日' : w > 4 ? '休息日' : '工作日';
  return {
    date,
    words: date,
    weekday: `周${'一二三四五六日'[w] ?? ''}`,
    kind,
    name: kind === '法定节假日' || kind === '补班' ? '春节' : '',
    working: kind === '工作日' || kind === '补班',
    provisional: false,
  };
}

const site = { id: 's1', register: 'site', text: '一期', facts: {} };
export const desk: Desk = {
  organisation: '示例物业',
  department: '客务部',
  site,
  sites: [site, { ...site, id: 's2', text: '二期' }],
  person: { id: 'p-张三', register: 'person', text: '张三', facts: {} },
  account: 'a-张三',
  role: 'head',
  rights: [
    'read',
    'fill',
    'print',
    'blank',
    'reveal',
    'review',
    'void',
    'register',
    'back-up',
    'audit',
    'archive',
    'reopen',
    'settings',
    'delegate',
    'people',
  ],
  lock_after: 10,
  day: day(today),
  notices: [],
  practice: flags.has('practice'),
  language: flags.get('lang') ?? 'zh-CN',
  theme: flags.get('theme') ?? 'system',
  targets: { 'INS-2': '抽查' },
  drafts: 2,
};
export const door: Door = {
  state: (flags.get('door') ?? 'open') as Door['state'],
  code: flags.get('code') ?? '',
  first_run: null,
  wait_s: 0,
};

export const entries: RegisterEntry[] = [
  ...['张三', '王五', '李四', '钱九'].map((name) => ({
    id: `p-${name}`,
    register: 'person',
    name,
    facts: { post: '保洁主管' },
    retired: false,
  })),
  ...[
    ['赵六', '3栋2单元0801'],
    ['孙七', '首层商铺'],
    ['周八', '2栋1单元1502'],
  ].map(([name = '', room = '']) => ({
    id: `c-${name}`,
    register: 'customer',
    name,
    facts: { room, phone: '138****0001', code: 'H0801' },
    retired: false,
  })),
  ...areas.map((a) => ({ id: a.id, register: 'area', name: a.label, facts: { library: a.label }, retired: false })),
  { id: 's1', register: 'site', name: '一期', facts: {}, retired: false },
  { id: 's2', register: 'site', name: '二期', facts: {}, retired: false },
];

export const drafts = new Map<string, SampleDraft>();
export interface SampleSheet {
  id: string;
  serial: string;
  form: Form;
  answers: Answers;
  signed: Record<string, { by: string; how: string }>;
  date: string;
  detail: string;
  void: string;
}
export const sheets = new Map<string, SampleSheet>();
let last = 0;

/** A number not used before. */
export function fresh(): number {
  last += 1;
  return last;
}

export function open(form: Form): SampleDraft {
  const n = fresh();
  const draft = new SampleDraft(`d${n}`, `h${n}`, form);
  drafts.set(draft.id, draft);
  return draft;
}

function seed(): void {
  const round = open(daily);
  round.answers.rows['check']?.forEach((r, i) => {
    if (i < 18) r.cells['am'] = { mark: i === 1 ? 'fail' : 'pass' };
    if (i === 19) r.cells['am'] = { mark: 'fail' };
  });
  const visit = open(revisit);
  visit.answers.fields = {
    kind: '重大投诉',
    customer: {
      ref: { id: 'c-赵六', register: 'customer', text: '赵六', facts: { room: '3栋2单元0801', phone: '138****0001' } },
    },
    matter: '3号电梯困人约20分钟，对讲无人应答',
  };
  for (let i = 0; i < 24; i += 1) {
    const form = i % 3 === 1 ? daily : revisit;
    const answers = begin(form);
    if (form === revisit) answers.fields = { ...visit.answers.fields, effect: '满意' };
    const serial = `${form.serial}-A-202602-${String(40 - i).padStart(4, '0')}`;
    const signed: SampleSheet['signed'] =
      i % 4 === 0
        ? {}
        : { sign: { by: '赵六', how: 'drawn' }, am_sign: { by: '张三', how: 'drawn' }, pm_sign: { by: '张三', how: 'drawn' } };
    sheets.set(`s${i}`, {
      id: `s${i}`,
      serial,
      form,
      answers,
      signed,
      date: `2026-02-${String(24 - i).padStart(2, '0')}`.replace('-00', '-01'),
      detail: form === daily ? '一期　张三' : '赵六　3栋2单元0801',
      void: '',
    });
  }
}
seed();

export function stateOf(s: SampleSheet): SheetState {
  if (s.void !== '') return 'void';
  const open = s.form.signature.find((r) => r.required && s.signed[r.field] === undefined);
  if (open === undefined) return 'signed';
  return open.who === 'customer' ? 'await_customer' : 'await_person';
}

export function line(s: SampleSheet): SheetLine {
  const state = stateOf(s);
  return {
    sheet: s.id,
    draft: '',
    serial: s.serial,
    form: s.form.id,
    edition: 'A/0',
    title: s.form.title,
    landscape: false,
    detail: s.detail,
    hit: '',
    date: s.date,
    state,
    tally: null,
    signed: state === 'signed',
    has_fail: false,
  };
}

export function view(s: SampleSheet): SheetView {
  const seals = s.form.signature.map((r): SealView => {
    const by = s.signed[r.field];
    return {
      role: r.field,
      row: '',
      label: r.label,
      of: '',
      name: r.label,
      who: r.who,
      required: r.required,
      open: by === undefined,
      first: r.required,
      wanted: [],
      own_case: null,
      proposed: by !== undefined ? '' : r.who === 'customer' ? '赵六' : '张三',
      choice: null,
      how: by?.how ?? 'none',
      standing: by === undefined ? null : 'valid',
      signer: by?.by ?? '',
      at: by === undefined ? '' : `${s.date}T10:58+08:00`,
      entry: '',
      blob: '',
    };
  });
  const state = stateOf(s);
  const open = s.void === '' ? seals.find((p) => p.open && p.required) : undefined;
  return {
    sheet: s.id,
    serial: s.serial,
    form_ref: { id: s.form.id, edition: 'A/0', hash: '' },
    form: s.form,
    state,
    state_words: { await_customer: '待客户签字', await_person: '待签字', signed: '已签', void: '作废' }[state as string] ?? '',
    date: s.date,
    answers: s.answers,
    computed: {},
    stages: s.form.stage.map((g) => ({
      id: g.id,
      label: g.label,
      begun: true,
      finished: `${s.date}T10:32+08:00`,
      late: false,
      problems: [],
    })),
    seals,
    changes: [],
    history: [
      {
        at: `${s.date}T10:32+08:00`,
        by: '张三',
        what: '完成',
        event: { kind: 'finished', stages: [] },
        reason: '',
        revision: '',
      },
    ],
    tally: null,
    draft: '',
    next: open === undefined ? null : { kind: 'sign', role: open.role, row: open.row },
    void: s.void,
    check_code: '7F3A·C21E·09B4',
    case: '',
  };
}

export function need<T>(thing: T | undefined): T {
  if (thing === undefined) throw Object.assign(new Error('not found'), { code: 'not-found' });
  return thing;
}
export const later = <T>(value: T): Promise<T> =>
  new Promise((done) =>
    setTimeout(() => {
      done(value);
    }, 5),
  );
export const search = (text: string, register: string) =>
  entries.filter(
    (e) => e.register === register && (e.name.includes(text) || Object.values(e.facts).some((f) => f.includes(text))),
  );

export function signing(sheet: string, role: string, row: string): SigningView {
  const s = need(sheets.get(sheet));
  const r = need(s.form.signature.find((x) => x.field === role));
  const lines = s.form.section
    .flatMap((x) => (x.kind === 'fields' ? x.field : []))
    .map((f) => {
      const v = s.answers.fields[f.id];
      return {
        label: f.label,
        text: typeof v === 'string' ? v : typeof v === 'object' && 'ref' in v ? v.ref.text : '',
        field: f.id,
      };
    });
  return {
    sheet,
    serial: s.serial,
    title: s.form.title,
    heading: '示例物业·一期',
    role,
    row,
    label: r.label,
    who: r.who,
    lines: lines.filter((l) => l.text !== ''),
    consent: r.consent,
    signer: r.who === 'customer' ? '赵六' : '张三',
    fixed: r.who === 'head',
    date: '2026年2月24日',
    revision: '',
    wanted: [],
    choice:
      r.choice === null
        ? null
        : {
            field: r.choice,
            label: '您对处理结果',
            options: ['满意', '基本满意', '不满意'],
            chosen: '',
            remark_field: 'wish',
            remark_label: '意见建议',
          },
  };
}
