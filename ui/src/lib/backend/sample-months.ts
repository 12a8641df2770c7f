/** What the test double says of a month: enough to look at, not to count by. */
import { addDays, addMonths, weekday } from '../dates/logic';
import { areas } from './sample-forms';
import type { Backend } from './backend';
import { day, flags, later, line, sheets } from './sample-office';
import type {
  ClosingLine,
  Coverage,
  Figure,
  FigureTable,
  Gap,
  GapKind,
  GapSaid,
  MatrixCell,
  MatrixMark,
  MonthStage,
  MonthView,
  Statistics,
  VolumeSetting,
} from './types';

type Months = Pick<
  Backend,
  | 'months'
  | 'month'
  | 'monthStatistics'
  | 'sheetLines'
  | 'explainGap'
  | 'closeMonth'
  | 'reopenMonth'
  | 'volumeSetting'
  | 'setVolumeSetting'
  | 'saveVolume'
  | 'openVolume'
>;

const TODAY = '2026-02-24';
const NOW = '2026-02-24T09:10+08:00';
const said = new Map<string, GapSaid>();
const history = new Map<string, ClosingLine[]>();
let setting: VolumeSetting = { mode: 'volume', fonds: '', security: '内部', retention: {}, years: 10, duplex: true };

export function figure(id: string, label: string, part: number, whole: number | null = null): Figure {
  const ids = [...sheets.keys()];
  return {
    id,
    label,
    basis: whole === null ? '日期在本月的' : '合格项数÷（合格项数＋不合格项数）；未抽、不适用的不计',
    part,
    whole,
    met: part > 0 ? ids.slice(0, Math.min(part, 14)) : [],
    unmet: whole !== null && whole > part ? ids.slice(0, Math.min(whole - part, 6)) : [],
  };
}

function markOf(date: string, row: number, stage: string): MatrixMark {
  if (!day(date).working) return 'rest';
  if (date > TODAY) return 'open';
  if (date === TODAY) return stage === 'am' ? 'begun' : 'open';
  const n = Number(date.slice(8)) * 7 + row * 5 + (stage === 'am' ? 0 : 3);
  if (date.endsWith('-13') && stage === 'pm') return 'missed';
  if (date.endsWith('-06') && stage === 'am') return 'missed-said';
  return n % 17 === 0 ? 'fail' : n % 23 === 0 ? 'undrawn' : 'pass';
}

function gap(kind: GapKind, n: number, words: string, of: Partial<Gap> = {}): Gap {
  const key = `${kind}:${n}`;
  return {
    key,
    kind,
    words,
    serial: '',
    date: '',
    slot: null,
    sheet: '',
    draft: '',
    ...of,
    said: said.get(of.key ?? key) ?? of.said ?? null,
  };
}

function gaps(month: string, stage: MonthStage): Gap[] {
  if (stage === 'future') return [];
  const slot = (round: string, label: string) => ({ form: 'inspection-daily', site: 's1', stage: round, label });
  const many = flags.has('many') ? 120 : 2;
  return [
    gap('missed', 1, '13日下午未检查', { date: `${month}-13`, slot: slot('pm', '下午') }),
    gap('missed', 2, '6日上午未检查', {
      date: `${month}-06`,
      slot: slot('am', '上午'),
      said: { words: '停电：全楼停电至中午', by: '', at: '' },
    }),
    ...Array.from({ length: many }, (_, n) =>
      gap('review', n, '回访记录表　待审阅', {
        serial: `HF-A-${month.replace('-', '')}-${String(n + 1).padStart(4, '0')}`,
        date: `${month}-12`,
        sheet: 's1',
      }),
    ),
  ];
}

function stageOf(month: string): MonthStage {
  if (history.get(month)?.at(-1)?.closed === true) return 'closed';
  if (month > TODAY.slice(0, 7)) return 'future';
  return month === TODAY.slice(0, 7) ? 'running' : 'open';
}

export function monthView(month: string): MonthView {
  const stage = stageOf(month);
  const dates: string[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) dates.push(date);
  const cell = (mark: MatrixMark, late: boolean): MatrixCell => {
    const made = mark === 'pass' || mark === 'fail' || mark === 'undrawn';
    return { mark, late: late && made, sheet: made ? 's1' : '', draft: mark === 'begun' ? 'd1' : '' };
  };
  const rows = flags.has('empty')
    ? []
    : areas.flatMap((area, n) =>
        [
          ['am', '上午'],
          ['pm', '下午'],
        ].map(([round = '', label = '']) => ({
          area: area.label,
          stage: round,
          label,
          cells: dates.map((date) => cell(markOf(date, n, round), date.endsWith('-11') && round === 'pm')),
        })),
      );
  const all = flags.has('empty') ? [] : gaps(month, stage);
  const closings = history.get(month) ?? [];
  const newest = closings.findLast((c) => c.closed) ?? null;
  const missing =
    stage === 'closed' && newest !== null
      ? all.map((g) => ({ ...g, said: g.said ?? { words: newest.reason, by: newest.by, at: newest.at } }))
      : all;
  const of = (kind: GapKind, whole: number): Coverage => {
    const mine = missing.filter((g) => g.kind === kind);
    const open = mine.filter((g) => g.said === null).length;
    return { kind, done: whole - mine.length, all: whole, open, said: mine.length - open };
  };
  const count = missing.filter((g) => g.kind === 'review').length;
  return {
    month,
    site: '一期',
    stage,
    working_days: dates.filter((date) => day(date).working).length,
    matrix: {
      month,
      days: dates.map((date) => {
        const info = day(date);
        return {
          date,
          day: Number(date.slice(8)),
          weekday: weekday(date),
          working: info.working,
          makeup: info.kind === '补班',
          name: info.name,
        };
      }),
      rows,
      rates: dates.map((date) =>
        figure(
          `matrix.${date}`,
          '合格率',
          date < TODAY && day(date).working ? 88 : 0,
          date < TODAY && day(date).working ? 89 : 0,
        ),
      ),
      missed: dates.map((date) =>
        figure(
          `matrix.missed.${date}`,
          '漏检次数',
          rows.some((r) => r.cells[Number(date.slice(8)) - 1]?.mark.startsWith('missed') === true) ? 1 : 0,
        ),
      ),
      rectified: dates.map((date) =>
        date < TODAY && Number(date.slice(8)) % 3 === 0
          ? figure(`matrix.rectified.${date}`, '整改率', 1, 2)
          : figure(`matrix.rectified.${date}`, '整改率', 0, 0),
      ),
      totals: [
        figure('matrix.owed', '应查次数', 32),
        figure('matrix.done', '实查次数', 30),
        figure('matrix.missed', '漏检次数', 2),
        figure('matrix.late', '补录次数', 1),
        figure('matrix.rate', '合格率', 1320, 1340),
        figure('matrix.rectified', '整改率', 18, 20),
      ],
    },
    coverage: [
      of('missed', 33),
      of('outlets', 12),
      of('receipt', 4),
      of('overdue', 0),
      of('revisit', 4),
      of('signature', 4),
      of('consultation', 0),
      of('review', 30 + count),
      of('unfinished', 40),
      of('number', 44),
    ],
    gaps: missing,
    open_gaps: missing.filter((g) => g.said === null).length,
    items: flags.has('empty') || stage === 'future' ? 0 : 83,
    carried:
      flags.has('empty') || stage === 'future'
        ? []
        : [
            {
              sheet: 's1',
              serial: 'TS-A-202601-0007',
              kind: 'complaint',
              grade: '一般',
              received: `${month}-26T09:10+08:00`,
              matter: '走道照明不亮，报修后三天没有人来',
              department: '工程部',
              waits: '待回访',
              due: '2月9日 18:00',
            },
          ],
    closing: newest,
    supplements: [],
    history: closings,
  };
}

function table(id: string, title: string, head: string, names: string[]): FigureTable {
  return {
    id,
    title,
    head,
    heads: ['不合格', '合格率'],
    lines: names.map((label, n) => ({
      label,
      figures: [figure(`${id}.fails.${label}`, '不合格', n % 4), figure(`${id}.rate.${label}`, '合格率', 60 - (n % 4), 60)],
    })),
  };
}

export function statistics(month: string): Statistics {
  const course = (id: string, label: string, share: boolean, values: (number | null)[]) => ({
    id,
    label,
    share,
    points: values.map((value, n) => ({ month: addMonths(month, n - values.length + 1), value })),
  });
  return {
    month,
    until: `${addMonths(month, 1)}-01T00:00+08:00`,
    groups: [
      {
        id: 'inspection',
        title: '日常检查',
        figures: [
          figure('inspection.made', '检查完成率', 30, 32),
          figure('inspection.rate', '公共区域合格率', 1320, 1340),
          figure('inspection.outlets', '商业网点合格率', 94, 96),
          figure('inspection.repeats', '重复不合格项', 3),
          figure('inspection.rectified', '不合格项按期整改率', 0, 0),
        ],
        tables: [
          table(
            'inspection.area',
            '各区域合格率',
            '区域',
            areas.map((a) => a.label),
          ),
          table('inspection.item', '不合格项目', '区域　项目', ['大堂　地面无垃圾水渍', '卫生间　无异味']),
          table('inspection.outlet', '各网点合格率', '网点', ['A101　示例便利店', 'A102　示例餐厅', 'B203　示例药房']),
        ],
      },
    ],
    trends: [
      course('inspection.rate', '公共区域合格率', true, [null, null, 981, 985, 990, 988, 979, 992, 990, 987, 991, 985]),
      course('complaints.received', '受理投诉', false, [null, null, 4, 6, 3, 5, 8, 2, 4, 3, 5, 4]),
    ],
  };
}

function close(month: string, line: Omit<ClosingLine, 'by' | 'at'>): MonthView {
  history.set(month, [...(history.get(month) ?? []), { ...line, by: '张三', at: NOW }]);
  return monthView(month);
}

export const months: Months = {
  months: () =>
    later(
      Array.from({ length: 12 }, (_, n) => {
        const month = addMonths(TODAY.slice(0, 7), -n);
        const stage = stageOf(month);
        return { month, stage, at: stage === 'closed' ? NOW : '', items: stage === 'closed' ? 83 : 0 };
      }),
    ),
  month: (month) => later(monthView(month)),
  monthStatistics: (month) => later(statistics(month)),
  sheetLines: (ids) => later([...sheets.values()].filter((s) => ids.includes(s.id)).map(line)),
  explainGap: (month, key, words) => {
    said.set(key, { words, by: '张三', at: NOW });
    return later(monthView(month));
  },
  closeMonth: (month, reason) => {
    const before = monthView(month);
    const root = '3f2a90c177be55d1'.repeat(4);
    return later(close(month, { closed: true, reason, items: before.items, gaps: before.gaps.length, root }));
  },
  reopenMonth: (month, reason) => later(close(month, { closed: false, reason, items: 0, gaps: 0, root: '' })),
  volumeSetting: () => later({ ...setting }),
  setVolumeSetting: (next) => {
    setting = { ...next };
    return later({ ...setting });
  },
  saveVolume: (asked) => later({ path: `/归档.${asked.format}` }),
  openVolume: () => later({ path: '/归档.pdf' }),
};
