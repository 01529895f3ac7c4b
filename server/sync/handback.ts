/**
 * The changes that one socket gives back under a receipt (rules G1, G2). A chain is proven only at its end: its pieces are staged until
 * they are all there, and then stored as one.
 */
import { readUpdate, type Struct } from '#shared/change/codec/read';
import type { Change } from '#shared/change/change';
import { isPlainJson } from '#shared/json';
import { rootOf, sameDigest, type Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import {
  forkedMessage,
  proofsTail,
  showBranchMessage,
  step1Message,
  unprovenMessage,
  type GiveBack,
} from '#shared/protocol/messages';
import type { PeerView } from './peer-view';
import { hash } from '../database/sqlite/chains';
import type { Ingest } from './ingest';
import { GIVEN_BACK, type RunOutcome } from './append-proven';
import type { Admitted } from './handshake';
import type { Receipts } from './receipts';

/**
 * Bytes of changes that one socket may have staged: more than a hundred thousand changes of one device in one store and year. Of a longer
 * chain central says at once that it cannot prove it (rule G4): what stands behind it goes on.
 */
const STAGE_CAP = 64 * 1024 * 1024;

type ChangeStruct = Extract<Struct, { type: 'change' }>;

/** The pieces of one client's chain that have come, in their order. */
interface Staged {
  mark: Mark;
  at: number;
  structs: ChangeStruct[];
}

export type Taken =
  | ({ type: 'judged' } & Clients)
  /** nothing but a receipt, which is ours */
  | { type: 'shown'; marks: readonly Mark[] }
  | { type: 'unproven'; client: number }
  | { type: 'not-judged'; isUnwritable: boolean };

/** The outcome of the chains that were there to their ends, by client. */
type Clients = Record<Exclude<RunOutcome, 'forked'>, number[]> & {
  forked: { client: number; from: number }[];
};

/** The listener for receipts from a time that this database may not know. */
export interface RestoreSeen {
  /** a receipt that this central server made, now or before */
  shown(receipt: Receipt, of: { document: string; marks: readonly Mark[] }): void;
  /** changes that came back; `isBranch`: beside others */
  gaveBack(changes: number, isBranch: boolean): void;
  /** somebody with a receipt whom the database does not know, or has shut out */
  unknownDevice(id: string): void;
  /** a receipt that was made with a key that is not here */
  keyMissing(deviceId: string): void;
  /** `assets`: the number of assets that turned out to have been created in two stores */
  createdTwice(assets: number): void;
}

interface HandbackParts {
  ingest: Pick<Ingest, 'giveBack'>;
  receipts: Pick<Receipts, 'isOurs' | 'hasKey'>;
  restores?: RestoreSeen | undefined;
  /** bytes */
  mostStaged?: number;
}

export class Handback {
  readonly #staged = new Map<number, Staged>();
  /** clients whose chains are too long to be staged */
  readonly #tooLong = new Set<number>();
  #bytes = 0;

  constructor(
    private readonly document: string,
    private readonly by: Pick<Admitted['peer'], 'kind' | 'deviceId'>,
    private readonly parts: HandbackParts,
  ) {}

  async take({ receipt, marks, update }: GiveBack): Promise<Taken> {
    const isOurs = this.#isOurs(receipt, marks);
    const read = readUpdate(update);
    const [first] = read.ok ? read.value : [];
    const client = first?.client ?? marks[0]?.client ?? 0;
    this.#tell(receipt, marks, isOurs);
    if (!isOurs || !read.ok) return { type: 'unproven', client };
    if (!first) return { type: 'shown', marks };
    for (const struct of read.value) this.#stage(struct, marks, receipt.at);
    if (this.#bytes > (this.parts.mostStaged ?? STAGE_CAP)) return this.#giveUp(client);
    return this.#storeWhole();
  }

  /** Its further pieces, which are on their way, are passed over. */
  #giveUp(client: number): Taken {
    this.#drop(client);
    this.#tooLong.add(client);
    return { type: 'unproven', client };
  }

  #drop(client: number): void {
    for (const { bytes } of this.#staged.get(client)?.structs ?? []) this.#bytes -= bytes;
    this.#staged.delete(client);
  }

  #isOurs = (receipt: GiveBack['receipt'], marks: readonly Mark[]): boolean =>
    this.parts.receipts.isOurs(this.document, receipt) && sameDigest(rootOf(marks, hash), receipt.root);

  #tell(receipt: GiveBack['receipt'], marks: readonly Mark[], isOurs: boolean): void {
    const { receipts, restores } = this.parts;
    if (!isOurs && !receipts.hasKey(receipt.keyId)) restores?.keyMissing(this.by.deviceId);
    if (!isOurs) return;
    restores?.shown(receipt, { document: this.document, marks });
    if (this.by.kind === 'bearer') restores?.unknownDevice(this.by.deviceId);
  }

  /** A piece goes on where the last one ended; one that begins elsewhere begins again. */
  #stage(struct: Struct, marks: readonly Mark[], at: number): void {
    const mark = marks.find(({ client }) => client === struct.client);
    if (!mark || struct.type !== 'change' || struct.clock >= mark.clock) return;
    if (this.#tooLong.has(struct.client)) return;
    const staged = this.#staged.get(struct.client);
    const next = staged?.structs.at(-1)?.clock;
    const goesOn = staged?.mark.clock === mark.clock && next !== undefined && next + 1 === struct.clock;
    if (!goesOn) this.#drop(struct.client);
    if (goesOn) staged.structs.push(struct);
    else this.#staged.set(struct.client, { mark, at, structs: [struct] });
    this.#bytes += struct.bytes;
  }

  async #storeWhole(): Promise<Taken> {
    const taken: Clients = { same: [], otherwise: [], forked: [], unproven: [] };
    for (const [client, { mark, at, structs }] of this.#staged) {
      const [first] = structs;
      const changes = structs.flatMap(changeOf);
      if (!first || first.clock + structs.length < mark.clock) continue;
      this.#drop(client);
      const run = { document: this.document, client, clock: first.clock, changes, digest: mark.digest, at };
      const outcome = await this.parts.ingest.giveBack({ ...run, by: GIVEN_BACK });
      if (outcome.type === 'busy') return { type: 'not-judged', isUnwritable: outcome.isUnwritable };
      const { is, from = 0 } = outcome.verdict.run ?? { is: 'same' };
      const { length } = outcome.verdict.accepted;
      if (length > 0) this.parts.restores?.gaveBack(length, is === 'forked');
      if (is === 'forked') taken.forked.push({ client, from });
      else taken[is].push(client);
    }
    return { type: 'judged', ...taken };
  }
}

/**
 * The answer to a holder that gave something back; a holder that has shown a receipt may know how much central has of the changes that it
 * names (rule G6).
 */
export async function messagesAfter(
  taken: Exclude<Taken, { type: 'not-judged' }>,
  told: Pick<PeerView, 'show' | 'compare' | 'vector'>,
): Promise<Uint8Array[]> {
  if (taken.type === 'unproven') return [unprovenMessage(taken.client)];
  if (taken.type === 'judged') return aboutChains(taken);
  if (!told.show(taken.marks.map(({ client }) => client))) return [];
  const other = await told.compare(taken.marks);
  return [step1Message(told.vector, proofsTail), ...other.map(showBranchMessage)];
}

const aboutChains = ({ otherwise, unproven, forked }: Clients): Uint8Array[] => [
  ...otherwise.map(showBranchMessage),
  ...unproven.map(unprovenMessage),
  ...forked.map(({ client, from }) => forkedMessage(client, from)),
];

/** It was judged when central first stored it; its digest proves that it is that change. */
const changeOf = ({ key, value, body }: ChangeStruct): { change: Change; body: Uint8Array }[] => {
  const isChange = isPlainJson(value) && typeof value === 'object' && value !== null && 'id' in value;
  return isChange && value['id' as never] === key ? [{ change: value as unknown as Change, body }] : [];
};
