/** `doctor`: the faults here, one line a finding. Reads only. */
import type { Command } from './command';
import { demandLog, lastBackupsOf, openPgRegistry, readDatabase } from './data-dir-in-use';
import { placeProblem } from './backup/place-problem';
import { lookAtBackups, lookAtPlace } from './doctor/backups';
import { lookAtClock } from './doctor/clock';
import { lookAtDisk } from './doctor/disk';
import type { Finding } from './doctor/finding';
import { lookAtPostgres } from './doctor/postgres';
import { lookAtProxy } from './doctor/proxy';
import { lookAtSites } from './doctor/sites';

const signs = { good: 'ok   ', warning: 'look ', bad: 'WRONG' } as const;

/** Ends with 1 when something is wrong; a finding that is only worth a look does not count. */
export const doctor: Command = {
  usage: 'doctor',
  does: 'says what is wrong here: disk, rights, clock, TLS, proxy, backups, sites that fell silent',
  run: async ({ config, now }) => {
    const { databaseUrl } = config;
    const shared = databaseUrl === undefined ? undefined : await openPgRegistry(databaseUrl);
    const database = shared ?? (await readDatabase(demandLog(config)));
    try {
      const findings: Finding[] = [
        ...(shared ? await lookAtPostgres(shared.pool) : []),
        ...(await lookAtDisk(config)),
        ...(await lookAtClock(database, now())),
        ...lookAtPlace(config, await placeProblem(config)),
        ...lookAtBackups(config, await lastBackupsOf(config).read(), now()),
        ...(await lookAtSites(database, now())),
        ...(await lookAtProxy(config)),
      ];
      const isWrong = findings.some(({ state }) => state === 'bad');
      return {
        lines: findings.map(({ state, about, line }) => `${signs[state]} ${about}: ${line}`),
        data: { ok: !isWrong, findings },
        ...(isWrong && { exitCode: 1 }),
      };
    } finally {
      await database.close();
    }
  },
};
