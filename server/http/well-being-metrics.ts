/** The state of backups, disk, queues and sites as Prometheus text. Unknown values have no line. */
import { countSites } from '../operations/site-counts';
import type { Services } from './services';

type Line = [name: string, type: 'gauge' | 'counter', value: number | undefined];

export async function printWellBeing({
  wellBeing,
  siteStates,
  database,
  now,
}: Pick<Services, 'wellBeing' | 'siteStates' | 'database' | 'now'>): Promise<string> {
  const { time, rehearsedAt } = await wellBeing.lastBackup();
  const records = await wellBeing.v6Records();
  const sites = countSites(await siteStates.all(), now());
  const lines: Line[] = [
    ['waypost_store_writable', 'gauge', Number(await wellBeing.canWrite())],
    ['waypost_store_needs_restart', 'gauge', Number(database.needsRestart?.() === true)],
    ['waypost_copy_being_made', 'gauge', Number(database.ownCopy?.isBeingMade === true)],
    ['waypost_copies_made_again_total', 'counter', database.ownCopy?.madeAgain ?? 0],
    ['waypost_backup_last_success_timestamp_seconds', 'gauge', seconds(time)],
    ['waypost_rehearsal_last_success_timestamp_seconds', 'gauge', seconds(rehearsedAt)],
    ['waypost_operation_failures_total', 'counter', wellBeing.backupFailures()],
    ['waypost_rows_behind', 'gauge', await wellBeing.rowsBehind()],
    ['waypost_disk_free_bytes', 'gauge', await wellBeing.freeBytes()],
    ['waypost_v6_records_waiting', 'gauge', records?.waiting],
    ['waypost_v6_records_kept', 'gauge', records?.kept],
    ['waypost_sites', 'gauge', sites.joined],
    ['waypost_sites_behind', 'gauge', sites.behind],
    ['waypost_sites_silent', 'gauge', sites.silent],
  ];
  return lines
    .flatMap(([name, type, value]) =>
      value === undefined ? [] : [`# TYPE ${name} ${type}\n${name} ${value}\n`],
    )
    .join('');
}

const seconds = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant) / 1000;
