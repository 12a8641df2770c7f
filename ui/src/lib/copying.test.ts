import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchCopies } from './copying';

/** As much of a page as copying touches. */
class Part {
  readOnly = false;
  selectionStart: number | null = 0;
  selectionEnd: number | null = 0;
  readonly heard: string[] = [];
  constructor(
    readonly typed = false,
    readonly of: string | null = null,
    public value = '',
    readonly serial: string | null = null,
  ) {}
  closest(asked: string): Part | null {
    return (asked.includes('input') ? this.typed : this.of !== null) ? this : null;
  }
  getAttribute(name: string): string | null {
    return name === 'data-of' ? this.of : name === 'data-serial' ? this.serial : null;
  }
  querySelectorAll(): Part[] {
    return [];
  }
  pick(from: number, to: number): this {
    [this.selectionStart, this.selectionEnd] = [from, to];
    return this;
  }
  setRangeText(text: string, from: number, to: number): void {
    this.value = this.value.slice(0, from) + text + this.value.slice(to);
  }
  dispatchEvent(event: { type: string }): void {
    this.heard.push(event.type);
  }
}
/** A list of which some rows are picked out. */
class List extends Part {
  constructor(
    readonly rows: Part[],
    of: string | null = null,
  ) {
    super(false, of);
  }
  override querySelectorAll(): Part[] {
    return this.rows;
  }
}
class Words {
  readonly nodeName = '#text';
}

const heard = new Map<string, (event: unknown) => void>();
let picked = '';
let through: { list: List; rows: Part[] } | null = null;
let got: Promise<Blob>[];
let stop: () => void;

beforeEach(() => {
  got = [];
  through = null;
  picked = '赵** 138****7001';
  vi.stubGlobal('Element', Part);
  vi.stubGlobal('Text', Words);
  vi.stubGlobal('document', {
    activeElement: null,
    getSelection: () => ({
      toString: () => picked,
      rangeCount: through === null ? 0 : 1,
      getRangeAt: () => ({
        commonAncestorContainer: through?.list,
        intersectsNode: (row: Part) => through?.rows.includes(row) ?? false,
      }),
    }),
    addEventListener: (name: string, hears: (event: unknown) => void) => heard.set(name, hears),
    removeEventListener: (name: string) => heard.delete(name),
  });
  vi.stubGlobal(
    'ClipboardItem',
    class {
      constructor(readonly made: Record<string, Promise<Blob>>) {}
    },
  );
  vi.stubGlobal('navigator', {
    clipboard: {
      write: async ([item]: [{ made: Record<string, Promise<Blob>> }]) => {
        const made = item.made['text/plain'] ?? Promise.reject(new Error('no words'));
        got.push(made);
        await made;
      },
    },
  });
});
afterEach(() => {
  stop();
  expect([...heard.keys()], 'nothing is listened to any more').toEqual([]);
  vi.unstubAllGlobals();
});

/** Whether the web view was kept from doing it by itself. */
function kept(what: 'copy' | 'cut' | 'dragstart', target: unknown): boolean {
  const preventDefault = vi.fn();
  heard.get(what)?.({ type: what, target, preventDefault });
  return preventDefault.mock.calls.length > 0;
}

it('what is picked out is copied as it is shown, once the line in the log is written', async () => {
  const order: string[] = [];
  stop = watchCopies(
    async () => {
      await Promise.resolve();
      order.push('line');
    },
    () => order.push('refused'),
  );
  expect(kept('copy', new Part()), 'the web view copies nothing by itself').toBe(true);
  expect(got.length, 'one copy').toBe(1);
  expect(await (await got[0])?.text(), 'as it is shown').toBe('赵** 138****7001');
  expect(order, 'the line comes first').toEqual(['line']);
});

it('where the line is refused nothing is copied', async () => {
  const why: unknown[] = [];
  stop = watchCopies(
    () => Promise.reject(new Error('handed-over')),
    (error) => why.push(error),
  );
  expect(kept('copy', new Part()), 'nor by the web view').toBe(true);
  await expect(got[0], 'the clipboard gets nothing').rejects.toThrow('handed-over');
  expect(why.length, 'and it is said').toBe(1);
});

it('what is being typed is copied as anywhere, and nothing picked out is nothing', () => {
  const note = vi.fn(() => Promise.resolve());
  stop = watchCopies(note, () => undefined);
  expect(kept('copy', new Part(true)), 'in an input the web view does it').toBe(false);
  picked = '';
  expect(kept('copy', new Part()), 'nothing was picked out').toBe(false);
  expect(note, 'neither is a line').not.toHaveBeenCalled();
});

it('words are not drawn out of the window past the log, and other things are drawn as before', () => {
  stop = watchCopies(
    () => Promise.resolve(),
    () => undefined,
  );
  expect(kept('dragstart', new Words()), 'words').toBe(true);
  expect(kept('dragstart', new Part()), 'a photo in its tray').toBe(false);
});

it('what stands in a field of a sheet is copied after its line, and cut once it was copied', async () => {
  const noted: string[][] = [];
  stop = watchCopies(
    async (of) => {
      await Promise.resolve();
      noted.push(of);
    },
    () => undefined,
  );
  const field = new Part(true, 'draft-1', '赵六 13800137001').pick(3, 14);
  expect(kept('copy', field), 'the web view copies nothing by itself').toBe(true);
  expect(await (await got[0])?.text(), 'what is picked out in it').toBe('13800137001');
  expect(noted, 'with whose it is').toEqual([['draft-1']]);
  expect(field.value, 'a copy takes nothing away').toBe('赵六 13800137001');
  expect(kept('cut', field), 'nor does it cut by itself').toBe(true);
  await got[1];
  await vi.waitFor(() => {
    expect(field.value, 'what was cut is gone').toBe('赵六 ');
  });
  expect([field.heard, noted.length], 'and the sheet hears of it').toEqual([['input'], 2]);
  expect(kept('copy', new Part(true, 'draft-1', '赵六').pick(1, 1)), 'nothing is picked out').toBe(false);
  expect(kept('dragstart', field), 'nor are its words drawn out').toBe(true);
});

it('where the line is refused nothing is cut', async () => {
  const why: unknown[] = [];
  stop = watchCopies(
    () => Promise.reject(new Error('not-allowed')),
    (error) => why.push(error),
  );
  const field = new Part(true, '', '13800137001').pick(0, 11);
  expect(kept('cut', field), 'nor by the web view').toBe(true);
  await vi.waitFor(() => {
    expect(why.length, 'it is said').toBe(1);
  });
  expect(field.value, 'and stands as it stood').toBe('13800137001');
});

/** Watches with a log that takes everything: what each copy was noted of. */
function noting(): string[][] {
  const noted: string[][] = [];
  stop = watchCopies(
    (of) => {
      noted.push(of);
      return Promise.resolve();
    },
    () => undefined,
  );
  return noted;
}

it('rows of a list are named, each once, and what stands on one sheet is that sheet', async () => {
  const noted = noting();
  const [first, second, third] = [new Part(false, 'a'), new Part(false, 'b'), new Part(false, 'c')];
  through = { list: new List([first, second, third]), rows: [first, second] };
  kept('copy', new Part());
  through = { list: new List([], 'sheet-1'), rows: [] };
  kept('copy', new Part());
  through = { list: new List([third]), rows: [] };
  kept('copy', new Part());
  await Promise.all(got);
  expect(noted, 'those that it goes through, the sheet around it, and nobody').toEqual([['a', 'b'], ['sheet-1'], []]);
});

it('every row of a long list is named before it is copied, a draft by itself where it has no serial', async () => {
  const noted = noting();
  const rows = Array.from({ length: 120 }, (_, i) => new Part(false, null, '', `KF-${String(i)}`));
  rows.push(new Part(false, 'draft-1', '', ''));
  through = { list: new List(rows), rows };
  kept('copy', new Part());
  await Promise.all(got);
  expect(noted.length, 'in one piece: all of them have a line, or none').toBe(1);
  expect(noted[0]?.length, 'however many there are').toBe(121);
  expect(noted[0]?.slice(118), 'the last ones too').toEqual(['KF-118', 'KF-119', 'draft-1']);
});
