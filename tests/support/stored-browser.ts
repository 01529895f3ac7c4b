/** A browser's database as it was written out once: store by store, with keys, indexes and rows. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { IDBFactory } from 'fake-indexeddb';

interface StoredIndex {
  name: string;
  keyPath: string | string[];
  unique: boolean;
  multiEntry: boolean;
}

interface StoredTable {
  name: string;
  keyPath: string | string[];
  autoIncrement: boolean;
  indexes: StoredIndex[];
  rows: unknown[];
}

export interface StoredBrowser {
  name: string;
  /** as IndexedDB counts it: ten times that of Dexie */
  version: number;
  stores: StoredTable[];
}

/** Bytes stand in the file as base64 under `$buffer`, and an undefined value as `$undefined`. */
function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  if ('$buffer' in value) return new Uint8Array(Buffer.from(String(value.$buffer), 'base64')).buffer;
  if ('$undefined' in value) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revive(one)]));
}

export function readStoredBrowser(path: string): StoredBrowser {
  const stored = JSON.parse(gunzipSync(readFileSync(path)).toString()) as StoredBrowser;
  return { ...stored, stores: stored.stores.map((one) => ({ ...one, rows: one.rows.map(revive) })) };
}

/** An IndexedDB that holds it, made by the interface of browsers alone: nothing of today's app has a part in it. */
export async function openStoredBrowser({ name, version, stores }: StoredBrowser): Promise<IDBFactory> {
  const indexedDB = new IDBFactory();
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const { name: table, keyPath, autoIncrement, indexes } of stores) {
      const made = request.result.createObjectStore(table, { keyPath, autoIncrement });
      for (const { name: index, keyPath: path, unique, multiEntry } of indexes)
        made.createIndex(index, path, { unique, multiEntry });
    }
  };
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('it could not be opened'));
  });
  const writing = db.transaction(
    stores.map((table) => table.name),
    'readwrite',
  );
  for (const { name: table, rows } of stores) for (const row of rows) writing.objectStore(table).put(row);
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    writing.onabort = () => reject(writing.error ?? new Error('it could not be written'));
  });
  db.close();
  return indexedDB;
}
