/**
 * The states of a socket that was let in, the events that can reach it, and the actions that follow. Each state holds its own fields only.
 */
import type { StateVector } from '#shared/change/state-vector';
import type { Mark } from '#shared/proof/digest';
import type { CloseReason } from '#shared/protocol/close-codes';
import type { GiveBack } from '#shared/protocol/messages';
import type { Verdict } from './judge';
import type { Candidate } from './offer';

/** The last messages that an open socket was sent, and the questions it was asked. */
interface Open {
  /** step 1 was sent because of a gap, and step 2 has not come yet */
  hasAsked: boolean;
  /** the last `stored` message; it is not sent twice for nothing */
  lastStored: Uint8Array | undefined;
}

/** A step 1: the state vector of the peer, and its digests if it sends them. */
export interface Asked {
  vector: StateVector;
  marks?: readonly Mark[];
}

export type State =
  /** the end of the document is not read yet */
  | { at: 'opening' }
  | ({ at: 'listening' } & Open)
  /** a step 1 is being answered; `next` is the last of those that came meanwhile */
  | ({ at: 'answering'; next: Asked | undefined } & Open)
  | { at: 'closed' };

export type Input =
  /** `vector`: the end of the document on disk; `start`: the client id under which central writes */
  | { type: 'opened'; vector: StateVector; start?: number | undefined }
  | { type: 'message'; bytes: Uint8Array }
  /** everything a step 1 asked for was sent, the last small step 2 too */
  | { type: 'answered'; stored: Uint8Array }
  /** an own offer was judged; `stored` is the message with the end of the document on disk now */
  | { type: 'judged'; verdict: Verdict; vector: StateVector; stored: Uint8Array }
  /** `isUnwritable`: the disk is to blame */
  | { type: 'not-judged'; isUnwritable: boolean }
  /** a message that has to be sent, even while other work goes on */
  | { type: 'say'; bytes: Uint8Array }
  /** others' changes, as messages */
  | { type: 'added'; messages: readonly Uint8Array[] }
  | { type: 'beat'; stored: Uint8Array }
  | { type: 'closed' };

export type Output =
  | { type: 'send'; bytes: Uint8Array }
  | { type: 'offer'; structs: Candidate[] }
  /** send the structs that the peer lacks, then report `answered` */
  | { type: 'answer'; asked: Asked }
  /** take the structs that the peer gives back, then report `judged` */
  | { type: 'give-back'; given: GiveBack }
  /** `text`: beside the code */
  | { type: 'close'; reason: CloseReason; text?: string };

/** The facts of a session that hold for all of its life. */
export interface About {
  document: string;
  /** false for a site that lost the store: it may send, and gets nothing */
  receives: boolean;
}

type StateName = State['at'];
export type StateOf<N extends StateName> = Extract<State, { at: N }>;
export type InputOf<T extends Input['type']> = Extract<Input, { type: T }>;
export type OpenState = Extract<State, Open>;

/** The state that follows, and the actions. */
export interface Step<S extends State = State> {
  state: S;
  outputs: Output[];
}

type Transition<N extends StateName, T extends Input['type']> = (
  state: StateOf<N>,
  input: InputOf<T>,
  about: About,
) => Step;

/** Every input in every state: a table that lacks one does not compile. */
export type Transitions = { [N in StateName]: { [T in Input['type']]: Transition<N, T> } };

/** Looks the transition up and makes it. */
export function advance<N extends StateName, T extends Input['type']>(
  transitions: Transitions,
  state: StateOf<N>,
  input: InputOf<T>,
  about: About,
): Step {
  // a union of functions cannot be called with a union of arguments; the table pairs them by the names looked up here
  const transition = transitions[state.at][input.type] as unknown as Transition<N, T>;
  return transition(state, input, about);
}

export const closed: State = { at: 'closed' };
export const send = (bytes: Uint8Array): Output => ({ type: 'send', bytes });
export const stay = <S extends State>(state: S, ...outputs: Output[]): Step<S> => ({ state, outputs });
export const closing = (reason: CloseReason, ...before: Output[]): Step => ({
  state: closed,
  outputs: [...before, { type: 'close', reason }],
});
