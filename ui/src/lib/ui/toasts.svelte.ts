/** One line at the bottom for what was done elsewhere, with its undo. */
export interface Note {
  id: number;
  text: string;
  act?: { label: string; run: () => void };
  warn: boolean;
}

class Toasts {
  notes = $state<Note[]>([]);
  private last = 0;

  say(text: string, act?: Note['act'], warn = false): void {
    this.last += 1;
    const id = this.last;
    this.notes = [{ id, text, warn, ...(act === undefined ? {} : { act }) }];
    setTimeout(
      () => {
        this.drop(id);
      },
      act === undefined && !warn ? 5000 : 12000,
    );
  }

  drop(id: number): void {
    this.notes = this.notes.filter((n) => n.id !== id);
  }
}

export const toasts = new Toasts();
