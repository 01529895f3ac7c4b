/** A stock y-websocket client: nothing of ours on its side but the two message types that the contract adds. */
import { randomUUID } from 'node:crypto';
import { readVarString, readVarUint8Array } from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

export interface StockClient {
  doc: Y.Doc;
  provider: WebsocketProvider;
  changes: Y.Map<unknown>;
  /** Resolves when `stored` covers all of the doc's own structs so far. */
  stored(): Promise<void>;
  /** Resolves with the refusal and the close code that follows it. */
  refused(): Promise<{ code: string; message: string; changeIds: string[]; closeCode: number }>;
  closed(): Promise<number>;
  synced(): Promise<void>;
  connected(): Promise<void>;
  /** Resolves when the change is in the doc. */
  has(changeId: string): Promise<void>;
  leave(): void;
}

const leaving: (() => void)[] = [];

/** Ends every client that a test opened. */
export function leaveAll(): void {
  for (const leave of leaving.splice(0)) leave();
}

export function stockClient(
  url: string,
  document: string,
  {
    clientId,
    token,
    doc = new Y.Doc(),
    protocols,
    keepsDoc = false,
    headers = {},
  }: {
    clientId: number;
    token: string;
    doc?: Y.Doc;
    protocols?: string[];
    keepsDoc?: boolean;
    /** of the upgrade, such as a cookie */
    headers?: Record<string, string>;
  },
): StockClient {
  doc.clientID = clientId;
  const provider = new WebsocketProvider(url, document, doc, {
    WebSocketPolyfill: socketWith(headers) as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    protocols: protocols ?? ['waypost.v6', `token.${token}`],
  });
  const events = listen(provider);
  const leave = () => {
    // the provider says goodbye under the id that its awareness was made with
    doc.clientID = provider.awareness.clientID;
    provider.destroy();
    if (!keepsDoc) doc.destroy();
  };
  leaving.push(leave);
  return {
    doc,
    provider,
    changes: doc.getMap('changes'),
    stored: () => events.until(() => (events.vector.get(clientId) ?? 0) >= Y.getState(doc.store, clientId)),
    refused: async () => {
      await events.until(() => events.refusal !== undefined && events.closeCode !== undefined);
      return { code: '', message: '', changeIds: [], ...events.refusal, closeCode: events.closeCode ?? 0 };
    },
    closed: async () => {
      await events.until(() => events.closeCode !== undefined);
      return events.closeCode ?? 0;
    },
    connected: () => events.until(() => provider.wsconnected),
    synced: () => events.until(() => provider.synced),
    has: (changeId) => events.until(() => doc.getMap('changes').has(changeId)),
    leave,
  };
}

const socketWith = (headers: Record<string, string>) =>
  class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers });
    }
  };

interface Events {
  vector: Map<number, number>;
  refusal?: { code: string; message: string; changeIds: string[] };
  closeCode?: number;
  until(is: () => boolean): Promise<void>;
}

/** Looks again at each event of the provider and the doc, and never at a clock. */
function listen(provider: WebsocketProvider): Events {
  const waiting = new Set<() => void>();
  const tell = () => [...waiting].forEach((look) => look());
  const events: Events = {
    vector: new Map(),
    until: (is) =>
      new Promise((resolve) => {
        const look = () => {
          if (!is()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
  provider.messageHandlers[100] = (_encoder, decoder) => {
    events.vector = Y.decodeStateVector(readVarUint8Array(decoder));
    tell();
  };
  provider.messageHandlers[101] = (_encoder, decoder) => {
    events.refusal = JSON.parse(readVarString(decoder)) as NonNullable<Events['refusal']>;
    tell();
  };
  provider.on('connection-close', (event) => {
    if (event) events.closeCode = event.code;
    tell();
  });
  provider.on('sync', tell);
  provider.on('status', tell);
  provider.doc.on('update', tell);
  return events;
}

let count = 0;

/** A change as a person who only read the contract would write it. */
export function someChange(
  deviceId: string,
  parts: Record<string, unknown>,
): { id: string; [field: string]: unknown } {
  count += 1;
  const hlc = `${String(Date.UTC(2026, 5, 1) + count).padStart(13, '0')}-0000-${deviceId}`;
  return {
    id: randomUUID(),
    hlc,
    userId: 'nurse',
    deviceId,
    n: count,
    entityId: randomUUID(),
    patch: {},
    ...parts,
  };
}
