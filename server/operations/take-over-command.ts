/**
 * `take-over DATABASE [FOLDER]`: brings the records that sites pushed to an Open mSupply central server, from its SQLite file or its
 * PostgreSQL database, while no server of ours runs.
 */
import { existsSync } from 'node:fs';
import { counted } from '../counted';
import { placeOf, readAddress } from '../database/postgres/address';
import { startCentral } from '../start-central';
import { StartError } from '../start-error';
import type { OldCentral } from '../v6/take-over/old-central';
import { takeOver, type TakenOver } from '../v6/take-over/take-over';
import type { Command, Outcome } from './command';
import { demandLog } from './data-dir-in-use';
import { openOldPostgres } from './old-postgres-central';
import { openOldCentral } from './old-sqlite-central';

export const takeOverCommand: Command = {
  usage: 'take-over DATABASE [FOLDER]',
  does: 'brings what sites pushed to an Open mSupply central server, from its SQLite file or PostgreSQL address and the folder of its files',
  run: async ({ config, words: [path, folder], now, note }) => {
    if (path === undefined)
      throw new StartError(
        'Say which database: take-over <its SQLite file or PostgreSQL address> [<folder of its files>].',
      );
    if (config.databaseUrl === undefined) demandLog(config);
    if (folder !== undefined) demandThere(folder);
    const old = await openOld(path);
    try {
      // for itself alone: nobody learns its address
      const central = await startCentral({ ...config, host: '127.0.0.1', port: 0, logLevel: 'silent', now });
      try {
        const { database, sync, v6 } = central;
        if (!v6) throw new StartError('The database of this server keeps nothing for Open mSupply sites.');
        return outcome(await takeOver({ database, sync, v6, now, note }, old, folder));
      } finally {
        await central.close();
      }
    } finally {
      await old.close();
    }
  },
};

function demandThere(path: string): void {
  if (!existsSync(path)) throw new StartError(`There is nothing at ${path}.`);
}

async function openOld(path: string): Promise<OldCentral> {
  if (readAddress(path) !== undefined) return openOldAddress(path);
  demandThere(path);
  const old = await openOldCentral(path).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'unknown error';
    throw new StartError(`${path} cannot be read as the SQLite database of an Open mSupply server: ${why}.`, {
      cause,
    });
  });
  if (old) return old;
  throw new StartError(
    `${path} is no SQLite database of an Open mSupply server. Copy it while that server is stopped.`,
  );
}

/** The address holds a password: messages name only the server and the database. */
async function openOldAddress(url: string): Promise<OldCentral> {
  const place = placeOf(url);
  const old = await openOldPostgres(url).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'unknown error';
    throw new StartError(`The database at ${place} cannot be read: ${why}.`, { cause });
  });
  if (old) return old;
  throw new StartError(`${place} is no database of an Open mSupply server.`);
}

function outcome(taken: TakenOver): Outcome {
  return { lines: [...linesOfRecords(taken), ...linesOfFiles(taken)], data: { ok: true, ...taken } };
}

/** A line for each thing that did not come, and none where it all did. */
const lineIf = (all: readonly string[], line: (named: string) => string): string[] =>
  all.length > 0 ? [line(named(all))] : [];

function linesOfRecords({
  centralData,
  found,
  fed,
  withoutSite,
  withoutStore,
  astray,
  movedBefore,
  kept,
}: TakenOver): string[] {
  const stores = Object.entries(withoutSite).map(([store, count]) => `${store} (${count})`);
  const problems = Object.entries(kept).map(([code, count]) => `${code} ${count}`);
  return [
    `Central data: ${centralData.found} read, ${centralData.brought} brought; the rest was here.`,
    `Equipment: ${fed.asset} of ${found.asset}. Statuses: ${fed.asset_log} of ${found.asset_log}. Records of files: ${fed.sync_file_reference} of ${found.sync_file_reference}.`,
    ...lineIf(centralData.unreadable, (all) => `Central data that cannot be read: ${all}.`),
    ...lineIf(
      stores,
      (all) =>
        `Not brought, since no Open mSupply site here has the store: ${all}. Add the store to such a site, and run this again.`,
    ),
    ...lineIf(
      withoutStore,
      (all) =>
        `Not brought, since it has no store there: equipment ${all}. Give it one on the old server, and run this again.`,
    ),
    ...lineIf(astray, (all) => `Not brought, since they belong to nothing that can be brought: ${all}.`),
    ...(movedBefore > 0
      ? [
          `Statuses that were recorded at another site, before the equipment moved there: ${movedBefore}. Its site gets them with its next sync.`,
        ]
      : []),
    ...lineIf(problems, (all) => `Kept with the problems of their sites: ${all}.`),
  ];
}

function linesOfFiles({ files, otherFiles }: TakenOver): string[] {
  const { brought, missing, cut, unreadable, refused } = files;
  return [
    `The content of ${counted(brought, 'file')} was brought now.`,
    ...lineIf(
      missing,
      (all) =>
        `Their content was not found: ${all}. Name the folder of the old server's files, and run this again.`,
    ),
    ...lineIf(
      cut,
      (all) =>
        `Not as long in that folder as their records say: ${all}. Copy it once more, and run this again.`,
    ),
    ...lineIf(unreadable, (all) => `Their content cannot be read: ${all}.`),
    ...lineIf(refused, (all) => `Files that this programme does not take: ${all}.`),
    ...(otherFiles > 0 ? [`Files of records besides equipment, which are not read: ${otherFiles}.`] : []),
  ];
}

const NAMED = 20;
const named = (all: readonly string[]): string =>
  all.slice(0, NAMED).join(', ') + (all.length > NAMED ? ` and ${all.length - NAMED} more` : '');
