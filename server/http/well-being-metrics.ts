/** The state of backups, disk and sites as Prometheus text. Unknown values have no line. */
import type { Services } from './services';

type Line = [name: string, type: 'gauge' | 'counter', value: number | undefined];

export async function printWellBeing({ wellBeing }: Pick<Services, 'wellBeing'>): Promise<string> {
  const { time, rehearsedAt } = wellBeing.lastBackup();
  const lines: Line[] = [
    ['waypost_backup_last_success_timestamp_seconds', 'gauge', seconds(time)],
    ['waypost_rehearsal_last_success_timestamp_seconds', 'gauge', seconds(rehearsedAt)],
    ['waypost_operation_failures_total', 'counter', wellBeing.backupFailures()],
    ['waypost_rows_behind', 'gauge', await wellBeing.rowsBehind()],
    ['waypost_disk_free_bytes', 'gauge', await wellBeing.freeBytes()],
    ['waypost_sites_silent', 'gauge', await wellBeing.silentSites()],
  ];
  return lines
    .flatMap(([name, type, value]) =>
      value === undefined ? [] : [`# TYPE ${name} ${type}\n${name} ${value}\n`],
    )
    .join('');
}

const seconds = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant) / 1000;
