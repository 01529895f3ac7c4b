/** Locks that belong to a connection: they go with it, however the process ends. */
import type { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PgPool } from '../pool';

/** The name is of this schema: several programmes may share a database. */
const KEY = `hashtextextended(current_schema() || '/' || $1, 5203)`;

/** A machine that fell silent loses its locks after about ten seconds. */
const KEEPALIVE =
  'SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3';

const LOOK_EVERY = 1500;
/** How long the answer to a sign of life may take, milliseconds. */
const SIGN_MS = 5000;

/** Runs `work` when no other process does; the lock is given back at its end. */
export async function alone<T>(pool: PgPool, name: string, work: () => Promise<T>): Promise<T> {
  const client = await pool.lasting();
  try {
    await client.query(KEEPALIVE);
    await client.query(`SELECT pg_advisory_lock(${KEY})`, [name]);
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether no process holds the lock; it is held by the returned connection then. */
export async function tryLock(pool: PgPool, name: string): Promise<Client | undefined> {
  const client = await pool.lasting();
  try {
    await client.query(KEEPALIVE);
    const got = await client.query(`SELECT pg_try_advisory_lock(${KEY}) AS got`, [name]);
    if ((got.rows[0] as { got: boolean }).got) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end().catch(() => undefined);
  return undefined;
}

/** Runs `work` in whichever process has the lock, again and again, until it is stopped. */
export function oneAtATime(
  pool: PgPool,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  onFault: (error: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      // out of reach: whoever has the lock has it still, or has lost it as well
      const client = await tryLock(pool, name).catch(() => undefined);
      if (client) await holding(client, stopping.signal, work).catch(onFault);
      else await sleep(LOOK_EVERY, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** `work` is ended when the connection is lost, since another may then begin. */
async function holding(
  client: Client,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const signal = AbortSignal.any([stopping, lost.signal]);
  client.once('end', () => lost.abort());
  const signs = setInterval(() => {
    const silence = setTimeout(() => lost.abort(), SIGN_MS);
    client.query('SELECT 1').then(
      () => clearTimeout(silence),
      () => lost.abort(),
    );
  }, LOOK_EVERY);
  try {
    await work(signal);
    // at its end before it was told to: it is not begun anew at once
    if (!signal.aborted) await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  } finally {
    clearInterval(signs);
    await client.end().catch(() => undefined);
  }
}
