import { describe, expect, it } from 'vitest';
import { Paged } from './paged.svelte';

/** Answers are given by hand, in the order that the test wants. */
function asked() {
  const waiting: { cursor: string; give: (lines: number[], next?: string) => void; fail: (why: string) => void }[] = [];
  const pages = new Paged<number>(
    (cursor) =>
      new Promise((done, refuse) => {
        waiting.push({
          cursor,
          give: (lines, next = '') => {
            done({ lines, next });
          },
          fail: (why) => {
            refuse(new Error(why));
          },
        });
      }),
  );
  return { pages, waiting };
}

describe('a list in pages', () => {
  it('adds the next page and asks for none when there is none', async () => {
    const { pages, waiting } = asked();
    const first = pages.load();
    waiting[0]?.give([1, 2], 'b');
    await first;
    const second = pages.more();
    void pages.more();
    expect(waiting.length, 'one page at a time').toBe(2);
    waiting[1]?.give([3]);
    await second;
    await pages.more();
    expect([pages.lines, waiting.length], 'the list has ended').toEqual([[1, 2, 3], 2]);
  });

  it('takes no answer to a question that is no longer asked', async () => {
    const { pages, waiting } = asked();
    const old = pages.load();
    const now = pages.load();
    waiting[0]?.give([1]);
    expect(await old, 'the old answer is dropped').toBeNull();
    expect(pages.behind, 'and the new one is waited for').toBe(true);
    waiting[1]?.give([9]);
    await now;
    expect([pages.lines, pages.behind]).toEqual([[9], false]);
    pages.outdate();
    expect(pages.behind, 'what is shown answers another question').toBe(true);
  });

  it('keeps what is shown when the next page fails', async () => {
    const { pages, waiting } = asked();
    const first = pages.load();
    waiting[0]?.give([1], 'b');
    await first;
    const second = pages.more();
    waiting[1]?.fail('disk');
    await second;
    expect([pages.lines, pages.busy, pages.fault instanceof Error]).toEqual([[1], false, true]);
  });
});
