import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromUid, toUid } from './uid';

const id = '0190b5a2-7c10-7a31-8e5f-3d1a2b4c5d6e';

test('a UUID is kept in its sixteen bytes, and reads back as it was', () => {
  for (const one of [id, ...Array.from({ length: 200 }, () => randomUUID())]) {
    expect(toUid(one)).toEqual(Buffer.from(one.replaceAll('-', ''), 'hex'));
    expect(fromUid(toUid(one))).toBe(one);
  }
});

test('an id that would read back otherwise is kept as it is', () => {
  const others = ['', 'device-1', id.toUpperCase(), id.slice(1), `${id}0`, id.replaceAll('-', '0')];
  const altered = Array.from({ length: id.length }, (_, at) =>
    ['g', 'A', '-', 'é', '０'].map((letter) => id.slice(0, at) + letter + id.slice(at + 1)),
  ).flat();
  for (const one of [...others, ...altered].filter((other) => other !== id)) expect(toUid(one)).toBe(one);
});
