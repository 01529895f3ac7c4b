/** A stock WebsocketProvider and nothing else: the server must bear everything that the library does. */
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Change, Device, Staff } from './people';

const STORED = 100;
const REFUSED = 101;
export const YEAR = new Date().getUTCFullYear();

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly changeIds: readonly string[];
}

export interface Stock {
  readonly doc: Y.Doc;
  readonly changes: Y.Map<unknown>;
  readonly provider: WebsocketProvider;
  readonly clientId: number;
  readonly refusals: readonly Refusal[];
  synced(): Promise<void>;
  /** Until the server confirms that everything this doc now holds of its own is on disk. */
  stored(): Promise<void>;
  closed(): Promise<number>;
  has(id: string): Promise<void>;
  leave(): void;
}

const all = new Set<Stock>();

export function leaveAll(): void {
  for (const stock of all) stock.leave();
}

type SocketClass = new (address: string | URL, protocols?: string | string[]) => WebSocket;

interface Options {
  readonly doc?: Y.Doc;
  readonly clientId?: number;
  readonly protocols?: string[];
  readonly socket?: SocketClass;
}

/** A WebSocket that sends the headers of a browser on the server's own pages. */
export function socketOf(staff: Staff, origin = staff.waypost.origin): SocketClass {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie: staff.cookie, origin } });
    }
  };
}

export function deviceProtocols(device: Device): string[] {
  return ['waypost.v6', `token.${device.deviceToken}`, `central.${device.centralId}`];
}

export function asDevice(device: Device, document: string, options: Options = {}): Stock {
  return connect(device.waypost.sync, document, {
    clientId: device.clientId,
    protocols: deviceProtocols(device),
    ...options,
  });
}

export function asStaff(staff: Staff, document: string, options: Options = {}): Stock {
  return connect(staff.waypost.sync, document, {
    clientId: staff.clientId,
    protocols: ['waypost.v6'],
    socket: socketOf(staff),
    ...options,
  });
}

export const storeDocument = (device: Device, year = YEAR) => `store/${device.store.id}/${year}`;

export function connect(server: string, document: string, options: Options): Stock {
  const doc = options.doc ?? new Y.Doc();
  if (options.clientId !== undefined) doc.clientID = options.clientId;
  const own = doc.clientID;
  const changes = doc.getMap('changes');
  const provider = new WebsocketProvider(server, document, doc, {
    WebSocketPolyfill: (options.socket ?? WebSocket) as unknown as typeof globalThis.WebSocket,
    protocols: options.protocols ?? [],
    disableBc: true,
    connect: false,
  });
  const refusals: Refusal[] = [];
  const events = new EventTarget();
  let durable = 0;
  let closeCode: number | undefined;
  const tell = () => events.dispatchEvent(new Event('news'));
  provider.messageHandlers[STORED] = (_encoder, decoder) => {
    durable = Y.decodeStateVector(decoding.readVarUint8Array(decoder)).get(own) ?? 0;
    tell();
  };
  provider.messageHandlers[REFUSED] = (_encoder, decoder) => {
    refusals.push(JSON.parse(decoding.readVarString(decoder)) as Refusal);
    tell();
  };
  provider.on('sync', tell);
  provider.on('connection-close', (event) => {
    closeCode = event?.code;
    tell();
  });
  doc.on('update', tell);
  const until = (is: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!is()) return;
        events.removeEventListener('news', look);
        resolve();
      };
      events.addEventListener('news', look);
      look();
    });
  const stock: Stock = {
    doc,
    changes,
    provider,
    clientId: own,
    refusals,
    synced: () => until(() => provider.synced),
    stored: () => until(() => durable > 0 && durable >= (Y.getState(doc.store, own) || 1)),
    has: (id) => until(() => changes.has(id)),
    async closed() {
      await until(() => closeCode !== undefined);
      return closeCode ?? 0;
    },
    leave() {
      all.delete(stock);
      // Yjs may have taken another id, under which the provider has no awareness state to take leave with.
      doc.clientID = own;
      provider.destroy();
    },
  };
  all.add(stock);
  provider.connect();
  return stock;
}

/** Under the id that the doc began with: Yjs takes another when it hears from itself. */
export function put(stock: Stock, ...changes: readonly Change[]): void {
  stock.doc.clientID = stock.clientId;
  stock.doc.transact(() => {
    for (const each of changes) stock.changes.set(each.id, each);
  });
}
