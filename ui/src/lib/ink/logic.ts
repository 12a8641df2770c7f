/**
 * The signature pad without a screen: what is kept of a pen's way, in paper units, and how it is drawn.
 * Lengths are in 0.01 mm, times in µs since the first point. Nothing that a device does not report is made up.
 */
import type { Ink, Point, Pointer, Stroke } from '../backend/types';

/** A CSS pixel is 1/96 inch. */
export const UNITS_PER_PX = 2540 / 96;

/** What the pad is told about one position of a pointer. */
export interface Touch {
  /** CSS pixels from the pad's left and top edge. */
  x: number;
  y: number;
  /** Milliseconds of a clock that never goes back. */
  at: number;
  pressure: number;
  tiltX: number;
  tiltY: number;
}

/** How ink coordinates lie on a pad of another size: nothing is cut off, nothing is enlarged. */
export interface Fit {
  scale: number;
  dx: number;
  dy: number;
}

export function fit(ink: Ink, widthPx: number, heightPx: number): Fit {
  const w = widthPx * UNITS_PER_PX;
  const h = heightPx * UNITS_PER_PX;
  if (ink.width === 0 || ink.height === 0) return { scale: 1, dx: 0, dy: 0 };
  const scale = Math.min(1, w / ink.width, h / ink.height);
  return { scale, dx: (w - ink.width * scale) / 2, dy: (h - ink.height * scale) / 2 };
}

export function pointerOf(type: string): Pointer {
  return type === 'pen' || type === 'touch' ? type : 'mouse';
}

/** Strokes being drawn, the ones taken back, and which pointer may draw. */
export class Pad {
  ink: Ink = { width: 0, height: 0, strokes: [] };
  private live: { id: number; stroke: Stroke } | null = null;
  private penSeen = false;
  private start: number | null = null;
  private cleared: Stroke[] | null = null;

  /** The stroke under the pen, for drawing. */
  get current(): Stroke | null {
    return this.live?.stroke ?? null;
  }

  get empty(): boolean {
    return this.ink.strokes.length === 0 && this.live === null;
  }

  /** Whether a clearing can be taken back. */
  get canRestore(): boolean {
    return this.cleared !== null;
  }

  /** The pad's size at the first stroke is the ink's size for good. */
  size(widthPx: number, heightPx: number): void {
    if (!this.empty) return;
    this.ink.width = Math.round(widthPx * UNITS_PER_PX);
    this.ink.height = Math.round(heightPx * UNITS_PER_PX);
  }

  /** A pointer goes down. A palm (a touch once a pen was used) and second fingers are refused. */
  down(id: number, type: string, touch: Touch, where: Fit): boolean {
    const pointer = pointerOf(type);
    if (pointer === 'pen') {
      this.penSeen = true;
      // A hand that came down just before the pen was a palm.
      if (this.live?.stroke.pointer === 'touch') this.live = null;
    }
    if (this.live !== null || (pointer === 'touch' && this.penSeen)) return false;
    this.start ??= touch.at;
    this.live = { id, stroke: { pointer, points: [this.point(pointer, touch, where)] } };
    this.cleared = null;
    return true;
  }

  move(id: number, touches: Touch[], where: Fit): void {
    if (this.live?.id !== id) return;
    const { stroke } = this.live;
    for (const touch of touches) {
      const next = this.point(stroke.pointer, touch, where);
      const last = stroke.points[stroke.points.length - 1];
      if (last !== undefined && last.x === next.x && last.y === next.y) continue;
      if (last !== undefined && next.t < last.t) next.t = last.t;
      stroke.points.push(next);
    }
  }

  /** The pointer is lifted: the stroke stands. Constant values that a device without a sensor reports are dropped. */
  up(id: number, touch: Touch | null, where: Fit): void {
    if (this.live?.id !== id) return;
    if (touch !== null) this.move(id, [touch], where);
    const { stroke } = this.live;
    this.live = null;
    this.ink.strokes.push(measured(stroke));
  }

  /** The system took the pointer away (a scroll, a call): the stroke never was. */
  cancel(id: number): void {
    if (this.live?.id === id) this.live = null;
  }

  undo(): void {
    if (this.ink.strokes.length === 0 && this.cleared !== null) {
      this.restore();
      return;
    }
    this.ink.strokes.pop();
    if (this.ink.strokes.length === 0) this.start = null;
  }

  clear(): void {
    if (this.ink.strokes.length === 0) return;
    this.cleared = this.ink.strokes;
    this.ink.strokes = [];
    this.live = null;
  }

  restore(): void {
    if (this.cleared === null) return;
    this.ink.strokes = this.cleared;
    this.cleared = null;
  }

  /** A copy that later strokes do not change, its times counted from its own first point. */
  taken(): Ink {
    const first = this.ink.strokes[0]?.points[0]?.t ?? 0;
    return {
      ...this.ink,
      strokes: this.ink.strokes.map((s) => ({ ...s, points: s.points.map((p) => ({ ...p, t: Math.max(0, p.t - first) })) })),
    };
  }

  private point(pointer: Pointer, touch: Touch, where: Fit): Point {
    const point: Point = {
      x: Math.round((touch.x * UNITS_PER_PX - where.dx) / where.scale),
      y: Math.round((touch.y * UNITS_PER_PX - where.dy) / where.scale),
      t: Math.max(0, Math.round((touch.at - (this.start ?? touch.at)) * 1000)),
    };
    if (pointer === 'pen') {
      point.pressure = Math.round(Math.min(1, Math.max(0, touch.pressure)) * 1000);
      point.tilt = [Math.round(touch.tiltX), Math.round(touch.tiltY)];
    }
    return point;
  }
}

/** Pens without a pressure sensor report 0.5 throughout, those without tilt 0: both mean "not known". */
function measured(stroke: Stroke): Stroke {
  const inner = stroke.points.slice(0, -1);
  const flat = inner.every((p) => p.pressure === 500 || p.pressure === 0);
  const upright = stroke.points.every((p) => p.tilt === undefined || p.tilt === null || (p.tilt[0] === 0 && p.tilt[1] === 0));
  if (!flat && !upright) return stroke;
  return {
    ...stroke,
    points: stroke.points.map((p) => {
      const kept: Point = { x: p.x, y: p.y, t: p.t };
      if (!flat && p.pressure !== undefined) kept.pressure = p.pressure;
      if (!upright && p.tilt !== undefined) kept.tilt = p.tilt;
      return kept;
    }),
  };
}

/** A piece of a stroke: a curve from `from` over `over` to `to`, `width` thick (all 0.01 mm). */
export interface Piece {
  from: [number, number];
  over: [number, number];
  to: [number, number];
  width: number;
}

const THIN = 32;
const THICK = 105;

/** How thick the ink is at a point: from the pen's pressure when there is one, else thinner where the hand was fast. */
export function thickness(before: Point, at: Point): number {
  if (at.pressure !== undefined && at.pressure !== null) return THIN + ((THICK - THIN) * at.pressure) / 1000;
  const way = Math.hypot(at.x - before.x, at.y - before.y);
  const ms = Math.max(1, (at.t - before.t) / 1000);
  return Math.max(THIN, Math.min(THICK, THICK - (way / ms) * 2.6));
}

/** A stroke as smooth pieces; a dot becomes one piece of no length. */
export function pieces(stroke: Stroke): Piece[] {
  const [first] = stroke.points;
  if (first === undefined) return [];
  if (stroke.points.length === 1) {
    const at: [number, number] = [first.x, first.y];
    return [{ from: at, over: at, to: at, width: THICK }];
  }
  const result: Piece[] = [];
  let width = (THIN + THICK) / 2;
  let from: [number, number] = [first.x, first.y];
  for (let i = 1; i < stroke.points.length; i += 1) {
    const a = stroke.points[i - 1];
    const b = stroke.points[i];
    if (a === undefined || b === undefined) continue;
    width += (thickness(a, b) - width) * 0.35;
    const last = i === stroke.points.length - 1;
    const to: [number, number] = last ? [b.x, b.y] : [(a.x + b.x) / 2, (a.y + b.y) / 2];
    result.push({ from, over: [a.x, a.y], to, width });
    from = to;
  }
  return result;
}
