/**
 * The changes that one socket gives back under a receipt (rules G1, G2). A chain is proven only at its end: its pieces are staged until
 * they are all there, and then stored as one. One that is too long for that comes twice.
 */
import { readUpdate, type Struct } from '#shared/change/codec/read';
import type { Change } from '#shared/change/change';
import { isPlainJson } from '#shared/json';
import { firstDigest, rootOf, sameDigest, type Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import type { GiveBack } from '#shared/protocol/messages';
import { limits } from '#shared/protocol/limits';
import { LongChain } from './give-back/long-chain';
import { PART, STAGE_CAP } from './give-back/numbers';
import type { Comparison } from './peer-view';
import { hash } from '../database/sqlite/chains';
import type { Ingest } from './ingest';
import { GIVEN_BACK, type RunOutcome } from './append-proven';
import type { Admitted } from './handshake';
import type { Verdict } from './judge';
import type { Receipts } from './receipts';

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
  /** it is proven, and was too long to be kept: it is asked for once more */
  | { type: 'again'; client: number }
  | { type: 'not-judged'; isUnwritable: boolean };

/** The outcome of the chains that were there to their ends, by client. */
export type Clients = Record<Exclude<RunOutcome, 'forked'>, number[]> & {
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
  /** central's own digests */
  compare?: Pick<Comparison, 'markAt' | 'spoilt'>;
  restores?: RestoreSeen | undefined;
  /** bytes */
  mostStaged?: number;
}

export class Handback {
  readonly #staged = new Map<number, Staged>();
  /** chains that are too long to be staged */
  readonly #long = new Map<number, LongChain>();
  /** clients whose long chains are not proven */
  readonly #refused = new Set<number>();
  #bytes = 0;
  #work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly document: string,
    private readonly by: Pick<Admitted['peer'], 'kind' | 'deviceId'>,
    private readonly parts: HandbackParts,
  ) {}

  /** In the order in which they came. */
  take(given: GiveBack): Promise<Taken> {
    const taken = this.#work.then(() => this.#take(given));
    this.#work = taken.catch(() => undefined);
    return taken;
  }

  async #take({ receipt, marks, update }: GiveBack): Promise<Taken> {
    const isOurs = this.#isOurs(receipt, marks);
    const read = readUpdate(update);
    const [first] = read.ok ? read.value : [];
    const client = first?.client ?? marks[0]?.client ?? 0;
    this.#tell(receipt, marks, isOurs);
    if (!isOurs || !read.ok) return { type: 'unproven', client };
    if (!first) return { type: 'shown', marks };
    // of others nothing is counted here
    for (const struct of read.value) if (struct.client === client) this.#stage(struct, marks, receipt.at);
    return (await this.#followed(client)) ?? this.#storeWhole();
  }

  /** A chain that is too long to be kept has ended, or cannot even be followed. */
  async #followed(client: number): Promise<Taken | undefined> {
    if (this.#isTooMuch(client) && !(await this.#onlyFollow(client))) return this.#giveUp(client);
    const long = this.#long.get(client);
    long?.note();
    if (!long?.hasEnded()) return undefined;
    return long.isProven ? { type: 'again', client } : this.#giveUp(client);
  }

  /** Of a chain that is proven no more waits than a part and the message that ends it; what comes in its place may be any other. */
  #isTooMuch(client: number): boolean {
    const most = this.parts.mostStaged ?? STAGE_CAP;
    return this.#bytes > (this.#long.get(client)?.isProven ? 2 * most + limits.messageBytes : most);
  }

  /** From here on its changes are followed, and not kept. False where central cannot tell where it begins, or it was proven before. */
  async #onlyFollow(client: number): Promise<boolean> {
    const staged = this.#staged.get(client);
    const [first] = staged?.structs ?? [];
    if (!staged || !first || this.#long.has(client)) return false;
    const from =
      first.clock === 0
        ? { client, clock: 0, digest: firstDigest(this.document, client, hash) }
        : await this.parts.compare?.markAt(this.document, client, first.clock);
    if (!from) return false;
    const long = new LongChain(staged.mark, staged.at, from);
    for (const [index, { change }] of staged.structs.flatMap(changeOf).entries()) {
      if (index % PART === 0) long.note();
      long.follow(change);
    }
    this.#drop(client);
    this.#long.set(client, long);
    return true;
  }

  /** Its further pieces, which are on their way, are passed over. */
  #giveUp(client: number): Taken {
    this.#drop(client);
    this.#long.delete(client);
    this.#refused.add(client);
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
    if (this.#refused.has(struct.client) || this.#isFollowed(struct, mark)) return;
    const staged = this.#staged.get(struct.client);
    const next = staged?.structs.at(-1)?.clock;
    const goesOn = staged?.mark.clock === mark.clock && next !== undefined && next + 1 === struct.clock;
    if (!goesOn) this.#drop(struct.client);
    this.#keep(struct, mark, at);
  }

  #keep(struct: ChangeStruct, mark: Mark, at: number): void {
    const staged = this.#staged.get(struct.client);
    if (staged) staged.structs.push(struct);
    else this.#staged.set(struct.client, { mark, at, structs: [struct] });
    this.#bytes += struct.bytes;
  }

  /** True for what need not be kept: of a long chain that is not proven yet, and what stands before such a one. */
  #isFollowed(struct: ChangeStruct, mark: Mark): boolean {
    const long = this.#long.get(struct.client);
    if (!long) return false;
    // one that begins elsewhere, or is to end elsewhere, begins again
    const goesOn = long.mark.clock === mark.clock && (long.isProven || long.clock === struct.clock);
    if (!goesOn) return !this.#long.delete(struct.client);
    if (long.isProven) return struct.clock < long.from.clock;
    for (const { change } of changeOf(struct)) long.follow(change);
    return true;
  }

  async #storeWhole(): Promise<Taken> {
    const taken: Clients = { same: [], otherwise: [], forked: [], unproven: [] };
    for (const [client, { mark, at, structs }] of this.#staged) {
      const clock = structs[0]?.clock ?? 0;
      const end = this.#endOf(client, mark, clock + structs.length, clock);
      if (!end) continue;
      this.#drop(client);
      for (const struct of structs.splice(end.clock - clock)) this.#keep(struct, mark, at);
      const changes = structs.flatMap(changeOf);
      const long = this.#long.get(client);
      const run = { document: this.document, client, clock, changes, digest: end.digest, at: long?.at ?? at };
      const outcome = await this.parts.ingest.giveBack({
        ...run,
        isPart: long !== undefined,
        by: GIVEN_BACK,
      });
      if (outcome.type === 'busy') return { type: 'not-judged', isUnwritable: outcome.isUnwritable };
      if (outcome.verdict.run?.is === 'same')
        this.parts.compare?.spoilt.mended(this.document, { client, from: clock, to: end.clock });
      this.#note(taken, client, outcome.verdict, end.clock === mark.clock);
    }
    return { type: 'judged', ...taken };
  }

  /** `isEnd`: nothing of the chain is to come. */
  #note(taken: Clients, client: number, { run, accepted: { length } }: Verdict, isEnd: boolean): void {
    const { is, from = 0 } = run ?? { is: 'same' };
    if (length > 0) this.parts.restores?.gaveBack(length, is === 'forked');
    if (is === 'same' && !isEnd) return;
    // its further pieces would be asked for again, and again in vain
    if (this.#long.has(client) && is !== 'same') this.#giveUp(client);
    this.#long.delete(client);
    if (is === 'forked') taken.forked.push({ client, from });
    else taken[is].push(client);
  }

  /** The place up to which what is staged is proven; undefined while that is nothing. */
  #endOf(client: number, mark: Mark, to: number, from: number): Mark | undefined {
    const long = this.#long.get(client);
    if (long) return long.endWithin(from, to);
    return to < mark.clock ? undefined : mark;
  }
}

/** It was judged when central first stored it; its digest proves that it is that change. */
const changeOf = ({ key, value, body }: ChangeStruct): { change: Change; body: Uint8Array }[] => {
  const isChange = isPlainJson(value) && typeof value === 'object' && value !== null && 'id' in value;
  return isChange && value['id' as never] === key ? [{ change: value as unknown as Change, body }] : [];
};
