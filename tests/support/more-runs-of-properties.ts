/**
 * Set up before each file of tests: `fc.assert` draws the same every time, so that what a run says the next one says too; where more runs are
 * asked for (more-runs.ts) it makes them, from a seed of its own.
 */
import { randomInt } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type * as FastCheck from 'fast-check';
import { vi } from 'vitest';
import { MORE_RUNS } from './more-runs';

const SEED = 1;
/** What fast-check makes where a test says no number. */
const RUNS = 100;
/** Runs after which the files of closed databases are let go: their statements hold them open until V8 collects those. */
const COLLECT_AFTER = 50;

type Library = typeof FastCheck;

vi.mock('fast-check', async (original) => {
  const whole = await original<Library>();
  const fc = whole.default;
  const assert = MORE_RUNS === 1 ? repeated(fc) : multiplied(fc);
  return { ...whole, assert, default: { ...fc, assert } };
});

const repeated = (fc: Library['default']): typeof fc.assert =>
  ((property: FastCheck.IRawProperty<unknown>, parameters: FastCheck.Parameters<unknown> = {}) =>
    fc.assert(property, { seed: SEED, ...parameters })) as typeof fc.assert;

function multiplied(fc: Library['default']): typeof fc.assert {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let ended = 0;
  fc.configureGlobal({
    afterEach: () => {
      ended += 1;
      if (ended % COLLECT_AFTER === 0) collect();
    },
  });
  return ((
    property: FastCheck.IRawProperty<unknown>,
    { numRuns = RUNS, ...rest }: FastCheck.Parameters<unknown> = {},
  ) =>
    fc.assert(property, {
      ...rest,
      seed: randomInt(2 ** 31),
      numRuns: numRuns * MORE_RUNS,
    })) as typeof fc.assert;
}
