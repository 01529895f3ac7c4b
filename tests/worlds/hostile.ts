/** A device that does what no app does: it shows what it cannot prove, writes under others' names, and says what is not so. */
import { randomUUID } from 'node:crypto';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { WebSocket } from 'ws';
import type { Change } from '#shared/change/change';
import { encodeBody, type PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { storeOf } from '#shared/change/documents';
import {
  giveBackMessage,
  marksTail,
  messageType,
  step1Message,
  updateMessage,
  type GiveBack,
} from '#shared/protocol/messages';
import { rootOf } from '#shared/proof/digest';
import { marksOf } from '../../src/engine/proof-book';
import { contentOf } from '../../src/replica/changes/outbox';
import { receiptsOf } from '../../src/replica/proofs/receipts';
import type { SiteIdentity } from '../../src/replica/records';
import type { Device } from './device';
import { storedAt } from './ledger';
import type { World } from './world';

interface Means {
  world: World;
  identity: SiteIdentity;
  document: string;
  placed: PositionedChange[];
  /** what it can prove, as an app would show it */
  proofs: GiveBack[];
  /** client → the first clock that central has lost of it */
  lost: Map<number, number>;
}

/** What it sends, and what of that central may take: the ids of changes that are its own and new. */
interface Attack {
  name: string;
  /** there is more to be had by it once central has lost something */
  isOfRestore?: true;
  frames: (means: Means) => Promise<Uint8Array[]> | Uint8Array[];
  document?: (means: Means) => string;
}

const forged = (one: PositionedChange): PositionedChange => ({
  ...one,
  change: { ...one.change, patch: { ...one.change.patch, donor: 'FORGED' } },
});

const updateOf = (placed: readonly PositionedChange[]): Uint8Array => encodeUpdate(placed.map(toBytes));

/** A change that nobody made, under a client at its head. */
function made(means: Means, client: number, clock: number, parts: Partial<Change>): Uint8Array {
  const { identity, world } = means;
  const change: Change = {
    id: randomUUID(),
    hlc: `${world.time.now()}-0000-${identity.deviceId}`,
    ...{
      userId: identity.deviceId,
      deviceId: identity.deviceId,
      n: 1,
      kind: 'asset.edit',
      entityId: 'asset-1',
    },
    ...{ patch: { donor: 'FORGED' }, ...parts },
  };
  return updateMessage(encodeUpdate([{ client, clock, changeId: change.id, body: encodeBody(change) }]));
}

async function headOf({ world, document }: Means, client: number): Promise<number> {
  const heads = await world.programme.database.changes.heads([document]);
  return heads.get(document)?.get(client) ?? 0;
}

/** The chain of one client that a receipt names: of one that central has lost, where there is one. */
const chainIn = ({ placed, lost }: Means, { receipt }: GiveBack): PositionedChange[] => {
  const [first = 0, ...others] = receipt.vector.keys();
  const client = [first, ...others].find((one) => lost.has(one)) ?? first;
  return placed.filter((one) => one.client === client).sort((a, b) => a.clock - b.clock);
};

/** What stands before it is as central has it; all of it where nothing is lost. */
const forgedWhereLost = ({ lost }: Means, chain: readonly PositionedChange[]): PositionedChange[] =>
  chain.map((one) => (one.clock >= (lost.get(one.client) ?? 0) ? forged(one) : one));

const attacks: readonly [Attack, ...Attack[]] = [
  {
    name: 'gives back what was altered',
    isOfRestore: true,
    frames: (means) =>
      means.proofs.map((proof) =>
        giveBackMessage({ ...proof, update: updateOf(forgedWhereLost(means, chainIn(means, proof))) }),
      ),
  },
  {
    name: 'gives back in another document',
    isOfRestore: true,
    document: ({ world, identity, document }) =>
      identity.stores.map(({ id }) => `store/${id}/${world.year - 1}`).find((name) => name !== document) ??
      document,
    frames: (means) =>
      means.proofs.map((proof) => giveBackMessage({ ...proof, update: updateOf(chainIn(means, proof)) })),
  },
  {
    name: 'makes a receipt of its own',
    isOfRestore: true,
    frames: (means) =>
      means.proofs.flatMap((proof) => {
        const chain = chainIn(means, proof);
        const last = chain.at(-1);
        if (!last) return [];
        const more = forged({ ...last, clock: last.clock + 1, change: { ...last.change, id: randomUUID() } });
        const vector = new Map(proof.receipt.vector).set(more.client, more.clock + 1);
        // right but for the word of central
        const marks = marksOf(means.document, [...means.placed, more], vector);
        if (!marks) return [];
        const receipt = { ...proof.receipt, vector, root: rootOf(marks) };
        return [giveBackMessage({ receipt, marks, update: updateOf([...chain, more]) })];
      }),
  },
  {
    name: 'writes under the client of another',
    frames: async (means) => {
      const own = [means.identity.clientId, ...means.identity.formerClientIds];
      const other = means.placed.find(({ client }) => !own.includes(client))?.client;
      return other === undefined ? [] : [made(means, other, await headOf(means, other), {})];
    },
  },
  {
    name: 'moves an asset',
    frames: async (means) => {
      const { clientId } = means.identity;
      const patch = { storeId: means.identity.stores[0]?.id ?? '' };
      const assets = (await storedAt(means.world.programme.database)).filter(
        ({ change }) => change.kind === 'asset.create',
      );
      const entityId = assets[means.world.random.below(assets.length)]?.change.entityId ?? 'asset-1';
      const clock = await headOf(means, clientId);
      return [made(means, clientId, clock, { kind: 'asset.move', entityId, patch })];
    },
  },
  {
    name: 'says that what it was shut out for counts',
    frames: async (means) => {
      const { clientId } = means.identity;
      const patch = { changeIds: means.placed.map(({ change }) => change.id).slice(0, 50) };
      return [made(means, clientId, await headOf(means, clientId), { kind: 'asset.own', patch })];
    },
  },
  {
    name: 'writes what is of another store',
    frames: async (means) => {
      const { clientId, stores } = means.identity;
      const mine = new Set(stores.map(({ id }) => id));
      const stored = await storedAt(means.world.programme.database);
      // what was moved here it may write of, whether it knows that or not
      const here = new Set(
        stored.flatMap(({ document, change }) =>
          mine.has(storeOf(document) ?? '') ? [change.entityId] : [],
        ),
      );
      const theirs = stored.filter(({ change }) => change.kind === 'asset.create');
      const isKnownHere = (id: string): boolean =>
        here.has(id) || means.placed.some(({ change }) => change.entityId === id);
      const one = theirs.find(({ change }) => !isKnownHere(change.entityId));
      const entityId = one?.change.entityId;
      return entityId === undefined
        ? []
        : [made(means, clientId, await headOf(means, clientId), { entityId })];
    },
  },
  {
    name: 'says that it holds something else',
    frames: ({ placed }) => {
      const vector = new Map<number, number>();
      for (const { client, clock } of placed)
        vector.set(client, Math.max(clock + 1, vector.get(client) ?? 0));
      const marks = [...vector].map(([client, clock]) => ({ client, clock, digest: new Uint8Array(16) }));
      return [step1Message(vector, marksTail(marks))];
    },
  },
];

/** Nothing of it may be at central afterwards. Answers what was tried; undefined where there is nothing to try with. */
export async function attack(
  world: World,
  { replica: { db } }: Device,
  isRestored: boolean,
): Promise<string | undefined> {
  const { random } = world;
  const identity = await db.identity.get('me');
  const names = [...new Set((await chainsByDocument(db)).filter((name) => name.startsWith('store/')))];
  const lostIn = new Map(isRestored ? await lostOf(world, db, names) : []);
  const documents = lostIn.size > 0 ? [...lostIn.keys()] : names;
  const document = documents[random.below(documents.length)];
  if (identity?.kind !== 'site' || document === undefined) return undefined;
  const { placed } = await contentOf(db, document);
  const proofs = (await receiptsOf(db, document)).flatMap((receipt) => {
    const marks = marksOf(document, placed, receipt.vector);
    return marks ? [{ receipt, marks, update: new Uint8Array([0, 0]) }] : [];
  });
  const means = { world, identity, document, placed, proofs, lost: lostIn.get(document) ?? new Map() };
  const [first, ...others] = isRestored ? attacks.filter((one) => one.isOfRestore) : attacks;
  const { name, frames, document: other } = random.pick([first ?? attacks[0], ...others]);
  await send(world, identity.deviceToken, other?.(means) ?? document, await frames(means));
  return name;
}

/** document → what a device has of it and central has lost: the first clock of each client */
export async function lostOf(
  { programme }: World,
  db: Device['replica']['db'],
  documents: readonly string[],
): Promise<[document: string, lost: Map<number, number>][]> {
  const heads = await programme.database.changes.heads(documents);
  const all: [string, Map<number, number>][] = [];
  for (const document of documents) {
    const lost = new Map<number, number>();
    for (const { client, clock } of (await contentOf(db, document)).placed) {
      const head = heads.get(document)?.get(client) ?? 0;
      if (clock >= head) lost.set(client, head);
    }
    if (lost.size > 0) all.push([document, lost]);
  }
  return all;
}

export const chainsByDocument = async (db: Device['replica']['db']): Promise<string[]> =>
  (await db.chains.toArray()).map(({ document }) => document);

/** Resolves when central has dealt with all of it: by its word on a last question, or by the end of the socket. */
function send(world: World, token: string, document: string, frames: readonly Uint8Array[]): Promise<void> {
  const url = `${world.programme.central.origin.replace('http', 'ws')}/sync/${encodeURIComponent(document)}`;
  const socket = new WebSocket(url, ['waypost.v6', `token.${token}`]);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.once('open', () => {
      for (const frame of frames) socket.send(frame);
      socket.send(step1Message(new Map()));
    });
    socket.on('message', (data: Buffer) => {
      if (readVarUint(createDecoder(data)) === messageType.stored) socket.close();
    });
  });
}
