/** A test double: an in-memory office for `vite dev` in a plain browser and for tests. It is not part of a production bundle. */
import { monthGrid } from '../dates/logic';
import type { Backend } from './backend';
import type { RegisterEntry } from './types';
import { begin, forms, samplePages, today } from './sample-draft';
import { areas, daily, revisit } from './sample-forms';
import { cases } from './sample-cases';
import { clocks } from './sample-clocks';
import { duties, todays } from './sample-duties';
import { sampleDestruction } from './sample-destruction';
import { months } from './sample-months';
import { people } from './sample-people';
import {
  flags,
  day,
  desk,
  door,
  entries,
  drafts,
  sheets,
  fresh,
  open,
  stateOf,
  line,
  view,
  need,
  later,
  search,
  signing,
} from './sample-office';

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
    door.state = 'locked';
    return later(undefined);
  },
  beginPractice: () => {
    desk.practice = true;
    return later({ ...desk });
  },
  endPractice: () => {
    desk.practice = false;
    return later(door);
  },
  openRecoveryPage: () => later({ path: '' }),
  clearPrints: () => later(undefined),
  ...cases,
  ...duties,
  ...sampleDestruction,
  ...months,
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
      owed: true,
      progress: need(progress[i]),
    });
    const wait = [...sheets.values()].filter((s) => stateOf(s) === 'await_customer').slice(0, 6);
    return later({
      slots: [slot('am', '上午', 0), slot('pm', '下午', 1)],
      ...todays(),
      lines: flags.has('empty')
        ? []
        : [
            {
              group: 'rectify',
              kind: '检查表',
              matter: '垃圾房、步梯 未整改',
              detail: '2月13日 上午　责任人 王五',
              who: '',
              limit: '应于 2月13日 18:00',
              serial: '',
              state: null,
              on: '2026-02-13T18:00+08:00',
              left: null,
              overdue: true,
              draft: '',
              sheet: 's1',
              role: '',
              form: '',
            },
            {
              group: 'waiting',
              kind: '一般投诉处理单',
              matter: '周八　2栋0903　走道照明不亮',
              detail: 'TS-A-202602-0040　待整改',
              who: '工程部',
              limit: '还有2个工作日　2月26日 周四',
              serial: 'TS-A-202602-0040',
              state: null,
              on: '2026-02-26',
              left: 2,
              overdue: false,
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
              who: '',
              limit: '不计期限',
              serial: s.serial,
              state: 'await_customer' as const,
              on: '2026-02-13',
              left: null,
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
              who: '',
              limit: '2月24日 10:02 存',
              serial: '',
              state: null,
              on: '2026-02-24T10:02+08:00',
              left: null,
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
        shelf: f === daily ? ('duty' as const) : ('beside' as const),
      })),
    ),
  english: () => later({}),
  ...clocks,
  calendar: (month) => later(monthGrid(month).flat().map(day)),
  useSite: (id) => {
    desk.site = need(desk.sites.find((s) => s.id === id));
    return later({ ...desk });
  },
  setSetting: (key, value) => {
    if (key.startsWith('target.')) desk.targets = { ...desk.targets, [key.slice('target.'.length)]: value };
    else if (key === 'lock.after') desk.lock_after = Number(value);
    else desk[key] = value;
    return later({ ...desk });
  },
  trustClock: () => later(desk),
  beginSheet: (form) => later(open(need(forms[form])).view()),
  beginAnother: (form) => later(open(need(forms[form])).view()),
  beginFromBlank: (form) => later(open(need(forms[form])).view()),
  draft: (id) => later(need(drafts.get(id)).view()),
  saveDraft: (id, answers) => later(need(drafts.get(id)).save(answers)),
  markRest: (id, section, of, stage, mark) => later(need(drafts.get(id)).markRest(section, of, stage, mark)),
  addRow: () => {
    return later({ id: `r${fresh()}`, group: '', facts: {}, cells: {} });
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
    const serial = `${d.form.serial}-A-202602-00${String(40 + fresh())}`;
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
    const n = fresh();
    return later({
      photo: {
        blob: `b${n}`,
        original: '',
        name,
        taken: `${today}T10:0${n % 10}+08:00`,
        width: 640,
        height: 480,
        attachment: false,
      },
      note: '',
    });
  },
  takeShot: (draft, _, jpeg) => sample.takeIn(draft, '拍照.jpg', jpeg),
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
  openVersion: (_, revision) => later({ path: `/${revision}.pdf` }),
  cancelJob: () => later(undefined),
  onProgress: () => () => undefined,
  showInFolder: () => later(undefined),
  printBlanks: () => later({ path: '空白表.pdf' }),
  blanks: () => later([{ serial: 'JC-A-202602-0099', form: daily.id, state: 'reserved', at: `${today}T09:00+08:00` }]),
  voidBlank: () => later([]),
  noteCopy: () => later(undefined),
  copyText: () => later('回访记录表'),
  copyPicture: () => later(samplePages(revisit, begin(revisit)).svg[0] ?? ''),
  registers: () =>
    later([
      { id: 'site', label: '项目', english: 'Sites', facts: [] },
      {
        id: 'area',
        label: '区域',
        english: 'Areas',
        facts: [
          {
            id: 'library',
            label: '检查项目组',
            english: 'Items',
            options: areas.map((a) => a.label),
            english_options: [],
            shown: true,
          },
        ],
      },
      {
        id: 'person',
        label: '人员',
        english: 'People',
        facts: [
          { id: 'post', label: '岗位', english: 'Post', options: [], english_options: [], shown: true },
          { id: 'phone', label: '电话', english: 'Phone', options: [], english_options: [], shown: false },
        ],
      },
      {
        id: 'customer',
        label: '客户',
        english: 'Customers',
        facts: [
          { id: 'code', label: '户号', english: 'No.', options: [], english_options: [], shown: true },
          { id: 'room', label: '房号', english: 'Room', options: [], english_options: [], shown: true },
          { id: 'phone', label: '电话', english: 'Phone', options: [], english_options: [], shown: true },
          {
            id: 'type',
            label: '类型',
            english: 'Type',
            options: ['业主', '租户', '商户'],
            english_options: ['Owner', 'Tenant', 'Merchant'],
            shown: false,
          },
        ],
      },
    ]),
  entries: (register, text, retired) => later(search(text, register).filter((e) => retired || !e.retired)),
  saveEntry: (e) => {
    const entry: RegisterEntry = { ...e, id: e.id === '' ? `n${fresh()}` : e.id, retired: false };
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
  revealAnswer: () => later({ label: '电话', text: '13800000001' }),
  reveal: (_, id) => later(need(entries.find((x) => x.id === id))),
  ...people,
  onClose: () => () => undefined,
  appVersion: () => later('0.1.0'),
  zoom: () => later(undefined),
};
