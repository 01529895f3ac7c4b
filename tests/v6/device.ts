/** A phone of ours in a store, without a browser: it writes changes into the store's document over a socket and sees those of others. */
import { randomUUID } from 'node:crypto';
import { stockClient, type StockClient } from '../sync/stock-client';
import type { Programme, Site } from './central';

export interface Phone {
  deviceId: string;
  token: string;
  document: string;
  client: StockClient;
  /** Says something and resolves when central has stored it. */
  say(kind: string, entityId: string, patch: Record<string, unknown>, at?: number): Promise<string>;
  /** Resolves when a change of this entity that has these fields is here. */
  sees(entityId: string, fields: Record<string, unknown>): Promise<void>;
}

interface Said {
  kind: string;
  entityId: string;
  patch: Record<string, unknown>;
}

export async function phoneOf(programme: Programme, site: Site, storeId: string): Promise<Phone> {
  const { code } = await programme.staff<{ code: string }>('POST', `/api/sites/${site.id}/join-codes`);
  const answer = await fetch(`${programme.origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, deviceName: 'phone' }),
  });
  const { deviceId, deviceToken, clientId } = (await answer.json()) as {
    deviceId: string;
    deviceToken: string;
    clientId: number;
  };
  const document = `store/${storeId}/${new Date().getUTCFullYear()}`;
  const client = stockClient(`${programme.origin.replace('http', 'ws')}/sync`, document, {
    clientId,
    token: deviceToken,
  });
  await client.synced();
  let n = 0;
  return {
    deviceId,
    token: deviceToken,
    document,
    client,
    say: async (kind, entityId, patch, at = Date.now()) => {
      n += 1;
      const id = randomUUID();
      const hlc = `${String(at).padStart(13, '0')}-0000-${deviceId}`;
      client.changes.set(id, { id, hlc, userId: 'nurse', deviceId, n, kind, entityId, patch });
      await client.stored();
      return id;
    },
    sees: (entityId, fields) =>
      new Promise((resolve) => {
        const look = () => {
          const said = [...client.changes.values()] as Said[];
          const isThere = said.some(
            (change) =>
              change.entityId === entityId &&
              Object.entries(fields).every(([key, value]) => change.patch[key] === value),
          );
          if (!isThere) return;
          client.doc.off('update', look);
          resolve();
        };
        client.doc.on('update', look);
        look();
      }),
  };
}

/** The site that a V6 site of this code is at central. */
export async function siteCoded(programme: Programme, code: string): Promise<Site> {
  const { items } = await programme.staff<{ items: Site[] }>('GET', `/api/sites?q=${code}`);
  const site = items.find((found) => found.code === code);
  if (!site) throw new Error(`no site ${code}`);
  return site;
}
