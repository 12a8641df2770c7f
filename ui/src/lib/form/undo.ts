/** Undo and redo of answers: steps remember what stood where, never whole sheets. */
import type { Act, Answers, Place, Row, Value } from '../backend/types';
import { getAt, placeKey, setAt } from './logic';

export interface Step {
  places: { place: Place; was: Value | undefined; is: Value | undefined }[];
  /** Rows of a list before and after, when the step added or removed one. */
  list?: { section: string; was: Row[]; is: Row[] };
  acts?: { was: Act[]; is: Act[] };
  /** A text still being typed: the next letter belongs to the same step. */
  open: boolean;
}

export class Steps {
  private done: Step[] = [];
  private undone: Step[] = [];

  get canUndo(): boolean {
    return this.done.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Remembers a step. Letters typed one after the other at one place are one step. */
  push(step: Step): void {
    const last = this.done[this.done.length - 1];
    const [a] = last?.places ?? [];
    const [b] = step.places;
    this.undone = [];
    if (
      last?.open === true &&
      last.places.length === 1 &&
      step.places.length === 1 &&
      a !== undefined &&
      b !== undefined &&
      placeKey(a.place) === placeKey(b.place)
    ) {
      a.is = b.is;
      last.open = step.open;
      return;
    }
    if (last !== undefined) last.open = false;
    this.done.push(step);
    if (this.done.length > 500) this.done.shift();
  }

  /** The typing at hand is over. */
  settle(): void {
    const last = this.done[this.done.length - 1];
    if (last !== undefined) last.open = false;
  }

  undo(answers: Answers): Step | null {
    const step = this.done.pop();
    if (step === undefined) return null;
    step.open = false;
    for (const { place, was } of step.places.toReversed()) setAt(answers, place, was);
    if (step.list !== undefined) answers.rows[step.list.section] = structuredClone(step.list.was);
    if (step.acts !== undefined) answers.acts = structuredClone(step.acts.was);
    this.undone.push(step);
    return step;
  }

  redo(answers: Answers): Step | null {
    const step = this.undone.pop();
    if (step === undefined) return null;
    if (step.list !== undefined) answers.rows[step.list.section] = structuredClone(step.list.is);
    for (const { place, is } of step.places) setAt(answers, place, is);
    if (step.acts !== undefined) answers.acts = structuredClone(step.acts.is);
    this.done.push(step);
    return step;
  }
}

/** What was changed here since the program was asked: its answer must not undo that. */
export class Newer {
  private places = new Map<string, Place>();
  readonly lists = new Set<string>();

  add(place: Place): void {
    this.places.set(placeKey(place), place);
  }

  all(): Place[] {
    return [...this.places.values()];
  }

  hasField(field: string): boolean {
    return this.all().some((p) => p.row === '' && p.field === field);
  }
}

/**
 * Takes over the rows that the program derived, and keeps what was typed since it was asked: those answers are newer.
 * A list that was added to or cut since then is left alone; the next save asks again. A row that the program took out (its ×
 * was withdrawn) is parked with its details, so that it has them again when the × comes back.
 */
export function mergeRows(answers: Answers, rows: Record<string, Row[]>, newer: Newer): void {
  const kept = newer.all().map((place) => ({ place, value: getAt(answers, place) }));
  for (const [section, list] of Object.entries(rows)) {
    if (newer.lists.has(section)) continue;
    const ids = new Set(list.map((r) => r.id));
    const gone = (answers.rows[section] ?? []).filter((r) => !ids.has(r.id) && Object.keys(r.cells).length > 0);
    const parked = [
      ...(answers.parked?.[section] ?? []).filter((r) => !ids.has(r.id) && !gone.some((g) => g.id === r.id)),
      ...gone,
    ];
    if (parked.length > 0 || answers.parked?.[section] !== undefined) (answers.parked ??= {})[section] = parked;
    answers.rows[section] = list;
  }
  for (const { place, value } of kept) setAt(answers, place, value);
}
