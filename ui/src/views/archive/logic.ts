/** How a month is laid out. What is owed, missing and counted the office says. */
import type { Coverage, Figure, Gap, GapKind, Matrix, MatrixCell, MatrixDay, MonthView } from '../../lib/backend/types';

/** A column of the matrix: a day, or days in a row on which nothing is owed. */
export type Column =
  | { kind: 'day'; at: number }
  | {
      kind: 'run';
      at: number;
      days: number;
      /** Days off; else days of work on which nothing was owed. */
      off: boolean;
      /** 春节; empty for a weekend. */
      name: string;
    };

/** Days on which no round is owed lie together, a holiday with the weekend beside it. */
export function columnsOf(matrix: Matrix): Column[] {
  const out: Column[] = [];
  matrix.days.forEach((day, at) => {
    if (matrix.rows.some((row) => row.cells[at]?.mark !== 'rest')) {
      out.push({ kind: 'day', at });
      return;
    }
    const last = out.at(-1);
    const off = !day.working;
    const name = day.makeup ? '' : day.name;
    if (last?.kind === 'run' && last.off === off) {
      last.days += 1;
      if (last.name === '') last.name = name;
    } else out.push({ kind: 'run', at, days: 1, off, name });
  });
  return out;
}

/** Where one stands in the matrix; the rows below the last are those of the day's figures. */
export interface Spot {
  row: number;
  col: number;
}

/** Where a key leads from a spot (`rows` is the lowest row); null when it is no key of the matrix. Days without rounds are stepped over. */
export function stepFrom(key: string, ctrl: boolean, at: Spot, rows: number, days: readonly number[]): Spot | null {
  const here = Math.max(0, days.indexOf(at.col));
  const col = (n: number): number => days[Math.min(Math.max(n, 0), days.length - 1)] ?? at.col;
  const row = (n: number): number => Math.min(Math.max(n, 0), rows);
  switch (key) {
    case 'ArrowLeft':
      return { ...at, col: col(here - 1) };
    case 'ArrowRight':
      return { ...at, col: col(here + 1) };
    case 'ArrowUp':
      return { ...at, row: row(at.row - 1) };
    case 'ArrowDown':
      return { ...at, row: row(at.row + 1) };
    case 'Home':
      return { row: ctrl ? 0 : at.row, col: col(0) };
    case 'End':
      return { row: ctrl ? rows : at.row, col: col(days.length - 1) };
    default:
      return null;
  }
}

/** The next round that was missed and that nobody explained, by day and round, after a spot; the first one after the last. */
export function nextGap(matrix: Matrix, at: Spot): Spot | null {
  const seen = new Set<string>();
  const spots: Spot[] = [];
  for (let col = 0; col < matrix.days.length; col += 1) {
    matrix.rows.forEach((row, n) => {
      const key = `${col} ${row.stage}`;
      if (row.cells[col]?.mark !== 'missed' || seen.has(key)) return;
      seen.add(key);
      spots.push({ row: n, col });
    });
  }
  const after = spots.find((s) => s.col > at.col || (s.col === at.col && s.row > at.row));
  return after ?? spots[0] ?? null;
}

/** Where one comes to stand first: what is to be explained, else today, else the first day. */
export function firstSpot(matrix: Matrix, columns: readonly Column[], today: string): Spot {
  const days = columns.filter((c) => c.kind === 'day').map((c) => c.at);
  const now = matrix.days.findIndex((d) => d.date === today);
  return nextGap(matrix, { row: -1, col: -1 }) ?? { row: 0, col: days.includes(now) ? now : (days[0] ?? 0) };
}

/** The rounds of a month that is closed: its reason stands for whatever was missed. */
export function sealed(matrix: Matrix): Matrix {
  const cell = (of: MatrixCell): MatrixCell => (of.mark === 'missed' ? { ...of, mark: 'missed-said' } : of);
  return { ...matrix, rows: matrix.rows.map((row) => ({ ...row, cells: row.cells.map(cell) })) };
}

/** Whether anything was done or is missing in the month. */
export function isEmpty(view: MonthView): boolean {
  const begun = view.matrix.rows.some((row) => row.cells.some((cell) => cell.mark !== 'rest' && cell.mark !== 'open'));
  return view.items === 0 && view.gaps.length === 0 && view.carried.length === 0 && !begun;
}

/** Whether closing the month asks for a reason: for gaps of which nothing was said, and for a month without a sheet. */
export function asksWhy(view: MonthView): boolean {
  return view.open_gaps > 0 || view.items === 0;
}

/** What there is of a kind in the check-list. */
export interface CheckLine {
  kind: GapKind;
  tone: 'open' | 'said' | 'ok';
  /** Missing: to be explained, or explained; 0 where all is there. */
  count: number;
  done: number;
  all: number;
}

/** The check-list: what is to be explained first, then what is explained, then what is whole. */
export function checkList(coverage: readonly Coverage[]): CheckLine[] {
  const order = { open: 0, said: 1, ok: 2 };
  return coverage
    .map((c): CheckLine => {
      const tone = c.open > 0 ? 'open' : c.said > 0 ? 'said' : 'ok';
      return { kind: c.kind, tone, count: c.open > 0 ? c.open : c.said, done: c.done, all: c.all };
    })
    .sort((a, b) => order[a.tone] - order[b.tone]);
}

/** The gaps of a kind, those that want a word first. */
export function gapsOf(gaps: readonly Gap[], kind: GapKind): Gap[] {
  const of = gaps.filter((gap) => gap.kind === kind);
  return [...of.filter((gap) => gap.said === null), ...of.filter((gap) => gap.said !== null)];
}

/** The missed round that a cell shows. */
export function missedAt(gaps: readonly Gap[], date: string, stage: string): Gap | undefined {
  return gaps.find((gap) => gap.kind === 'missed' && gap.date === date && gap.slot?.stage === stage);
}

/** A gap of what is owed once a month: too few outlets, or none. */
export function isMonthly(gap: Gap, matrix: Matrix): boolean {
  const slot = gap.slot;
  return gap.kind === 'outlets' || (slot !== null && !matrix.rows.some((row) => row.stage === slot.stage));
}

/** Whether something opens where one presses. */
export function opens(cell: MatrixCell, explains: boolean): boolean {
  if (cell.mark === 'missed' || cell.mark === 'missed-said') return explains || cell.sheet !== '' || cell.draft !== '';
  return cell.sheet !== '' || cell.draft !== '';
}

/** The share in thousandths, rounded half up; null for a count, and where there is nothing to divide by. */
export function permille(figure: Figure): number | null {
  if (figure.whole === null || figure.whole === 0) return null;
  return Math.floor((figure.part * 2000 + figure.whole) / (figure.whole * 2));
}

/** 98.5%, and 100% without a fraction. */
export function percent(of: number): string {
  return of % 10 === 0 ? `${of / 10}%` : `${(of / 10).toFixed(1)}%`;
}

/** A figure as it is read first: 98.5%, 12, or — of nothing. */
export function figureText(figure: Figure): string {
  if (figure.whole === null) return String(figure.part);
  const of = permille(figure);
  return of === null ? '—' : percent(of);
}

/** The rate of a day in its narrow column: whole percents, and 100 only when all was in order. */
export function dayRate(figure: Figure): string {
  const of = permille(figure);
  if (of === null) return '';
  return figure.part === figure.whole ? '100' : String(Math.min(99, Math.floor(of / 10)));
}

/** A figure of a day in its narrow column: a count only where there is something. */
export function footText(figure: Figure): string {
  if (figure.whole === null) return figure.part === 0 ? '' : String(figure.part);
  return dayRate(figure);
}

/** How much of its column a figure fills, 0 to 1: a share of all, a count of the largest. */
export function fill(figure: Figure, column: readonly Figure[]): number {
  if (figure.whole !== null) return (permille(figure) ?? 0) / 1000;
  const most = Math.max(...column.map((f) => f.part), 1);
  return figure.part / most;
}

/** 3F2A 90C1 77BE of a root hash: enough to compare by eye. */
export function shortRoot(root: string): string {
  return (root.slice(0, 12).toUpperCase().match(/.{4}/g) ?? []).join(' ');
}

/** What belongs to a day, as its head says. */
export function dayTone(day: MatrixDay): 'work' | 'makeup' | 'rest' {
  if (day.makeup) return 'makeup';
  return day.working ? 'work' : 'rest';
}

/** A limit in words breaks between its day and its hour, never within them. */
export function dueParts(due: string): string[] {
  const at = due.indexOf('（');
  return at < 0 ? [due] : [due.slice(0, at), due.slice(at)];
}
