/** A small line over the months. */
import type { Trend } from '../../lib/backend/types';
import { percent } from './logic';

/** The drawing, in its own units: room for the line, and for the words at its edge. */
export const BOX = { width: 300, height: 96, left: 4, right: 58, top: 12, bottom: 20 };

export interface ChartPoint {
  x: number;
  y: number;
  month: string;
  value: number;
}

export interface Chart {
  /** Months without a value part the line. */
  lines: ChartPoint[][];
  last: ChartPoint | null;
  /** Lowest and highest of the scale. */
  low: number;
  high: number;
}

/** The span of the scale: shares end at 100 % and begin at a round number below the lowest, counts begin at nothing. */
export function scaleOf(trend: Trend): [low: number, high: number] {
  const values = trend.points.map((p) => p.value).filter((v) => v !== null);
  if (trend.share) {
    const least = Math.min(1000, ...values);
    const step = least >= 900 ? 50 : 250;
    return [Math.max(0, Math.floor(least / step) * step - (least === 1000 ? step : 0)), 1000];
  }
  return [0, Math.max(4, ...values)];
}

export function chartOf(trend: Trend): Chart {
  const [low, high] = scaleOf(trend);
  const across = BOX.width - BOX.left - BOX.right;
  const down = BOX.height - BOX.top - BOX.bottom;
  const step = across / Math.max(1, trend.points.length - 1);
  const lines: ChartPoint[][] = [];
  let line: ChartPoint[] | null = null;
  trend.points.forEach((point, n) => {
    if (point.value === null) {
      line = null;
      return;
    }
    const y = BOX.top + down * (1 - (point.value - low) / Math.max(1, high - low));
    const drawn = { x: round(BOX.left + n * step), y: round(y), month: point.month, value: point.value };
    if (line === null) {
      line = [drawn];
      lines.push(line);
    } else line.push(drawn);
  });
  return { lines, last: lines.at(-1)?.at(-1) ?? null, low, high };
}

export function valueText(trend: Trend, value: number | null): string {
  if (value === null) return '—';
  return trend.share ? percent(value) : String(value);
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
