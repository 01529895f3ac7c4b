/** Checks that PostgreSQL keeps everything that it acknowledges, and has room for all processes. */
import type { PgPool } from '../../database/postgres/pool';
import type { Finding } from './finding';

interface Settings {
  version: string;
  fsync: string;
  fullPages: string;
  commits: string;
  used: number;
  most: number;
  isStandby: boolean;
}

const SETTINGS = `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
  current_setting('full_page_writes') AS "fullPages", current_setting('synchronous_commit') AS commits,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
  current_setting('max_connections')::integer AS most, pg_is_in_recovery() AS "isStandby"`;

export async function lookAtPostgres(pool: PgPool): Promise<Finding[]> {
  const found = await pool.read((sql) => sql.get<Settings>(SETTINGS));
  return found ? [durability(found), room(found)] : [];
}

function durability({ version, fsync, fullPages, commits, isStandby }: Settings): Finding {
  const about = 'PostgreSQL';
  if (isStandby) return { about, state: 'bad', line: 'It is a standby, which takes no writes.' };
  const isOff = fsync !== 'on' || fullPages !== 'on';
  if (isOff)
    return {
      about,
      state: 'bad',
      line: 'fsync or full_page_writes is off: what was acknowledged is lost with the power. Set both on.',
    };
  return { about, state: 'good', line: `Version ${version}; commits are on the disk (${commits}).` };
}

/** Of those that PostgreSQL lets in. */
const MUCH = 0.8;

const room = ({ used, most }: Settings): Finding => ({
  about: 'connections',
  state: used > most * MUCH ? 'warning' : 'good',
  line: `${used} of ${most} are in use; each server process takes up to 15.`,
});
