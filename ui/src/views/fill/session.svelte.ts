import { app } from '../../lib/app.svelte';
import { backend } from '../../lib/backend';
import type {
  Act,
  Answers,
  Draft,
  DraftChange,
  Mark,
  MarkedRest,
  Photo,
  Place,
  Problem,
  Row,
  StageView,
  Value,
} from '../../lib/backend/types';
import { getAt, keysOf, placeKey, setAt } from '../../lib/form/logic';
import type { Station } from '../../lib/form/stations';
import { Newer, Steps, mergeRows, type Step } from '../../lib/form/undo';

const TYPING_MS = 500;
const SLOW_MS = 1000;
const RETRY_MS = 3000;

/**
 * A draft in hand. Answers change here at once and are written down by the program within a second; what the program
 * answers (derived rows, counts, problems) is taken over without touching what was typed meanwhile.
 */
export class Session {
  readonly id: string;
  readonly form: Draft['form'];
  readonly begunAt: string;
  readonly serial: string;
  readonly sealed: Set<string>;
  answers = $state<Answers>({ fields: {}, rows: {}, groups: {}, acts: [] });
  live = $state.raw<Omit<DraftChange, 'rows' | 'fields' | 'proposed'>>({
    computed: {},
    progress: [],
    stages: [],
    wrong: [],
    hidden: [],
    needs_reason: false,
    correctable: false,
    saved: '',
  });
  conflict = $state(false);
  /** Counts the saves that came through: pages are drawn anew after each. */
  version = $state(0);
  canUndo = $state(false);
  canRedo = $state(false);
  /** The user knows that a signed answer changes. */
  unsealed = $state(false);
  private steps = new Steps();
  private newer = new Newer();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flying: Promise<void> | null = null;
  private dirty = false;
  private closed = false;

  constructor(draft: Draft) {
    this.id = draft.id;
    this.form = draft.form;
    this.begunAt = draft.begun_at;
    this.serial = draft.serial;
    this.sealed = keysOf(draft.sealed);
    this.answers = draft.answers;
    this.conflict = draft.conflict;
    this.live = draft;
    if (draft.saved !== '') app.saved = { kind: 'saved', at: draft.saved };
  }

  get hidden(): Set<string> {
    return keysOf(this.live.hidden);
  }

  stage(id: string): StageView | undefined {
    return this.live.stages.find((s) => s.id === id);
  }

  problem(place: Place, stage: string, asked: boolean): Problem | undefined {
    const key = placeKey(place);
    const wrong = this.live.wrong.find((p) => placeKey(p.place) === key);
    if (wrong !== undefined || !asked) return wrong;
    return this.stage(stage)?.problems.find((p) => placeKey(p.place) === key);
  }

  get(place: Place): Value | undefined {
    return getAt(this.answers, place);
  }

  /** Whether the answer is under a signature that a change would make invalid. */
  isSealed(place: Place): boolean {
    return !this.unsealed && this.sealed.has(placeKey(place));
  }

  set(place: Place, value: Value | undefined, settled = true): void {
    const was = $state.snapshot(getAt(this.answers, place));
    if (JSON.stringify(was) === JSON.stringify(value)) {
      if (settled) {
        this.steps.settle();
        if (this.dirty) void this.save();
      }
      return;
    }
    this.act({ places: [{ place, was, is: value }], open: !settled }, settled);
  }

  /** "本区域全部合格": the program marks what has no mark and records the act; here it is one step that can be undone. */
  async markRest(station: Station, stage: string, mark: Mark): Promise<number> {
    await this.flush();
    const was = $state.snapshot(this.answers.acts);
    this.newer = new Newer();
    const asked = backend.markRest(this.id, station.section.id, station.of, stage, mark);
    // It writes the draft: what is typed meanwhile waits, or it would be saved over without these marks.
    this.flying = asked.then(
      () => undefined,
      () => undefined,
    );
    try {
      return this.takeRest(await asked, was, mark);
    } finally {
      this.flying = null;
      if (this.dirty && !this.closed) void this.save();
    }
  }

  private takeRest({ acts, change }: MarkedRest, was: Act[], mark: Mark): number {
    const typed = this.newer.all().map(placeKey);
    const places = acts.flatMap((act) => act.rows.map((row) => ({ section: act.section, row, field: act.column })));
    if (places.length === 0) return 0;
    const step = {
      places: places.map((place) => ({ place, was: undefined, is: { mark } })),
      acts: { was, is: [...was, ...acts] },
    };
    for (const { place, is } of step.places) if (!typed.includes(placeKey(place))) setAt(this.answers, place, is);
    this.answers.acts = structuredClone(step.acts.is);
    this.remember({ ...step, open: false });
    this.take(change);
    return places.length;
  }

  /** Photos that were taken in and have no place yet. They lie in the draft beside the answers and never reach a sheet. */
  get tray(): Photo[] {
    return this.answers.tray ?? [];
  }

  set tray(photos: Photo[]) {
    this.answers.tray = photos;
    this.later(0);
  }

  async addRow(section: string): Promise<Row> {
    const row = await backend.addRow(this.id, section);
    const was = $state.snapshot(this.answers.rows[section] ?? []);
    const is = was.some((r) => r.id === row.id) ? was : [...was, row];
    this.answers.rows[section] = structuredClone(is);
    this.remember({ places: [], list: { section, was, is }, open: false });
    this.later(0);
    return row;
  }

  removeRow(section: string, id: string): void {
    const was = $state.snapshot(this.answers.rows[section] ?? []);
    const is = was.filter((r) => r.id !== id);
    this.answers.rows[section] = structuredClone(is);
    this.remember({ places: [], list: { section, was, is }, open: false });
    this.later(0);
  }

  undo(): Step | null {
    return this.turn(this.steps.undo(this.answers));
  }

  redo(): Step | null {
    return this.turn(this.steps.redo(this.answers));
  }

  /** Writes what is not written yet and waits for it. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.dirty || this.flying !== null) {
      const before = this.dirty;
      await (this.flying ?? this.save());
      if (before && this.dirty && app.saved.kind === 'failing') return;
    }
  }

  /** No more saves: the draft became a sheet or was put away. */
  close(): void {
    this.closed = true;
    this.dirty = false;
    clearTimeout(this.timer);
  }

  private act(step: Step, settled: boolean): void {
    for (const { place, is } of step.places) {
      setAt(this.answers, place, is);
      this.newer.add(place);
    }
    if (step.acts !== undefined) this.answers.acts = structuredClone(step.acts.is);
    this.remember(step);
    this.later(settled ? 0 : TYPING_MS);
  }

  /** Single fields as the program kept them: what it proposed when a stage began comes in, what was typed since stays. */
  private takeFields(kept: Record<string, Value>): void {
    for (const [field, value] of Object.entries(kept)) {
      if (!this.newer.hasField(field) && JSON.stringify(this.answers.fields[field]) !== JSON.stringify(value))
        this.answers.fields[field] = value;
    }
  }

  private turn(step: Step | null): Step | null {
    if (step === null) return null;
    for (const { place } of step.places) this.newer.add(place);
    if (step.list !== undefined) this.newer.lists.add(step.list.section);
    this.canUndo = this.steps.canUndo;
    this.canRedo = this.steps.canRedo;
    this.later(0);
    return step;
  }

  private remember(step: Step): void {
    this.steps.push(step);
    if (step.list !== undefined) this.newer.lists.add(step.list.section);
    this.canUndo = true;
    this.canRedo = false;
  }

  private later(ms: number): void {
    this.dirty = true;
    // What was typed a moment ago is not yet on the disk, and nothing may say so.
    if (app.saved.kind !== 'failing') app.saved = { kind: 'saving' };
    clearTimeout(this.timer);
    if (ms === 0) void this.save();
    else this.timer = setTimeout(() => void this.save(), ms);
  }

  private save(): Promise<void> {
    if (this.closed || this.flying !== null) return this.flying ?? Promise.resolve();
    clearTimeout(this.timer);
    this.flying = this.write().finally(() => {
      this.flying = null;
      if (this.dirty && !this.closed) {
        if (app.saved.kind === 'failing') this.timer = setTimeout(() => void this.save(), RETRY_MS);
        else void this.save();
      }
    });
    return this.flying;
  }

  /** Takes over what the program made of a save. */
  private take(change: DraftChange): void {
    this.takeFields(change.fields);
    this.answers.proposed = change.proposed;
    mergeRows(this.answers, change.rows, this.newer);
    this.live = change;
    this.version += 1;
    app.saved = this.dirty ? { kind: 'saving' } : { kind: 'saved', at: change.saved };
  }

  private async write(): Promise<void> {
    this.dirty = false;
    this.newer = new Newer();
    const slow = setTimeout(() => {
      if (app.saved.kind !== 'failing') app.saved = { kind: 'saving' };
    }, SLOW_MS);
    try {
      this.take(await backend.saveDraft(this.id, $state.snapshot(this.answers)));
    } catch {
      this.dirty = true;
      app.saved = { kind: 'failing' };
    } finally {
      clearTimeout(slow);
    }
  }
}
