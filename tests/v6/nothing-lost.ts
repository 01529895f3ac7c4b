/** The truths that must hold when busy sites have come to rest: all that was taken is there, once, and a site set up again has it all. */
import { expect } from 'vitest';
import type { Change } from '#shared/change/change';
import type { BusySite } from './busy-site';

export async function expectNothingLost(busy: BusySite, others: readonly string[] = []): Promise<void> {
  const { site } = busy;
  await busy.sync();
  const wiped = site.wiped({ batchSize: 7 });
  await wiped.pull();
  expect([...wiped.records.keys()].sort()).toEqual([...busy.taken.keys(), ...others].sort());
  for (const [key, record] of busy.taken) expect(wiped.records.get(key)).toMatchObject(record);
  expect(wiped.records).toEqual(site.records);
  for (const [id, bytes] of busy.files) {
    const answer = await wiped.download(wiped.of('sync_file_reference', id));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  }
}

/** For every record that the site pushed there is one change, in one place. */
export function expectNothingDoubled(busy: BusySite, stored: readonly { change: Change }[]): void {
  const counts = new Map<string, number>();
  for (const { change } of stored) {
    const key = `${change.entityId} ${change.kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const key of busy.taken.keys()) {
    const [table, id = ''] = key.split('/');
    const kind = { asset: 'asset.create', asset_log: 'assetLog.add' }[table ?? ''] ?? 'file.attach';
    expect([key, counts.get(`${id} ${kind}`)]).toEqual([key, 1]);
    if (table === 'asset')
      expect([key, counts.get(`${id} asset.edit`) ?? 0]).toEqual([key, busy.edits.get(id) ?? 0]);
  }
  const numbers = stored.filter(({ change }) => busy.taken.has(`asset/${change.entityId}`));
  const ns = numbers.map(({ change: { deviceId, n } }) => `${deviceId} ${n}`);
  expect(new Set(ns).size).toBe(ns.length);
}
