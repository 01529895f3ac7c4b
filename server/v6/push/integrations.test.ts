import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IntegrationParts } from './integrate';
import { Integrations } from './integrations';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a server that stops waits for none of the sites that rest between two tries', async () => {
  const error = vi.fn();
  const inbox = { waiting: () => Promise.reject(new Error('no luck')) };
  // nothing else is asked before that fails
  const parts = { v6: { inbox }, database: {}, door: { pushed: [] } } as unknown as IntegrationParts;
  const integrations = new Integrations(parts, { error });
  const runs = ['hill', 'valley', 'coast'].map((siteId) => integrations.start(siteId));
  await vi.waitUntil(() => error.mock.calls.length === 3, { interval: 0 });
  await integrations.stop();
  await Promise.all(runs);
  expect(error).toHaveBeenCalledTimes(3);
});
