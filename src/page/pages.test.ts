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
