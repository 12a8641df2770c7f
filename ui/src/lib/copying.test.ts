import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchCopies } from './copying';

/** As much of a page as copying touches. */
class Part {
  constructor(readonly typed = false) {}
  closest(): Part | null {
    return this.typed ? this : null;
  }
}
class Words {
  readonly nodeName = '#text';
}

const heard = new Map<string, (event: unknown) => void>();
let picked = '';
let got: Promise<Blob>[];
let stop: () => void;

beforeEach(() => {
  got = [];
  picked = '赵** 138****7001';
  vi.stubGlobal('Element', Part);
  vi.stubGlobal('Text', Words);
  vi.stubGlobal('document', {
    activeElement: null,
    getSelection: () => picked,
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
function kept(what: 'copy' | 'dragstart', target: unknown): boolean {
  const preventDefault = vi.fn();
  heard.get(what)?.({ target, preventDefault });
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
