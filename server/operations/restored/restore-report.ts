/** The report that staff see after a restore, until no device from before it was heard for 30 days. */
import type { RestoreReport } from '#shared/api/restore';
import type { SitePosition } from '../../database/port/registry-sites';
import type { CentralDatabase } from '../../database/port/central-database';
import type { Noticed } from './restore-notice';

const DAY = 24 * 60 * 60 * 1000;
const SAID_FOR_MS = 30 * DAY;
const PAGE = 500;

export async function restoreReport(
  { registry }: Pick<CentralDatabase, 'registry'>,
  { restored, otherServerAt }: Noticed,
  now: number,
): Promise<RestoreReport> {
  const isSaid = (at: number | undefined): at is number => at !== undefined && now - at < SAID_FOR_MS;
  const other = isSaid(otherServerAt) ? new Date(otherServerAt).toISOString() : null;
  if (!restored || !isSaid(restored.heardAt ?? restored.at)) return { restored: null, otherServerAt: other };
  const at = new Date(restored.at).toISOString();
  return {
    restored: {
      at,
      cameBack: restored.cameBack,
      branches: restored.branches,
      ...(await countDevices(registry, at)),
      unknownDevices: restored.unknownDevices.length,
      keyMissingFor: restored.keyMissingFor.length,
      shutOutAgain: restored.shutOutAgain?.length ?? 0,
      createdTwice: restored.createdTwice ?? 0,
    },
    otherServerAt: other,
  };
}

/** The number of known devices that were not heard since: changes that they alone hold are still out. */
export async function countDevices(
  { sites, devices }: CentralDatabase['registry'],
  since: string,
): Promise<{ devices: number; devicesOut: number }> {
  const counts = { devices: 0, devicesOut: 0 };
  let after: SitePosition | undefined;
  do {
    const page = await sites.page({ limit: PAGE, sort: 'code', ...(after && { after }) });
    for (const { revokedAt, lastContact } of await devices.ofSites(page.sites.map(({ id }) => id))) {
      if (revokedAt !== undefined) continue;
      counts.devices += 1;
      if (lastContact === undefined || lastContact < since) counts.devicesOut += 1;
    }
    after = page.next;
  } while (after);
  return counts;
}
