/** A handful of cases for the test double: late, in round 2, waiting for a receipt, a service, a question, one closed. */
import type { Backend } from './backend';
import { forms } from './sample-draft';
import { need, later, open, line as sheetLine, sheets } from './sample-office';
import type { CaseKind, CaseLine, CasesAsked, CaseView, ClockLine, LedgerKind, LedgerView, Step } from './types';

const steps: Record<CaseKind, [Step, string][]> = {
  complaint: [
    ['register', '受理'],
    ['respond', '首次响应'],
    ['deliver', '送达'],
    ['receive', '签收'],
    ['rectify', '整改'],
    ['recheck', '复查'],
    ['revisit', '回访'],
    ['close', '结案'],
  ],
  opinion: [
    ['register', '登记'],
    ['deliver', '送达'],
    ['receive', '签收'],
    ['answer', '书面答复'],
    ['rectify', '整改'],
    ['revisit', '回访'],
    ['close', '结案'],
  ],
  service: [
    ['register', '登记'],
    ['serve', '服务'],
    ['bill', '缴费'],
    ['revisit', '回访'],
    ['close', '结案'],
  ],
  consultation: [
    ['register', '登记'],
    ['respond', '答复'],
    ['close', '结案'],
  ],
  rectification: [
    ['register', '下达'],
    ['receive', '签收'],
    ['rectify', '整改'],
    ['recheck', '复查'],
    ['close', '结案'],
  ],
};

function clock(step: Step, word: string, rule: string, due: string, left: [string, string], round = 1): ClockLine {
  return {
    id: `${step}.${round}`,
    step,
    word,
    round,
    rule,
    limit: { zh: rule, en: rule },
    version: 1,
    from: '2026-02-13T16:40+08:00',
    raw: due,
    due,
    due_words: { zh: due, en: due },
    extended: false,
    provisional: false,
    recounted: false,
    ended: '',
    how: null,
    late: left[0].startsWith('超期'),
    left: { zh: left[0], en: left[1] },
    explanation: [
      { zh: '2月13日 周五　受理，当天不计入', en: 'Fri 13 Feb: received, not counted' },
      { zh: '2月14日 周六　补班　第1日', en: 'Sat 14 Feb: make-up day, day 1' },
      { zh: '2月15日至23日　春节放假，不计', en: '15 to 23 Feb: Spring Festival, not counted' },
      { zh: '2月24日 周二　第2日', en: 'Tue 24 Feb: day 2' },
      { zh: '2月25日 周三　第3日，截止', en: 'Wed 25 Feb: day 3, due' },
    ],
  };
}

function one(
  n: number,
  kind: CaseKind,
  serial: string,
  state: Step | 'closed',
  state_words: string,
  matter: string,
  more: Partial<CaseLine>,
): CaseLine {
  return {
    sheet: `s${n}`,
    serial,
    kind,
    state,
    state_words,
    grade: '',
    round: 1,
    matter,
    department: '',
    received: '2026-02-13T16:40+08:00',
    closed: '',
    unreported: false,
    clock: null,
    ...more,
  };
}

const all: CaseLine[] = [
  one(0, 'complaint', 'TS-A-202602-0041', 'rectify', '待整改', '孙七　首层商铺　首层大堂漏水', {
    grade: '重大',
    department: '工程部',
    unreported: true,
    clock: clock('rectify', '整改', 'CPL-2', '2026-02-14', ['超期1个工作日', '1 working day late']),
  }),
  one(1, 'complaint', 'TS-A-202602-0037', 'rectify', '待整改', '周八　2栋1单元1502　夜间装修噪声', {
    grade: '一般',
    department: '秩序部',
    round: 2,
    clock: clock('rectify', '整改', 'CPL-3', '2026-02-25', ['还有1个工作日', '1 working day left'], 2),
  }),
  one(2, 'opinion', 'YJ-A-202602-0012', 'receive', '待签收', '吴十　1栋1单元0402　电梯轿厢不洁', {
    department: '保洁部',
    clock: clock('receive', '签收', 'SUR-1', '2026-02-24T18:00+08:00', ['今天', 'today']),
  }),
  one(3, 'service', 'FW-A-202602-0008', 'serve', '待服务', '冯二　4栋1单元0601　更换入户门锁', {
    department: '工程部',
    clock: clock('serve', '服务', 'ASKED', '2026-02-26', ['还有2个工作日', '2 working days left']),
  }),
  one(4, 'consultation', 'ZX-A-202602-0021', 'respond', '待首次响应', '赵六　3栋2单元0801　装修保证金退还手续', {
    clock: clock('respond', '答复', 'RSP-2', '2026-02-24T16:30+08:00', ['还有2小时', '2 hours left']),
  }),
  one(5, 'complaint', 'TS-A-202602-0030', 'closed', '已结案', '郑一　1栋2单元1101　车位被占', {
    grade: '一般',
    department: '秩序部',
    closed: '2026-02-12T11:20+08:00',
  }),
];

function view(line: CaseLine): CaseView {
  const order = steps[line.kind];
  const at = line.state === 'closed' ? order.length : order.findIndex(([step]) => step === line.state);
  return {
    line,
    sheet_state: line.state === 'closed' ? 'signed' : 'open',
    sheet_words: line.state === 'closed' ? '已签' : '未完成',
    steps: order.map(([step, word], i) => ({
      step,
      word,
      at: i < at ? `2026-02-13T${16 + Math.floor(i / 3)}:${String(40 - 10 * (i % 3)).padStart(2, '0')}+08:00` : '',
      waited: i === at,
      possible: i === at,
      stage: step,
    })),
    beside:
      line.kind === 'complaint' && line.state !== 'closed'
        ? [
            { step: 'report', word: '上报', at: '', waited: false, possible: true, stage: '' },
            { step: 'extend', word: '延期', at: '', waited: false, possible: true, stage: '' },
            { step: 'regrade', word: '改级', at: '', waited: false, possible: true, stage: '' },
          ]
        : [],
    clocks: line.clock === null ? [] : [line.clock],
    related: line.round > 1 ? [sheetLine(need(sheets.get('s2')))] : [],
    draft: '',
    waits: [],
  };
}

type Cases = Pick<
  Backend,
  | 'cases'
  | 'caseCounts'
  | 'case'
  | 'beginStep'
  | 'overdue'
  | 'route'
  | 'ledger'
  | 'saveList'
  | 'openList'
  | 'saveFeed'
  | 'beginFrom'
  | 'beginnings'
  | 'callers'
  | 'takeCall'
>;

const made = { path: '/sample/回访路线单 2026-02-28.pdf' };

const like = (asked: CasesAsked) =>
  all.filter(
    (l) =>
      (asked.open === null || asked.open === (l.closed === '')) &&
      (asked.kind === null || asked.kind === l.kind) &&
      (asked.state === '' || asked.state === l.state) &&
      (asked.customer === '' || l.sheet === 's0'),
  );

/** The complaints as their ledger has them; the others are empty. */
function ledgerOf(kind: LedgerKind): LedgerView {
  const column = (label: string, weight = 20) => ({ label, left: weight > 20, weight });
  const columns = ['序号', '编号', '受理时间', '类别', '客户', '房号'].map((label) => column(label));
  const listed = all.filter((line) => line.kind === kind);
  return {
    title: '投诉登记台账',
    columns: [...columns, column('内容', 54), column('责任部门'), column('状态')],
    lines: listed.map((line, i) => ({
      sheet: line.sheet,
      state: line.state,
      cells: [i + 1, line.serial, line.received, '工程', '赵**', '3栋***', line.matter, line.department, line.state_words],
    })),
  };
}

export const cases: Cases = {
  cases: (asked) => later({ lines: like(asked), next: '' }),
  caseCounts: (asked) => later(like(asked).map((l) => ({ kind: l.kind, state: l.state, words: l.state_words, count: 1 }))),
  case: (sheet) => {
    const line = all.find((l) => l.sheet === sheet);
    return line === undefined ? Promise.reject(Object.assign(new Error(''), { code: 'not-found' })) : later(view(line));
  },
  beginStep: () => later({ draft: 'd2', stage: '', section: '', sheet: '' }),
  overdue: () => later([]),
  route: () => later([]),
  ledger: (kind) => later(ledgerOf(kind)),
  saveList: () => later(made),
  openList: () => later(made),
  saveFeed: () => later(made),
  beginFrom: () => later(open(need(forms['revisit'])).view()),
  beginnings: () => later([]),
  callers: (typed) =>
    later(
      typed.startsWith('9')
        ? []
        : [
            {
              id: 'c1',
              name: '赵六',
              room: '3栋2单元0801',
              phone: '138****0001',
              kind: '业主',
              open: all.slice(0, 1),
              closed: [],
              more: false,
            },
          ],
    ),
  takeCall: () => later('d2'),
};
