/** A list that comes in pages: the newest question alone counts, and more is fetched while one scrolls. */
interface Page<L> {
  lines: L[];
  next: string;
}

export class Paged<L, P extends Page<L> = Page<L>> {
  lines = $state.raw<L[] | null>(null);
  /** Where the next page begins; empty when there is none. */
  next = $state('');
  busy = $state(false);
  /** The lines are those of another question: the answer to the newest is not there yet. */
  behind = $state(true);
  fault = $state.raw<unknown>(null);
  private turn = 0;
  private readonly fetch: (cursor: string) => Promise<P>;

  constructor(fetch: (cursor: string) => Promise<P>) {
    this.fetch = fetch;
  }

  /** What is on its way no longer counts: another question is about to be asked. */
  outdate(): number {
    this.turn += 1;
    this.behind = true;
    return this.turn;
  }

  /** The first page anew; `null` when it failed or is outdated. */
  async load(): Promise<P | null> {
    const mine = this.outdate();
    try {
      const page = await this.fetch('');
      if (mine !== this.turn) return null;
      [this.lines, this.next, this.fault, this.behind] = [page.lines, page.next, null, false];
      return page;
    } catch (error) {
      if (mine === this.turn) [this.fault, this.behind] = [error, false];
      return null;
    }
  }

  async more(): Promise<void> {
    if (this.next === '' || this.busy) return;
    this.busy = true;
    const mine = this.turn;
    try {
      const page = await this.fetch(this.next);
      if (mine !== this.turn) return;
      this.lines = [...(this.lines ?? []), ...page.lines];
      this.next = page.next;
    } catch (error) {
      this.fault = error;
    } finally {
      this.busy = false;
    }
  }

  /** For the element that scrolls: near its end the next page is fetched. */
  scrolled = (event: Event): void => {
    const node = event.currentTarget as HTMLElement;
    if (node.scrollTop + node.clientHeight > node.scrollHeight - 400) void this.more();
  };
}
