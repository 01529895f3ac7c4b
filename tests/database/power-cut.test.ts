/**
 * A power cut takes from the journal what was written after the last time that the disk was waited for: all of it, none, or any of its
 * sectors. What was answered before is there all the same, whatever was gathered into the file meanwhile.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { newDatabasePath, openTestDatabase } from '../support/database';
import { MORE_RUNS } from '../support/more-runs';

const SECTOR = 512;
/** The head of a journal is brought to the disk by SQLite itself, whenever it begins again. */
const HEAD = 32;

/** `durable`: the journal as the disk has it for certain. */
function cut(path: string, durable: Buffer, takes: () => boolean): string {
  const left = newDatabasePath();
  const now = readFileSync(`${path}-wal`);
  const journal = Buffer.alloc(now.length);
  durable.copy(journal);
  now.copy(journal, 0, 0, HEAD);
  for (let at = 0; at < now.length; at += SECTOR)
    if (takes()) now.copy(journal, Math.max(at, HEAD), Math.max(at, HEAD), at + SECTOR);
  copyFileSync(path, left);
  writeFileSync(`${left}-wal`, journal);
  return left;
}

interface Step {
  bytes: number;
  /** the power goes while the disk is at it, each sector being written with this probability; none: it stays */
  cut: number | undefined;
  seed: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  bytes: fc.oneof(fc.nat({ max: 3000 }), fc.integer({ min: 200_000, max: 900_000 })),
  cut: fc.option(fc.constantFrom(0, 0.3, 0.6, 1), { nil: undefined, freq: 4 }),
  seed: fc.nat(),
});

/** The same numbers for the same seed. */
function chances(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test(
  'what was answered is there, whichever sectors of the rest are',
  async () => {
    let cuts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        const path = newDatabasePath();
        let durable = Buffer.alloc(0);
        let under: Step | undefined;
        const images: { left: string; answered: number }[] = [];
        let answered = 0;
        const sync = (): Promise<void> => {
          if (under?.cut !== undefined) {
            const [chance, most] = [chances(under.seed), under.cut];
            images.push({ left: cut(path, durable, () => chance() < most), answered });
          }
          durable = readFileSync(`${path}-wal`);
          return Promise.resolve();
        };
        const database = await openSqliteDatabase({ path, sync });
        durable = readFileSync(`${path}-wal`);
        for (const one of steps) {
          under = one;
          const value = `${answered + 1} ${'x'.repeat(one.bytes)}`;
          await database.transaction(({ changes }) => changes.setMeta(`note-${answered + 1}`, value));
          answered += 1;
          under = undefined;
        }
        await database.close();
        for (const image of images) {
          cuts += 1;
          const again = await openTestDatabase(image.left);
          const kept = again.file.read((sql) =>
            sql.all<{ key: string }>(`SELECT key FROM meta WHERE key LIKE 'note-%'`),
          );
          expect(again.file.read((sql) => sql.get('PRAGMA integrity_check'))).toEqual({
            integrity_check: 'ok',
          });
          expect([image.answered, image.answered + 1]).toContain(kept.length);
          await again.close();
        }
      }),
      { numRuns: 5 },
    );
    expect(cuts).toBeGreaterThan(5);
  },
  120_000 * MORE_RUNS,
);
