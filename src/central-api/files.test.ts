import { expect, test } from 'vitest';
import { Arriving, getFile } from './files';

const text = 'a manual of many pages';
const bytes = new TextEncoder().encode(text);

/** A central server whose link breaks after a number of bytes of each answer, while any are left in `breaks`. */
function breaking(breaks: number[], answersRanges = true) {
  const asked: (string | null)[] = [];
  const fetch = async (_url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const range = new Headers(init?.headers).get('range');
    asked.push(range);
    const from = answersRanges ? Number(/\d+/.exec(range ?? '0')?.[0] ?? 0) : 0;
    const cut = breaks.shift();
    let isSent = false;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        if (cut === undefined) {
          stream.enqueue(bytes.slice(from));
          stream.close();
        } else if (isSent || cut === 0) stream.error(new TypeError('the link broke'));
        else stream.enqueue(bytes.slice(from, from + cut));
        isSent = true;
      },
    });
    return new Response(body, { status: range !== null && answersRanges ? 206 : 200 });
  };
  return { asked, central: { url: 'http://central', token: 't', fetch } };
}

const read = (result: Awaited<ReturnType<typeof getFile>>) =>
  result.ok ? new TextDecoder().decode(result.value) : result.issues[0]?.code;

test('a fetch that breaks goes on where it was', async () => {
  const { asked, central } = breaking([5, 4]);
  const seen: number[] = [];
  expect(read(await getFile(central, 'hash', new Arriving(), (count) => seen.push(count)))).toBe(text);
  expect(asked).toEqual([null, 'bytes=5-', 'bytes=9-']);
  expect(seen).toEqual([5, 9, bytes.length]);
});

test('a link that brings nothing is given up, and a later try goes on', async () => {
  const { asked, central } = breaking([5, 0]);
  const arriving = new Arriving();
  expect(read(await getFile(central, 'hash', arriving))).toBe('offline');
  expect(read(await getFile(central, 'hash', arriving))).toBe(text);
  expect(asked).toEqual([null, 'bytes=5-', 'bytes=5-']);
});

test('a server without ranges sends the whole again', async () => {
  const { central } = breaking([5], false);
  expect(read(await getFile(central, 'hash'))).toBe(text);
});
