/**
 * Changes that are older than this database knows (rule P10). After a restore a device may bring as new what the lost database had
 * already; a receipt from then, shown by whoever holds it, proves the earlier time. It is kept beside the log, which never alters.
 */
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { Change } from '#shared/change/change';
import { storeDocument, storeOf, yearOf } from '#shared/change/documents';
import { refKey, refOf } from '#shared/change/entity-ref';
import { hlcTime } from '#shared/change/hlc';
import { isRevocation, REVOCATION } from '#shared/change/revocation';
import { changeIdsIn, disownedBy, firstsOf } from '#shared/change/standing';
import { sameDigest } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import type { CentralDatabase, Tx } from '../../database/port/central-database';
import type { LoggedChange } from '../../database/port/changes';
import { CENTRAL, wordOf } from '../../sync/central-word';
import { digestAt } from '../../sync/digest-at';
import { placesOf } from '../../sync/history-of';
import type { Addition } from '../../sync/submission';
import type { SyncServer } from '../../sync/sync-server';
import type { Shown } from './restore-watch';

const KEY = 'proven_older';
const PAGE = 1000;
/** Proofs that are kept: of further ones only the words that they bring about. */
const MOST = 5000;

const kept = z.array(z.tuple([z.string(), z.number(), z.number(), z.number()]));
/** document, client, the clock before which all is older, and the time of the receipt, milliseconds */
type Proof = z.infer<typeof kept>[number];

interface Parts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'act'>;
  /** milliseconds, UTC */
  now: () => number;
}

export class ProvenOlder {
  constructor(private readonly parts: Parts) {}

  /** A receipt of a life that this database does not know names these chains. Rejects with DatabaseUnwritable. */
  async shown({ at }: Receipt, { document, marks }: Shown): Promise<void> {
    const { database, sync } = this.parts;
    const same = new Map<number, number>();
    for (const { client, clock, digest } of marks) {
      const own = await digestAt(database, document, client, clock);
      if (own && sameDigest(own.digest, digest)) same.set(client, clock);
    }
    const late = await this.#late(document, same, at);
    if (late.length === 0) return;
    const clients = new Set(late.map(({ client }) => client));
    const proofs = [...same].filter(([client]) => clients.has(client));
    await sync.act({
      by: CENTRAL,
      plan: async (tx) => {
        const known = await readProofs(tx);
        const fresh = proofs
          .map(([client, clock]): Proof => [document, client, clock, at])
          .filter((proof) => !known.some((one) => isCovered(proof, one)));
        if (fresh.length > 0)
          await tx.changes.setMeta(KEY, JSON.stringify([...known, ...fresh].slice(-MOST)));
        return [...(await this.#owning(tx, late, at)), ...(await this.#firsts(tx, late, at))];
      },
    });
  }

  /** Since when central had a change, as far as it is proven, milliseconds. */
  async sinceOf(tx: Tx): Promise<(logged: LoggedChange) => number> {
    const proofs = await readProofs(tx);
    return ({ document, client, clock, receivedAt }) =>
      proofs
        .filter(([name, owner, end]) => name === document && owner === client && clock < end)
        .reduce((since, [, , , at]) => Math.min(since, at), Date.parse(receivedAt));
  }

  /** What stands in these chains and is written down as received later. */
  async #late(document: string, ends: ReadonlyMap<number, number>, at: number): Promise<LoggedChange[]> {
    const { changes } = this.parts.database;
    const late: LoggedChange[] = [];
    let seq = 0;
    for (;;) {
      const page = await changes.ofDocument(document, seq, PAGE);
      if (page.length === 0) return late;
      seq = page.at(-1)?.seq ?? seq;
      const covered = page.filter(({ client, clock }) => clock < (ends.get(client) ?? 0));
      const logged = await changes.at(covered.map((one) => one.seq));
      late.push(...logged.filter(({ receivedAt }) => Date.parse(receivedAt) > at));
      // a long document holds up nobody else
      await setImmediate();
    }
  }

  /** What was disowned as written after its author was shut out, and was stored before that, counts again (rule K8). */
  async #owning(tx: Tx, late: readonly LoggedChange[], at: number): Promise<Addition[]> {
    const said = await tx.changes.changesOfEntities(late.map(({ change }) => refOf(change)));
    const disowned = disownedBy(said.map(({ change }) => change).filter(isOfShutOut));
    const fell = late.filter(({ change }) => disowned.has(change.id));
    if (fell.length === 0) return [];
    const authors = [...new Set(fell.map(({ receivedFrom }) => receivedFrom))];
    const revocations = await tx.changes.changesOfEntities(
      authors.map((id) => ({ entity: REVOCATION.slice(0, REVOCATION.indexOf('.')), id })),
    );
    const inTime = fell.filter(({ receivedFrom }) =>
      revocations.some(
        ({ change }) => isRevocation(change) && change.entityId === receivedFrom && at <= hlcTime(change.hlc),
      ),
    );
    const now = this.parts.now();
    return (await placesOf(tx, inTime)).flatMap(({ change, documents }) => {
      const { entity, id } = refOf(change);
      const stores = new Set(documents.flatMap((document) => storeOf(document) ?? []));
      const patch = { changeIds: [change.id] };
      return [...stores].map((storeId) =>
        wordOf(`${entity}.own`, id, patch, storeDocument(storeId, yearOf(now)), now),
      );
    });
  }

  /** Of two creations that are known, the time of the one that is proven older than it was (rule W4). */
  async #firsts(tx: Tx, late: readonly LoggedChange[], at: number): Promise<Addition[]> {
    const made = late.filter(({ change }) => isCreation(change));
    const all = await tx.changes.changesOfEntities(made.map(({ change }) => refOf(change)));
    const now = this.parts.now();
    return made.flatMap(({ change }) => {
      const others = all.filter((one) => refKey(refOf(one.change)) === refKey(refOf(change)));
      const stores = new Set(
        others.flatMap((one) => (isCreation(one.change) ? String(one.change.patch['storeId']) : [])),
      );
      if (stores.size < 2 || isSaid(others, change.id, at)) return [];
      const patch = { createId: change.id, store: String(change.patch['storeId']), since: at };
      return [...stores].map((store) =>
        wordOf('asset.first', change.entityId, patch, storeDocument(store, yearOf(now)), now),
      );
    });
  }
}

/** A device shows a receipt at each connection: the same one brings nothing new. */
const isCovered = ([document, client, clock, at]: Proof, [name, owner, end, since]: Proof): boolean =>
  name === document && owner === client && end >= clock && since <= at;

/** True if central has stated already that this creation is at least so old. */
const isSaid = (logged: readonly LoggedChange[], createId: string, at: number): boolean =>
  firstsOf(logged.map(({ change }) => change)).some((one) => one.createId === createId && one.since <= at);

const isCreation = ({ kind, patch }: Change): boolean =>
  kind === 'asset.create' && typeof patch['storeId'] === 'string';

/** Disowned for its author; a word of two creations names the one that stands. */
const isOfShutOut = ({ kind, patch }: Change): boolean =>
  changeIdsIn(patch).length > 0 && (kind.endsWith('.own') || patch['createId'] === undefined);

async function readProofs({ changes }: Tx): Promise<Proof[]> {
  const text = await changes.meta(KEY);
  return text === undefined ? [] : kept.parse(JSON.parse(text));
}
