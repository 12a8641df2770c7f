/** A test double: an in-memory office for `vite dev` in a plain browser and for tests. It is not part of a production bundle. */
import { monthGrid, weekday } from '../dates/logic';
import type { Backend } from './backend';
import { SampleDraft, begin, forms, samplePages, today } from './sample-draft';
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

const flags = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);
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

function day(date: string): DayInfo {
  const w = weekday(date);
  const kind = makeup.has(date) ? '补班' : rest.has(date) ? '法定节假日' : w > 4 ? '休息日' : '工作日';
  return {
    date,
    words: date,
    weekday: `周${'一二三四五六日'[w] ?? ''}`,
    kind,
    working: kind === '工作日' || kind === '补班',
    provisional: false,
  };
}

const site = { id: 's1', register: 'site', text: '一期', facts: {} };
const desk: Desk = {
  organisation: '示例物业',
  department: '客务部',
  site,
  sites: [site, { ...site, id: 's2', text: '二期' }],
  person: { id: 'p-张三', register: 'person', text: '张三', facts: {} },
  day: day(today),
  notices: [],
  demo: flags.has('demo'),
  language: flags.get('lang') ?? 'zh-CN',
  theme: flags.get('theme') ?? 'system',
  drafts: 2,
};
let door: Door = {
  state: (flags.get('door') ?? 'open') as Door['state'],
  code: flags.get('code') ?? '',
  first_run: null,
  wait_s: 0,
};

const entries: RegisterEntry[] = [
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

const drafts = new Map<string, SampleDraft>();
interface SampleSheet {
  id: string;
  serial: string;
  form: Form;
  answers: Answers;
  signed: Record<string, { by: string; how: string }>;
  date: string;
  detail: string;
  void: string;
}
const sheets = new Map<string, SampleSheet>();
let count = 0;

function open(form: Form): SampleDraft {
  count += 1;
  const draft = new SampleDraft(`d${count}`, `h${count}`, form);
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

function stateOf(s: SampleSheet): SheetState {
  if (s.void !== '') return 'void';
  const open = s.form.signature.find((r) => r.required && s.signed[r.field] === undefined);
  if (open === undefined) return 'signed';
  return open.who === 'customer' ? 'await_customer' : 'await_person';
}

function line(s: SampleSheet): SheetLine {
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
    signed: state === 'signed',
    has_fail: false,
  };
}

function view(s: SampleSheet): SheetView {
  const seals = s.form.signature.map((r): SealView => {
    const by = s.signed[r.field];
    return {
      role: r.field,
      row: '',
      label: r.label,
      who: r.who,
      required: r.required,
      open: by === undefined,
      how: by?.how ?? 'none',
      standing: by === undefined ? null : 'valid',
      signer: by?.by ?? '',
      at: by === undefined ? '' : `${s.date}T10:58+08:00`,
      entry: '',
      blob: '',
    };
  });
  const state = stateOf(s);
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
    history: [{ at: `${s.date}T10:32+08:00`, by: '张三', what: '完成', reason: '' }],
    draft: '',
    void: s.void,
    check_code: '7F3A·C21E·09B4',
  };
}

function need<T>(thing: T | undefined): T {
  if (thing === undefined) throw Object.assign(new Error('not found'), { code: 'not-found' });
  return thing;
}
const later = <T>(value: T): Promise<T> =>
  new Promise((done) =>
    setTimeout(() => {
      done(value);
    }, 5),
  );
const search = (text: string, register: string) =>
  entries.filter(
    (e) => e.register === register && (e.name.includes(text) || Object.values(e.facts).some((f) => f.includes(text))),
  );

function signing(sheet: string, role: string, row: string): SigningView {
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
    date: '2026年2月24日',
    choice:
      r.choice === null
        ? null
        : { field: r.choice, label: '您对处理结果', options: ['满意', '基本满意', '不满意'], chosen: '', remark_field: 'wish' },
  };
}

export const sample: Backend = {
  door: () => later(door),
  keepFirstRun: () => later(undefined),
  beginFirstRun: () => later({ groups: ['7K3M', 'Q9XD', '2FHT', 'W8PA', 'L4CN', 'V6RE'] }),
  finishFirstRun: (code) =>
    code.replace(/[\s-]/g, '').toUpperCase() === '7K3MQ9XD2FHTW8PAL4CNV6RE'
      ? later(desk)
      : Promise.reject(Object.assign(new Error(''), { code: 'recovery-code-wrong' })),
  unlock: (p) => (p === 'wrong' ? Promise.reject(Object.assign(new Error(''), { code: 'wrong-passphrase' })) : later(desk)),
  recover: () => later(desk),
  lock: () => {
    door = { ...door, state: 'locked' };
    return later(undefined);
  },
  openDemo: () => {
    desk.demo = true;
    return later({ ...desk });
  },
  closeDemo: () => {
    desk.demo = false;
    return later(door);
  },
  desk: () => later({ ...desk }),
  today: () => {
    const first = need(drafts.get('d1'));
    const progress = first.view().progress;
    const slot = (stage: string, label: string, i: number) => ({
      form: daily.id,
      stage,
      label,
      draft: i === 0 ? 'd1' : '',
      sheet: '',
      person: '张三',
      since: i === 0 ? '09:51' : '',
      state: i === 0 ? 'begun' : 'open',
      current: i === 0,
      progress: need(progress[i]),
    });
    const wait = [...sheets.values()].filter((s) => stateOf(s) === 'await_customer').slice(0, 6);
    return later({
      slots: [slot('am', '上午', 0), slot('pm', '下午', 1)],
      lines: flags.has('empty')
        ? []
        : [
            {
              group: 'rectify',
              kind: '检查表',
              matter: '垃圾房、步梯 未整改',
              detail: '2月13日 上午　责任人 王五',
              limit: '应于 2月13日 18:00',
              overdue: true,
              draft: '',
              sheet: 's1',
              role: '',
              form: '',
            },
            ...wait.map((s) => ({
              group: 'sign',
              kind: '回访记录表',
              matter: '待客户签字',
              detail: `${s.detail}　${s.serial}`,
              limit: '不计期限',
              overdue: false,
              draft: '',
              sheet: s.id,
              role: 'sign',
              form: '',
            })),
            {
              group: 'draft',
              kind: '回访记录表',
              matter: '赵六',
              detail: '3栋2单元0801　电梯困人',
              limit: '2月24日 10:02 存',
              overdue: false,
              draft: 'd2',
              sheet: '',
              role: '',
              form: '',
            },
          ],
    });
  },
  forms: () =>
    later(
      [daily, revisit].map((f) => ({
        id: f.id,
        edition: f.edition,
        number: f.number,
        title: f.title,
        subtitle: f.subtitle,
        english: f.english,
        cadence: f === daily ? ('daily' as const) : ('none' as const),
        orientation: f.orientation,
        due: f === daily,
        begun: f === daily ? 'd1' : '',
      })),
    ),
  calendar: (month) => later(monthGrid(month).flat().map(day)),
  useSite: (id) => {
    desk.site = need(desk.sites.find((s) => s.id === id));
    return later({ ...desk });
  },
  setSetting: (key, value) => {
    desk[key] = value;
    return later({ ...desk });
  },
  trustClock: () => later(desk),
  beginSheet: (form) => later(open(need(forms[form])).view()),
  beginFromBlank: (form) => later(open(need(forms[form])).view()),
  draft: (id) => later(need(drafts.get(id)).view()),
  saveDraft: (id, answers) => later(need(drafts.get(id)).save(answers)),
  addRow: () => {
    count += 1;
    return later({ id: `r${count}`, group: '', facts: {}, cells: {} });
  },
  discardDraft: (id) => {
    need(drafts.get(id)).deleted = true;
    return later(undefined);
  },
  restoreDraft: (id) => {
    need(drafts.get(id)).deleted = false;
    return later(undefined);
  },
  finish: (id) => {
    const d = need(drafts.get(id));
    const serial = `${d.form.serial}-A-202602-00${String(40 + count)}`;
    sheets.set(d.sheet, { id: d.sheet, serial, form: d.form, answers: d.answers, signed: {}, date: today, detail: '', void: '' });
    return later({ sheet: d.sheet, serial, next_role: d.form.signature[0]?.field ?? '', resign: [] });
  },
  editSheet: (sheet) => {
    const s = need(sheets.get(sheet));
    const d = open(s.form);
    d.answers = structuredClone(s.answers);
    return later({ ...d.view(), serial: s.serial, needs_reason: true, correctable: true });
  },
  voidSheet: (sheet, reason) => {
    const s = need(sheets.get(sheet));
    s.void = reason;
    return later(view(s));
  },
  takeIn: (_, name) => {
    count += 1;
    return later({
      photo: {
        blob: `b${count}`,
        original: '',
        name,
        taken: `${today}T10:0${count % 10}+08:00`,
        width: 640,
        height: 480,
        attachment: false,
      },
      note: '',
    });
  },
  takeInScan: (name) =>
    later({
      photo: { blob: 'scan', original: '', name, taken: '', width: 640, height: 900, attachment: false },
      note: '',
      serials: [],
    }),
  picture: () =>
    later(
      new TextEncoder().encode(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><path fill="#9A9D98" d="M0 0h72v72H0z"/><path fill="#C3D2D6" d="M14 52c8-8 20-6 30-7 9-1 16 3 14 9s-12 10-24 10-26-4-20-12z"/></svg>',
      ),
    ),
  sheet: (id) => later(view(need(sheets.get(id)))),
  pages: (target) => {
    const of = 'draft' in target ? need(drafts.get(target.draft)) : need(sheets.get(target.sheet));
    return later(samplePages(of.form, of.answers));
  },
  search: (q, cursor) => {
    const all = [...sheets.values()]
      .map(line)
      .filter(
        (l) =>
          `${l.title}${l.serial}${l.detail}`.includes(q.text) &&
          (q.form === '' || l.form === q.form) &&
          (q.signed === null || l.signed === q.signed) &&
          (q.state === null || l.state === q.state),
      );
    const from = Number(cursor || 0);
    return later({ lines: all.slice(from, from + 12), next: from + 12 < all.length ? String(from + 12) : '', total: all.length });
  },
  verify: () => later({ ok: true, checked: 214, problems: [] }),
  rebuild: () => later(undefined),
  signing: (s, r, w) => later(signing(s, r, w)),
  beginHandOver: (s, r, w) => later(signing(s, r, w)),
  endHandOver: (p) => (p === 'wrong' ? Promise.reject(Object.assign(new Error(''), { code: 'wrong-passphrase' })) : later(desk)),
  inkEnough: (ink) => later(ink.strokes.reduce((n, s) => n + s.points.length, 0) > 12),
  sign: (r) => {
    need(sheets.get(r.sheet)).signed[r.role] = { by: r.signer, how: 'drawn' };
    return later(undefined);
  },
  signProxy: (r) => {
    need(sheets.get(r.sign.sheet)).signed[r.sign.role] = { by: r.sign.signer, how: 'proxy' };
    return later(undefined);
  },
  signPaper: (r) => {
    const s = need(sheets.get(r.sheet));
    s.signed[r.role] = { by: r.signer, how: 'paper' };
    return later(view(s));
  },
  signRefused: (r) => {
    const s = need(sheets.get(r.sheet));
    s.signed[r.role] = { by: r.signer, how: 'refused' };
    return later(view(s));
  },
  saveAs: () => later({ path: '单据.pdf' }),
  openPdf: () => later({ path: '单据.pdf' }),
  cancelJob: () => later(undefined),
  onProgress: () => () => undefined,
  showInFolder: () => later(undefined),
  printBlanks: () => later({ path: '空白表.pdf' }),
  blanks: () => later([{ serial: 'JC-A-202602-0099', form: daily.id, state: 'reserved', at: `${today}T09:00+08:00` }]),
  voidBlank: () => later([]),
  copyText: () => later('回访记录表'),
  copyPicture: () => later(samplePages(revisit, begin(revisit)).svg[0] ?? ''),
  registers: () =>
    later([
      { id: 'site', label: '项目', english: 'Sites', facts: [] },
      {
        id: 'area',
        label: '区域',
        english: 'Areas',
        facts: [{ id: 'library', label: '检查项目组', english: 'Items', options: areas.map((a) => a.label), shown: true }],
      },
      {
        id: 'person',
        label: '人员',
        english: 'People',
        facts: [
          { id: 'post', label: '岗位', english: 'Post', options: [], shown: true },
          { id: 'phone', label: '电话', english: 'Phone', options: [], shown: false },
        ],
      },
      {
        id: 'customer',
        label: '客户',
        english: 'Customers',
        facts: [
          { id: 'code', label: '户号', english: 'No.', options: [], shown: true },
          { id: 'room', label: '房号', english: 'Room', options: [], shown: true },
          { id: 'phone', label: '电话', english: 'Phone', options: [], shown: true },
          { id: 'type', label: '类型', english: 'Type', options: ['业主', '租户', '商户'], shown: false },
        ],
      },
    ]),
  entries: (register, text, retired) => later(search(text, register).filter((e) => retired || !e.retired)),
  saveEntry: (e) => {
    const entry: RegisterEntry = { ...e, id: e.id === '' ? `n${(count += 1)}` : e.id, retired: false };
    const at = entries.findIndex((x) => x.id === entry.id);
    if (at < 0) entries.push(entry);
    else entries[at] = entry;
    return later(entry);
  },
  retireEntry: (_, id, retired) => {
    const e = need(entries.find((x) => x.id === id));
    e.retired = retired;
    return later(e);
  },
  reveal: (_, id) => later(need(entries.find((x) => x.id === id))),
  onClose: () => () => undefined,
  appVersion: () => later('0.1.0'),
  zoom: () => later(undefined),
};
