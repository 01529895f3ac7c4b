import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Sight } from './sight';

const LABEL = ']d2010950600013435221AX-88';
const PAGE = 'https://www.example.com/fridges/user-manual';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching() {
  const told: string[][] = [];
  return { told, sight: new Sight((texts) => told.push(texts)) };
}

test('a label counts at once, and once while it stays in sight', () => {
  const { told, sight } = watching();
  for (const at of [0, 40, 2000, 4000]) sight.see([LABEL], at);
  expect(told).toEqual([[LABEL]]);
  sight.see([LABEL], 8000);
  expect(told).toHaveLength(2);
});

test('another code waits for a label that comes into view', () => {
  const { told, sight } = watching();
  sight.see([PAGE], 0);
  expect(told).toEqual([]);
  sight.see([PAGE, LABEL], 100);
  expect(told).toEqual([[PAGE, LABEL]]);
  vi.runAllTimers();
  expect(told).toHaveLength(1);
});

test('alone it counts after a moment; nothing is told once the page has left', () => {
  const { told, sight } = watching();
  sight.see([PAGE], 0);
  vi.runAllTimers();
  expect(told).toEqual([[PAGE]]);
  sight.see(['SN-1'], 100);
  sight.close();
  vi.runAllTimers();
  expect(told).toHaveLength(1);
});
