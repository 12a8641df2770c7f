/** Typing rests this long before the program is asked, in ms. */
const REST = 250;

/** An answer that follows what is typed: asked once typing rests, and the newest question alone counts. */
export class Resting<Q, A> {
  answer = $state.raw<A | null>(null);
  fault = $state.raw<unknown>(null);
  private turn = 0;
  private readonly put: (question: Q) => Promise<A>;
  private readonly rest: number;

  /** `rest` is 0 for what is picked rather than typed. */
  constructor(put: (question: Q) => Promise<A>, rest = REST) {
    this.put = put;
    this.rest = rest;
  }

  /** Asks; null while something is still to be written. The function returned takes the question back: made for `$effect`. */
  ask(question: Q | null): () => void {
    this.turn += 1;
    const mine = this.turn;
    if (question === null) {
      this.answer = null;
      this.fault = null;
      return () => undefined;
    }
    const rest = setTimeout(() => {
      this.put(question).then(
        (found) => {
          if (mine === this.turn) [this.answer, this.fault] = [found, null];
        },
        (error: unknown) => {
          if (mine === this.turn) [this.answer, this.fault] = [null, error];
        },
      );
    }, this.rest);
    return () => {
      clearTimeout(rest);
    };
  }
}
