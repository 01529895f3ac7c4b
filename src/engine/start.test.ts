import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEngine } from './start';

class DyingWorker extends EventTarget {
  static readonly all: DyingWorker[] = [];
  isOver = false;
  constructor() {
    super();
    DyingWorker.all.push(this);
  }
  terminate(): void {
    this.isOver = true;
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const die = (): unknown => DyingWorker.all.at(-1)?.dispatchEvent(new Event('error'));
const begun = (): number => DyingWorker.all.length;

beforeEach(() => {
  DyingWorker.all.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('Worker', DyingWorker);
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('one that dies at once, as after an update that took its files away, is begun again ever more rarely', () => {
  const engine = startEngine();
  const waits = Array.from({ length: 10 }, () => {
    die();
    const before = begun();
    let seconds = 0;
    for (; begun() === before; seconds++) vi.advanceTimersByTime(1000);
    return seconds;
  });
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300, 300]);
  // it worked for an hour: that was something else
  vi.advanceTimersByTime(60 * 60_000);
  die();
  vi.advanceTimersByTime(5000);
  expect(begun()).toBe(12);
  expect(DyingWorker.all.filter(({ isOver }) => !isOver)).toHaveLength(1);
  engine.stop();
});

test('a person who looks has it begun at once, and only once', async () => {
  const engine = startEngine();
  for (let deaths = 0; deaths < 5; deaths++) {
    die();
    vi.advanceTimersByTime(80_000);
  }
  die();
  die();
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.waitUntil(() => begun() === 7);
  vi.advanceTimersByTime(60 * 60_000);
  expect(begun()).toBe(7);
  die();
  page.dispatchEvent(new Event('online'));
  expect(begun()).toBe(8);
  engine.stop();
});
