/** The end of a connection to a document, and the engine's reaction. No reaction ever deletes a device's data. */
import { closeReason, UNWRITABLE, type CloseReason } from '#shared/protocol/close-codes';
import type { RefusalOutcome } from '../replica/changes/refuse';
import { LONGEST_FAULT_WAIT_MS, LONGEST_WAIT_MS } from './backoff';

export type Ending =
  | { type: 'left' }
  | { type: 'cut' }
  /** `isUnwritable`: central's disk takes nothing */
  | { type: 'closed'; reason: Exclude<CloseReason, 'refused'>; isUnwritable?: true }
  | { type: 'refused'; outcome: RefusalOutcome; code: string }
  /** central's branch of a client is taken in the place of this device's; `isOwn`: of the client id that it writes under */
  | { type: 'swapped'; isOwn: boolean }
  | { type: 'failed'; code: string };

/**
 * The reaction: try again at once (`again`) or after a while (`retry`), with the other connections left as they are or all
 * closed (`pause`). Or take a new client id, leave this document alone, or stop until a person acts.
 */
export type Reaction =
  | { type: 'none' }
  | { type: 'retry'; code: string }
  | { type: 'pause'; code: string }
  | { type: 'again' }
  | { type: 'rekey' }
  | { type: 'hold'; code: string }
  | { type: 'stop'; code: string };

/** New client ids in a row without a cycle that ends well; beyond it something else is wrong. */
export const MOST_REKEYS = 3;

export function reactionTo(ending: Ending, identityKind: 'site' | 'staff'): Reaction {
  switch (ending.type) {
    case 'left':
      return { type: 'none' };
    case 'cut':
      return { type: 'retry', code: 'offline' };
    case 'failed':
      return { type: 'retry', code: ending.code };
    case 'refused':
      return reactionToRefusal(ending);
    case 'swapped':
      return ending.isOwn ? { type: 'rekey' } : { type: 'again' };
    case 'closed':
      return ending.isUnwritable === true
        ? { type: 'retry', code: UNWRITABLE }
        : reactionToClose(ending.reason, identityKind);
  }
}

function reactionToRefusal({ outcome, code }: Extract<Ending, { type: 'refused' }>): Reaction {
  if (outcome === 'not-ours') return { type: 'hold', code };
  return outcome === 'set-aside' ? { type: 'again' } : { type: 'rekey' };
}

/** Of several refusals in one message, the one that decides: a refusal that settles by itself comes before one that waits for a person. */
export const graverRefusal = (a: RefusalOutcome | undefined, b: RefusalOutcome): RefusalOutcome =>
  a === undefined || refusalWeight[b] > refusalWeight[a] ? b : a;

const refusalWeight = { 'not-ours': 0, 'set-aside': 1, moved: 2, 'put-again': 3 } as const;

function reactionToClose(reason: Exclude<CloseReason, 'refused'>, identityKind: 'site' | 'staff'): Reaction {
  switch (reason) {
    case 'unknown-device':
      return { type: 'stop', code: identityKind === 'staff' ? 'not-signed-in' : 'device-revoked' };
    case 'protocol-version':
      return { type: 'stop', code: 'update-needed' };
    case 'another-central':
      return { type: 'stop', code: reason };
    case 'busy':
      return { type: 'retry', code: reason };
    case 'not-allowed':
    case 'too-large':
    case 'malformed':
      return { type: 'hold', code: reason };
  }
}

const weight = { none: 0, again: 1, retry: 2, hold: 3, rekey: 4, pause: 5, stop: 6 } as const;

/** The reaction that decides when several documents ended. */
export const gravest = (reactions: readonly Reaction[]): Reaction =>
  reactions.reduce<Reaction>(
    (worst, reaction) => (weight[reaction.type] > weight[worst.type] ? reaction : worst),
    { type: 'none' },
  );

/** The meaning of a socket's close code and of the text beside it; undefined: the link was cut. */
export function endingOf(code: number | undefined, text = ''): Ending {
  const reason = code === undefined ? undefined : closeReason(code);
  if (reason === undefined) return { type: 'cut' };
  if (reason === 'busy' && text === UNWRITABLE) return { type: 'closed', reason, isUnwritable: true };
  // refused without any details: held, so that it does not loop
  return reason === 'refused'
    ? { type: 'refused', outcome: 'not-ours', code: reason }
    : { type: 'closed', reason };
}

const faultsHere = new Set(['storage-full', 'storage-unavailable', 'crashed']);

/** The longest wait between two tries that fail so. */
export const longestWait = (code: string): number =>
  faultsHere.has(code) ? LONGEST_FAULT_WAIT_MS : LONGEST_WAIT_MS;

/** Faults of this device, or of settings by staff. */
const seriousFaults = new Set([...faultsHere, 'another-central', 'told-another-central']);

/** True if the link failed: nothing is wrong, and the next try may succeed. */
export const isOfLink = (code: string): boolean => !seriousFaults.has(code);
