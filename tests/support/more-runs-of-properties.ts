/** Set up before each file of tests where more runs are asked for (more-runs.ts): `fc.assert` makes them, from a seed of its own. */
import { randomInt } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type * as FastCheck from 'fast-check';
import { vi } from 'vitest';
import { MORE_RUNS } from './more-runs';

/** What fast-check makes where a test says no number. */
const RUNS = 100;
/** Runs after which the files of closed databases are let go: their statements hold them open until V8 collects those. */
const COLLECT_AFTER = 50;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

vi.mock('fast-check', async (original) => {
  const whole = await original<typeof FastCheck>();
  const fc = whole.default;
  let ended = 0;
  fc.configureGlobal({
    afterEach: () => {
      ended += 1;
      if (ended % COLLECT_AFTER === 0) collect();
    },
  });
  const assert: typeof fc.assert = ((
    property: FastCheck.IRawProperty<unknown>,
    { numRuns = RUNS, ...rest }: FastCheck.Parameters<unknown> = {},
  ) =>
    fc.assert(property, {
      ...rest,
      seed: randomInt(2 ** 31),
      numRuns: numRuns * MORE_RUNS,
    })) as typeof fc.assert;
  return { ...whole, assert, default: { ...fc, assert } };
});
