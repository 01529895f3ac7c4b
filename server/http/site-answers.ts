/** Sites as staff see them: with their devices, and when one of these, or their Open mSupply, was last heard. */
import { setImmediate } from 'node:timers/promises';
import type { Site, SiteDevice } from '#shared/api/site';
import { CONFIG } from '#shared/change/documents';
import type { DocumentSummary } from '../database/port/changes';
import type { DeviceDocument, DeviceRecord } from '../database/port/registry-devices';
import type { SiteRecord } from '../database/port/registry-sites';
import { facilityOf } from './facility';
import type { Services } from './services';

/** Sites that are completed at once: others have their turn between two lots. */
const AT_ONCE = 20;

export async function withDevices(services: Services, records: readonly SiteRecord[]): Promise<Site[]> {
  const { contacts, progress } = services;
  await Promise.all([contacts.write(), progress.write()]);
  const answers: Site[] = [];
  for (let at = 0; at < records.length; at += AT_ONCE) {
    await setImmediate();
    answers.push(...(await someWithDevices(services, records.slice(at, at + AT_ONCE))));
  }
  return answers;
}

async function someWithDevices(services: Services, records: readonly SiteRecord[]): Promise<Site[]> {
  const { database } = services;
  const all = await database.registry.devices.ofSites(records.map((record) => record.id));
  const had = await database.registry.devices.documentsOf(all.map((one) => one.id));
  const config = await database.changes.documents([CONFIG]);
  const answers: Site[] = [];
  for (const record of records) {
    const equipment = await database.changes.documentsOfStores(record.stores.map(({ id }) => id));
    const devices = all.filter(({ siteId }) => siteId === record.id);
    const v6 = await database.v6?.sites.get(record.id);
    const lastContact = [...devices, ...(v6 ? [v6] : [])]
      .flatMap((found) => found.lastContact ?? [])
      .sort()
      .at(-1);
    answers.push({
      ...record,
      ...(await facilityOf(services, record.id)),
      devices: devices.map((one) => ({
        ...toDevice(one),
        ...progressOf(
          had.filter(({ deviceId }) => deviceId === one.id),
          config,
          equipment,
        ),
      })),
      ...(lastContact !== undefined && { lastContact }),
      ...(v6 && { openMSupply: true }),
    });
  }
  return answers;
}

/** The share of its documents that a device has; undefined for one that never connected. */
function progressOf(
  had: readonly DeviceDocument[],
  config: readonly DocumentSummary[],
  equipment: readonly DocumentSummary[],
): Pick<SiteDevice, 'centralDataVersion' | 'behind'> {
  if (had.length === 0) return {};
  const changes = new Map(had.map((one) => [one.document, one.changes]));
  const lackOf = (documents: readonly DocumentSummary[]): number =>
    documents.reduce((sum, one) => sum + Math.max(0, one.changes - (changes.get(one.name) ?? 0)), 0);
  const version = had.find(({ document }) => document === CONFIG)?.seq;
  return {
    ...(version !== undefined && { centralDataVersion: version }),
    behind: { centralData: lackOf(config), equipment: lackOf(equipment) },
  };
}

const toDevice = ({
  id: deviceId,
  name: deviceName,
  joinedAt,
  lastContact,
  appVersion,
  revokedAt,
}: DeviceRecord): SiteDevice => ({
  id: deviceId,
  name: deviceName,
  joinedAt,
  lastContact,
  appVersion,
  revoked: revokedAt !== undefined,
  revokedAt,
});
