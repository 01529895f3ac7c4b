/**
 * What is kept of a world that failed: the fault with all that differed, its acts, the frames of the last one, and the databases of both
 * sides as they are. On a busy machine it may not fail again.
 */
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { ReplicaDatabase } from '../../src/replica/database';
import { framesOfAct } from './frames';
import { storedAt } from './ledger';
import type { World } from './world';

/** The fault to be thrown in the place of `error`: it says everything, and where the rest is. */
export async function keepFailure(world: World, error: unknown): Promise<Error> {
  const folder = mkdtempSync(join(tmpdir(), `waypost-world-${world.seed}-`));
  const text = [
    `Seed ${world.seed} did not hold; its databases are in ${folder}.`,
    ...['', whatDiffered(error), '', 'Acts:', ...world.acts, '', 'Frames of the last act:', ...framesOfAct()],
  ].join('\n');
  writeFileSync(join(folder, 'failure.txt'), text);
  await keepDatabases(world, folder).catch((cause: unknown) =>
    writeFileSync(join(folder, 'not-kept.txt'), inspect(cause)),
  );
  return new Error(text, { cause: error });
}

/** Nothing is left out, as a test runner does of long ones. */
function whatDiffered(error: unknown): string {
  const whole = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, breakLength: 200 };
  const { message, stack = '', actual, expected } = error as Error & { actual?: unknown; expected?: unknown };
  const differs = actual === undefined ? [] : [`got ${inspect(actual, whole)}`];
  const wanted = actual === undefined ? [] : [`not ${inspect(expected, whole)}`];
  const at = stack.split('\n').filter((line) => line.includes('/tests/') || line.includes('/server/'));
  return [message, ...differs, ...wanted, ...at].join('\n');
}

async function keepDatabases({ programme, devices, openMSupply }: World, folder: string): Promise<void> {
  writeFileSync(join(folder, 'central.json'), asText(await storedAt(programme.database)));
  const path = programme.keeping.placeOf(programme.database);
  for (const end of ['', '-wal'])
    if (existsSync(path + end)) copyFileSync(path + end, join(folder, `central.sqlite${end}`));
  for (const { name, replica } of devices)
    writeFileSync(join(folder, `${name}.json`), asText(await contentsOf(replica.db)));
  for (const { name, site, taken, doubtful } of openMSupply) {
    const { cursor, records } = site;
    writeFileSync(join(folder, `${name}.json`), asText({ cursor, records, taken, doubtful }));
  }
}

async function contentsOf(db: ReplicaDatabase): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const table of db.tables) contents[table.name] = await table.toArray();
  return contents;
}

const asText = (value: unknown): string =>
  JSON.stringify(
    value,
    (_key, one: unknown) => {
      if (one instanceof Map) return Object.fromEntries(one);
      if (one instanceof Set) return [...one];
      if (one instanceof Uint8Array)
        return one.length > 64 ? `${one.length} bytes` : Buffer.from(one).toString('hex');
      return one instanceof ArrayBuffer ? `${one.byteLength} bytes` : one;
    },
    1,
  );
