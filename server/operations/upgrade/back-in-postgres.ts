/** `upgrade --back` with PostgreSQL: the tables of the version before are made again, and filled with what they held. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import { forgetCopies } from '../../data-dir';
import { damagedIn } from '../../database/moving/as-it-is/copied-file';
import { copyIn } from '../../database/moving/as-it-is/copy-in';
import {
  inTransaction,
  pgMigrations,
  takeSteps,
  whileNobodyMigrates,
} from '../../database/postgres/migrations';
import { keepServersAway } from '../../database/postgres/others/lock';
import { ownFunctions, ownTables } from '../../database/postgres/own-tables';
import { MOVED_TO, MOVING } from '../../database/moving/marks';
import { PgPool } from '../../database/postgres/pool';
import { StartError } from '../../start-error';
import { acceptedOn, isSame } from '../backup/accepted';
import { stampOf } from '../backup/manifest';
import type { Given, Outcome } from '../command';
import { closedAfter } from '../data-dir-in-use';
import { SET_ASIDE } from '../data-files';
import { COPY, copyWhole, logIdOf, readBeforePostgres, type BeforePostgres } from './before-postgres';

/** The note of it would be lost, and two servers would run. */
export const MOVED =
  'The data of this database were moved, or are being moved: there is no way back to before.';

export async function goBackInPostgres({ config, now }: Given, databaseUrl: string): Promise<Outcome> {
  const { dataDir, copyDir } = config;
  const before = readBeforePostgres(dataDir);
  if (!before)
    throw new StartError(
      `There is no database from before an upgrade in ${dataDir}: it lies in the DATA_DIR of the process that upgraded.`,
    );
  const setAside = `${SET_ASIDE}${stampOf(now())}`;
  const pool = new PgPool(databaseUrl);
  await closedAfter(pool, async () => {
    const client = await keepServersAway(pool);
    if (!client) throw new StartError('A central server uses this PostgreSQL database: stop it first.');
    await closedAfter({ close: () => client.end() }, () =>
      whileNobodyMigrates(client, undefined, () => goBack(client, before, join(dataDir, setAside))),
    );
  });
  await forgetCopies(copyDir ?? dataDir);
  return {
    lines: [
      `The database is again as version ${before.program} left it. Start that version.`,
      `What the newer one made of it is in ${join(dataDir, setAside)}. Other processes: remove their copies below DATA_DIR or COPY_DIR.`,
    ],
    data: { ok: true, program: before.program, databaseVersion: before.databaseVersion, setAside },
  };
}

async function goBack(client: ClientBase, before: BeforePostgres, setAside: string): Promise<void> {
  const moved = await client.query(`SELECT 1 FROM meta WHERE key IN ($1, $2) AND value <> ''`, [
    MOVED_TO,
    MOVING,
  ]);
  if (moved.rows.length > 0) throw new StartError(MOVED);
  if ((await logIdOf(client)) !== before.logId)
    throw new StartError(`${before.path} is of another database than DATABASE_URL names.`);
  if (!isSame(before.accepted, await acceptedOn(client)))
    throw new StartError(
      'The server has accepted something since the upgrade, which going back would lose. Restore a backup instead, if it must be.',
    );
  const damaged = await damagedIn(before.path, before.tables);
  if (damaged.length > 0)
    throw new StartError(`The database ${before.path} is damaged: ${damaged.join(', ')}.`);
  await mkdir(setAside, { mode: 0o700 });
  await copyWhole(client, join(setAside, COPY));
  await inTransaction(client, async () => {
    await dropAll(client);
    await takeSteps(
      client,
      0,
      pgMigrations.filter(({ version }) => version <= before.databaseVersion),
    );
    await copyIn(client, before.path, before.tables);
  });
}

async function dropAll(client: ClientBase): Promise<void> {
  for (const name of ownTables(pgMigrations).reverse()) await client.query(`DROP TABLE IF EXISTS ${name}`);
  for (const name of ownFunctions(pgMigrations)) await client.query(`DROP FUNCTION IF EXISTS ${name}`);
}
