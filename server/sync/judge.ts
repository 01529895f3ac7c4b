/**
 * The judge: the verdict of central on each struct of an update (PROTOCOL.md, *Judging*). Pure: it decides from its arguments alone. It
 * refuses only changes that must never be; those that are merely inconsistent are accepted, and flagged after the fold.
 */
import type { Change } from '#shared/change/change';
import { storeOf } from '#shared/change/documents';
import { mayChange } from '#shared/change/equipment-rights';
import { isRevocation } from '#shared/change/revocation';
import { isWord } from '#shared/change/standing';
import { mayEdit, mayEditSome } from '#shared/domain/rights';
import { equalJson, isJsonObject, type Json } from '#shared/json';
import { limits } from '#shared/protocol/limits';
import type { RefusalCode } from '#shared/protocol/error-codes';
import { refOf } from '#shared/change/entity-ref';
import type { StoredChange } from '../database/port/changes';
import type { RunOutcome } from './append-proven';
import { concernsOf, type Candidate, type Offer } from './offer';
import { GrownChanges, type KnownChanges } from './known-changes';

/** The reason why changes were not accepted. */
export interface Refused {
  code: RefusalCode;
  field?: string;
  /** empty when the refused struct names no change */
  changeIds: string[];
  /** the changes among them that could be read */
  changes: Change[];
}

export interface Verdict {
  /** in the order of clocks, per client */
  accepted: StoredChange[];
  refused: Refused[];
  /** something earlier is missing: neither stored nor refused, to be asked for again */
  hasGap: boolean;
  /** the outcome of a run that was given back */
  run?: { is: RunOutcome; from?: number };
}

export const countRefused = ({ refused }: Verdict): number =>
  refused.reduce((sum, { changeIds }) => sum + changeIds.length, 0);

type Ruling =
  | { rule: 'accept'; change: Change; body: Uint8Array }
  | { rule: 'pass' | 'gap' | 'stop' }
  | { rule: 'refuse'; refused: Refused };

/**
 * Judges the structs of an offer, client by client; of a client, nothing after the first that is refused is taken. The structs after it are
 * looked at all the same (rule M8), so that the sender hears of everything that stands in its way at once.
 */
export function judge(offer: Offer, world: KnownChanges): Verdict {
  return judgeOn(offer, new GrownChanges(world));
}

/** As `judge`; the world grows by what is accepted. */
export function judgeOn(offer: Offer, grown: GrownChanges): Verdict {
  const verdict: Verdict = { accepted: [], refused: [], hasGap: false };
  for (const structs of byClient(offer.structs)) judgeClient(offer, structs, grown, verdict);
  return verdict;
}

function byClient(structs: readonly Candidate[]): Candidate[][] {
  const clients = new Map<number, Candidate[]>();
  for (const struct of structs) {
    const own = clients.get(struct.client);
    if (own) own.push(struct);
    else clients.set(struct.client, [struct]);
  }
  return [...clients.values()].map((own) => own.sort((a, b) => a.clock - b.clock));
}

function judgeClient(
  offer: Offer,
  structs: readonly Candidate[],
  world: GrownChanges,
  verdict: Verdict,
): void {
  const { document } = offer;
  let index = 0;
  for (const struct of structs) {
    index += 1;
    const ruling = rule(offer, struct, structs, world);
    if (ruling.rule === 'pass') continue;
    if (ruling.rule === 'gap') verdict.hasGap = true;
    if (ruling.rule === 'refuse')
      verdict.refused.push(ruling.refused, ...refusedAfter(offer, struct, structs.slice(index), world));
    if (ruling.rule !== 'accept') return;
    const stored = {
      document,
      client: struct.client,
      clock: struct.clock,
      change: ruling.change,
      body: ruling.body,
    };
    world.add(stored);
    verdict.accepted.push(stored);
  }
}

/**
 * The later structs that would be refused for their contents. A reused clock, or a foreign client id, proves nothing about what follows.
 */
function refusedAfter(
  offer: Offer,
  first: Candidate,
  rest: readonly Candidate[],
  world: GrownChanges,
): Refused[] {
  const isNew = first.clock === world.head(offer.document, first.client);
  if (!isNew || !offer.writer.mayWrite || !offer.writer.clientIds.includes(first.client)) return [];
  return rest.flatMap((struct) => {
    const ruling = ruleNew(offer, struct, world);
    return ruling.rule === 'refuse' ? [ruling.refused] : [];
  });
}

function rule(offer: Offer, struct: Candidate, all: readonly Candidate[], world: KnownChanges): Ruling {
  const head = world.head(offer.document, struct.client);
  if (struct.clock < head) return ruleKnown(offer, struct, head, world);
  if (!offer.writer.clientIds.includes(struct.client)) {
    return world.isRegistered(struct.client) ? { rule: 'stop' } : refuse('unknown-client', struct);
  }
  if (!offer.writer.mayWrite) return refuse(readerIssue(offer), ...all.filter(({ clock }) => clock >= head));
  if (struct.clock > head) return { rule: 'gap' };
  return ruleNew(offer, struct, world);
}

/** A clock that is taken: the same again, or garbage made of it, brings nothing new; anything else means two authors under one id. */
function ruleKnown(offer: Offer, struct: Candidate, head: number, world: KnownChanges): Ruling {
  if (struct.type === 'garbage') {
    const isCovered = struct.clock + struct.length <= head || !offer.writer.clientIds.includes(struct.client);
    return isCovered ? { rule: 'pass' } : refuse('not-a-change', struct);
  }
  const known = world.at({ document: offer.document, client: struct.client, clock: struct.clock });
  const isSame = struct.type === 'change' && known?.id === struct.key && isEqual(known, struct.value);
  return isSame ? { rule: 'pass' } : refuse('clock-reused', struct);
}

function ruleNew(offer: Offer, struct: Candidate, world: KnownChanges): Ruling {
  if (struct.type === 'overwrite') return refuse('overwrite', struct);
  if (struct.type !== 'change') return refuse('not-a-change', struct);
  if (struct.bytes > limits.changeBytes) return refuse('change-too-large', struct);
  if (!struct.checked.ok) {
    const [issue] = struct.checked.issues;
    return refuseWith(issue.code, issue.field, struct);
  }
  const change = struct.checked.value;
  if (change.id !== struct.key) return refuse('not-a-change', struct);
  const known = world.changeById(change.id);
  if (known && !isEqual(known, struct.value)) return refuse('overwrite', struct);
  const code = rightsIssue(offer, change, known !== undefined, world);
  return code ? refuse(code, struct) : { rule: 'accept', change, body: struct.body };
}

/** Devices, and pages of another origin, learn where central data is edited; staff learn that they lack the right. */
const readerIssue = ({ writer: { rights } }: Offer): RefusalCode =>
  rights && !mayEditSome(rights) ? 'no-right' : 'central-only';

/** Kinds that nobody else may make (rules D4 and F8). */
const madeByCentral = ['asset.move', 'assetLog.rekey'];

/**
 * True for changes that central writes by acts of its own, which are not judged: nobody else makes them. Staff who write by HTTP make none
 * of them either (they have rights, central has none): a move has a call of its own, which asks where both stores lie.
 */
const isCentralsOwn = (change: Change, { isCentral, rights }: Offer['writer']): boolean =>
  isRevocation(change) ||
  isWord(change) ||
  (madeByCentral.includes(change.kind) && (!isCentral || rights !== undefined));

/** A change that central has made already may come back from anyone: it brings nothing new. */
function rightsIssue(
  { document, writer }: Offer,
  change: Change,
  isKnown: boolean,
  world: KnownChanges,
): RefusalCode | undefined {
  if (!isKnown && isCentralsOwn(change, writer)) return 'central-only';
  const storeId = storeOf(document);
  if (writer.rights && !mayWrite(writer.rights, change, storeId, isKnown)) return 'no-right';
  if (storeId === undefined) return undefined;
  const isBeyond = !isKnown && writer.hasStore !== undefined && world.beyond.has(change.id);
  return isBeyond || isElsewhere(change, storeId, world) ? 'not-yours' : undefined;
}

/** True where the rights of staff allow a change: of central data (rule R5), or of the equipment of a store (rule R9). */
const mayWrite = (
  rights: readonly string[],
  change: Change,
  storeId: string | undefined,
  isKnown: boolean,
): boolean =>
  storeId === undefined ? mayEdit(rights, refOf(change).entity) : isKnown || mayChange(rights, change);

/** True for a change of an entity that lies in other stores, or that hangs on one. */
const isElsewhere = (change: Change, storeId: string, world: KnownChanges): boolean =>
  concernsOf(change).some((ref) => {
    const stores = world.storesOf(ref);
    return stores.length > 0 && !stores.includes(storeId);
  });

const isEqual = (known: Change, value: unknown): boolean =>
  isJsonObject(value) && equalJson(known as unknown as Json, value);

const refuse = (code: RefusalCode, ...structs: readonly Candidate[]): Ruling =>
  refuseWith(code, undefined, ...structs);

function refuseWith(code: RefusalCode, field: string | undefined, ...structs: readonly Candidate[]): Ruling {
  const changeIds = structs.flatMap(changeIdOf);
  const changes = structs.flatMap((struct) =>
    struct.type === 'change' && struct.checked.ok ? [struct.checked.value] : [],
  );
  return { rule: 'refuse', refused: { code, ...(field !== undefined && { field }), changeIds, changes } };
}

/** The id that a sender will know its change by; the value of an overwrite may name one. */
function changeIdOf(struct: Candidate): string[] {
  if (struct.type === 'change') return [struct.key.slice(0, limits.idLength)];
  if (struct.type !== 'overwrite' || !isJsonObject(struct.value)) return [];
  const { id } = struct.value;
  return typeof id === 'string' ? [id.slice(0, limits.idLength)] : [];
}
