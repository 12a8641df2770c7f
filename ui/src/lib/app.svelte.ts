/** Where the window is, and what every view may know: the door, the desk, the saved line. */
import { backend } from './backend';
import { learnEnglish } from './i18n/gloss.svelte';
import { toasts } from './ui/toasts.svelte';
import type { Desk, Door, Right, SigningView } from './backend/types';

export type Route =
  | { view: 'today' }
  | { view: 'papers' }
  | { view: 'sheets'; text?: string }
  | { view: 'cases' }
  | { view: 'case'; sheet: string }
  | { view: 'call' }
  | { view: 'archive' }
  | { view: 'settings'; part?: string }
  | { view: 'fill'; draft: string; stage?: string; section?: string }
  | { view: 'sheet'; sheet: string; act?: 'finished' }
  | SignRoute;

/** A signer at the pad. `handed`: the window is locked to this one signature until the employee takes it back. */
export interface SignRoute {
  view: 'sign';
  signing: SigningView;
  handed: boolean;
  proxy?: Proxy;
  signer?: string;
  relation?: string;
}

/** In whose place someone signs, and the paper that allows it. */
export interface Proxy {
  for: string;
  document: string;
}

export type SaveState = { kind: 'quiet' } | { kind: 'saving' } | { kind: 'saved'; at: string } | { kind: 'failing' };

/** Less than the program waits before it shuts the cabinet without the views (`src-tauri/src/watch.rs`). */
const LONGEST = 4_000;
const after = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

class App {
  door = $state.raw<Door | null>(null);
  desk = $state.raw<Desk | null>(null);
  /** A backup is being restored: the door shows that and nothing else. */
  restoring = $state(false);
  /** 练习 is being asked for. */
  practising = $state(false);
  /** The window is closing and waits for its backup. */
  closing = $state(false);
  /** Why the door is shut. */
  lockedFor = $state.raw<'asked' | 'idle' | 'slept'>('asked');
  /** The door shuts by itself: until it stands there nothing is shown. */
  shut = $state(false);
  failure = $state.raw<unknown>(null);
  route = $state.raw<Route>({ view: 'today' });
  saved = $state.raw<SaveState>({ kind: 'quiet' });
  /** Set by a view that must write something down before it is left. */
  leaving: (() => Promise<void>) | null = null;
  private trail: Route[] = [];
  /** Something was to be taken anew while nobody sat at the desk. */
  private missed = false;

  /** Looks at the door and, when it is open, at the desk behind it. */
  async arrive(): Promise<void> {
    try {
      const [door] = await Promise.all([backend.door(), learnEnglish()]);
      this.desk = door.state === 'open' ? await backend.desk() : null;
      this.door = door;
      this.failure = null;
    } catch (error) {
      this.failure = error;
    }
  }

  /** The door was opened (or the desk has changed). */
  sit(desk: Desk): void {
    const behind = this.missed;
    this.missed = false;
    this.desk = desk;
    this.restoring = false;
    this.lockedFor = 'asked';
    this.door = { state: 'open', code: '', first_run: null, wait_s: 0 };
    if (behind) void this.refresh();
  }

  /** Takes the day, the notices and the number of drafts anew; a failure leaves what is shown. What comes while the door is just
   *  being opened (a check that ended at once) is taken when one sits down: the desk may have been read before it. */
  async refresh(): Promise<void> {
    if (this.desk === null) this.missed = true;
    if (this.desk === null || this.route.view === 'sign') return;
    try {
      this.desk = await backend.desk();
    } catch {
      // The next act that needs the cabinet says what is wrong.
    }
  }

  async go(to: Route): Promise<void> {
    await this.leave();
    this.trail.push(this.route);
    if (this.trail.length > 50) this.trail.shift();
    this.route = to;
  }

  /** Without a step back: the place it was is gone (a draft that became a sheet). */
  async replace(to: Route): Promise<void> {
    await this.leave();
    this.route = to;
  }

  async back(otherwise: Route = { view: 'today' }): Promise<void> {
    await this.leave();
    this.route = this.trail.pop() ?? otherwise;
  }

  async lock(why: 'asked' | 'idle' | 'slept' = 'asked'): Promise<void> {
    // Whoever lifts the lid is not the one who shut it: the screen is blank before anything is written down.
    this.shut = why !== 'asked';
    try {
      // What could not be written down stays a draft of a moment ago: that is no reason to leave the door open.
      const written = this.leave().catch(() => undefined);
      await (this.shut ? Promise.race([written, after(LONGEST)]) : written);
      await backend.lock();
      this.reset();
      // What was said inside is not for whoever stands at the door.
      toasts.notes = [];
      this.lockedFor = why;
      await this.arrive();
    } finally {
      this.shut = false;
    }
  }

  /** To the restore at the door: nobody may have the cabinet open while a backup takes its place. */
  async mend(): Promise<void> {
    await this.lock();
    this.restoring = true;
  }

  /** Another person works on: they begin at 今日, not in the middle of someone else's sheet. */
  take(desk: Desk): void {
    this.reset();
    this.sit(desk);
  }

  /** Whether the role of the person who works includes this. Only for showing: the program asks again. */
  may(right: Right): boolean {
    return this.desk?.rights.includes(right) ?? false;
  }

  /** Forgets where it was: another cabinet, or none, stands behind the window. */
  reset(): void {
    this.trail = [];
    this.saved = { kind: 'quiet' };
    this.route = { view: 'today' };
    this.desk = null;
    this.missed = false;
  }

  async leave(): Promise<void> {
    const write = this.leaving;
    this.leaving = null;
    await write?.();
  }

  get today(): string {
    return this.desk?.day.date ?? '';
  }
}

export const app = new App();

/** Tells the window (and the tests that drive it) which view stands complete on the screen. */
export function ready(view: string): void {
  document.documentElement.dataset['ready'] = view;
}
