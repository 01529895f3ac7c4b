import { expect, test } from 'vitest';
import { accepted, refused } from '#shared/result';
import { Pages, type PageAnswer } from './pages.svelte';

/** A central server that replies when the test lets it. */
function answering() {
  const asked: (string | undefined)[] = [];
  const waiting: ((
    answer: ReturnType<typeof accepted<PageAnswer<string>>> | ReturnType<typeof refused>,
  ) => void)[] = [];
  const pages = new Pages<string>((cursor) => {
    asked.push(cursor);
    return new Promise((resolve) => waiting.push(resolve));
  });
  const answer = async (with_: Parameters<(typeof waiting)[number]>[0]) => {
    waiting.shift()?.(with_);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { pages, asked, answer };
}

test('the first page is asked for at once, the next from where it ended', async () => {
  const { pages, asked, answer } = answering();
  expect(pages.first).toBe(true);
  await answer(accepted({ items: ['a', 'b'], nextCursor: 'b', total: 3 }));
  expect([pages.first, pages.hasMore]).toEqual([false, true]);
  pages.more();
  pages.more();
  await answer(accepted({ items: ['c'], total: 3 }));
  expect(asked).toEqual([undefined, 'b']);
  expect(pages.items).toEqual(['a', 'b', 'c']);
  expect(pages.hasMore).toBe(false);
});

test('a page that failed is asked for again, and what came before stays', async () => {
  const { pages, asked, answer } = answering();
  await answer(accepted({ items: ['a'], nextCursor: 'a', total: 2 }));
  pages.more();
  await answer(refused({ code: 'offline' }));
  expect([pages.issue?.code, pages.items.length]).toEqual(['offline', 1]);
  pages.more();
  await answer(accepted({ items: ['b'], total: 2 }));
  expect(asked).toEqual([undefined, 'a', 'a']);
  expect([pages.issue, pages.items]).toEqual([undefined, ['a', 'b']]);
});

test('an answer that comes after nobody waits for it is dropped', async () => {
  const { pages, answer } = answering();
  pages.close();
  await answer(accepted({ items: ['a'], total: 1 }));
  expect(pages.items).toEqual([]);
});

test('what another question had found is shown until the answer is there, and then replaced', async () => {
  const former = answering();
  await former.answer(accepted({ items: ['a', 'b'], total: 2 }));
  let tell: (answer: ReturnType<typeof accepted<PageAnswer<string>>>) => void = () => undefined;
  const pages = new Pages<string>(() => new Promise((resolve) => (tell = resolve)), former.pages);
  expect([pages.items, pages.first, pages.hasMore]).toEqual([['a', 'b'], true, false]);
  tell(accepted({ items: ['b'], total: 1 }));
  await Promise.resolve();
  await Promise.resolve();
  expect([pages.items, pages.total]).toEqual([['b'], 1]);
});

test('a list whose pages are mostly empty is looked through a few answers at a time', async () => {
  const found: string[][] = [[], [], [], [], ['a'], []];
  let asked = 0;
  const pages = new Pages<string>(() => {
    const items = found[asked] ?? [];
    asked += 1;
    return Promise.resolve(accepted({ items, ...(asked < found.length && { nextCursor: String(asked) }) }));
  });
  const looking = pages.seek(2);
  expect(pages.seeking).toBe(true);
  await looking;
  expect([asked, pages.seeking, pages.items, pages.hasMore]).toEqual([3, false, [], true]);
  await pages.seek(2);
  expect([asked, pages.items, pages.hasMore]).toEqual([5, ['a'], true]);
  await pages.seek(2);
  expect([asked, pages.items, pages.hasMore]).toEqual([6, ['a'], false]);
});

test('looking stops at an answer that does not come, and when nobody looks any more', async () => {
  let asked = 0;
  const failing = new Pages<string>(() => Promise.resolve(((asked += 1), refused({ code: 'offline' }))));
  await failing.seek(5);
  expect([asked, failing.issue?.code]).toEqual([1, 'offline']);
  asked = 0;
  const left = new Pages<string>(() => {
    asked += 1;
    if (asked === 2) left.close();
    return Promise.resolve(accepted({ items: [], nextCursor: String(asked) }));
  });
  await left.seek(5);
  expect(asked).toBe(2);
});
