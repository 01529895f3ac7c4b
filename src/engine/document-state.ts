/**
 * The states of a connection to one document, its events, and the effects that follow; pure. Each state holds its own fields
 * only. Nothing is put into the document before `open` (rule K4).
 */
import type { StateVector } from '#shared/change/state-vector';
import type { Refusal, Stored } from '#shared/protocol/messages';
import type { Ending } from './ending';

/** Central's vector of a document, and whether central takes back lost changes. */
export interface Shown {
  vector: StateVector;
  takesProofs: boolean;
}

export type DocumentState =
  /** the socket was asked for; central has not shown its vector */
  | { at: 'opening' }
  /** central has shown its vector, and sends the changes that lack here */
  | { at: 'exchanging'; central: Shown }
  /** all that central had is written down here: from now on it goes both ways */
  | { at: 'open'; central: Shown }
  /** arrived changes are still being written; `ending`: the reason of the end, once it is known */
  | { at: 'ending'; ending: Ending | undefined };

export type Happening =
  /** central's step 1: its vector */
  | { type: 'offered'; central: Shown }
  /** its step 2: it has sent all of it */
  | { type: 'complete' }
  /** all that came before step 2 is written; `isWhole`: nothing of it waits for something that did not come */
  | { type: 'written'; isWhole: boolean }
  | { type: 'stored'; stored: Stored }
  /** an update differs from the content that its receipt proves, and was not applied */
  | { type: 'differs' }
  /** central does not accept the proof of a client's chain; an older server does not name the client */
  | { type: 'unproven'; client: number | undefined }
  /** central has another branch of a client, and asks for all of this one */
  | { type: 'branch'; client: number }
  /** all of this branch is at central: from a clock on, under other places */
  | { type: 'forked'; client: number; from: number }
  /** something waits in the outbox, perhaps for this document */
  | { type: 'waiting' }
  | { type: 'refused'; refusal: Refusal }
  /** this side ends it */
  | { type: 'close'; ending: Ending }
  /** the socket is gone; `ending`: the meaning of its close code */
  | { type: 'ended'; ending: Ending };

export type Effect =
  /** stop waiting for a silent socket */
  | { type: 'stop-patience' }
  /** wait until all that came is in the replica, then say `written` */
  | { type: 'write' }
  /** compare central's content with the content here, and open the way up */
  | { type: 'begin'; central: Shown }
  | { type: 'exchanged' }
  | { type: 'pump' }
  | { type: 'settle'; stored: Stored }
  /** show central the changes that are here, and get the lacking ones again */
  | { type: 'ask-again' }
  | AboutClient
  /** take central's branch of a client in the place of this one, which differs from a clock on */
  | { type: 'swap'; client: number; from: number }
  | { type: 'refuse'; refusal: Refusal }
  | { type: 'disconnect' }
  | { type: 'finish' };

/** The effects that concern the chain of one client. */
export type AboutClient =
  /** a chain that central does not accept is offered as new, as far as it is this device's own; the rest goes on */
  { type: 'offer-own'; client: number | undefined } | { type: 'show-branch'; client: number };

export interface Next {
  state: DocumentState;
  effects: Effect[];
}

type StateOf<N extends DocumentState['at']> = Extract<DocumentState, { at: N }>;
type Of<T extends Happening['type']> = Extract<Happening, { type: T }>;
type Transition<N extends DocumentState['at'], T extends Happening['type']> = (
  state: StateOf<N>,
  happening: Of<T>,
) => Next;

/** Everything that can happen in every state: a table that lacks one does not compile. */
type DocumentTransitions = {
  [N in DocumentState['at']]: { [T in Happening['type']]: Transition<N, T> };
};

const to = (state: DocumentState, ...effects: Effect[]): Next => ({ state, effects });
const passOver = (state: DocumentState): Next => to(state);
const nothingKnown: Shown = { vector: new Map(), takesProofs: false };
const showBranch = (state: DocumentState, { client }: Of<'branch'>): Next =>
  to(state, { type: 'show-branch', client });
const askAgain = (state: DocumentState): Next => to(state, { type: 'ask-again' });

/** The events that end a connection in any state that is not ending yet. */
const endings = {
  refused: (_state: DocumentState, { refusal }: Of<'refused'>): Next =>
    to({ at: 'ending', ending: undefined }, { type: 'refuse', refusal }),
  close: (_state: DocumentState, { ending }: Of<'close'>): Next =>
    to({ at: 'ending', ending }, { type: 'disconnect' }),
  ended: (_state: DocumentState, { ending }: Of<'ended'>): Next =>
    to({ at: 'ending', ending }, { type: 'finish' }),
};

/** Changes that central has stored are owed no more, in every state. */
const settle = (state: DocumentState, { stored }: Of<'stored'>): Next =>
  to(state, { type: 'settle', stored });

export const transitions: DocumentTransitions = {
  opening: {
    ...endings,
    offered: (_state, { central }) => to({ at: 'exchanging', central }, { type: 'stop-patience' }),
    // a peer that replies without having asked has shown nothing
    complete: () => to({ at: 'exchanging', central: nothingKnown }, { type: 'write' }),
    written: passOver,
    stored: settle,
    differs: askAgain,
    unproven: passOver,
    branch: passOver,
    forked: passOver,
    waiting: passOver,
  },
  exchanging: {
    ...endings,
    offered: (_state, { central }) => to({ at: 'exchanging', central }),
    complete: (state) => to(state, { type: 'write' }),
    written: ({ central }, { isWhole }) =>
      isWhole
        ? to({ at: 'open', central }, { type: 'begin', central }, { type: 'exchanged' }, { type: 'pump' })
        : to({ at: 'ending', ending: { type: 'cut' } }, { type: 'disconnect' }),
    stored: settle,
    differs: askAgain,
    unproven: passOver,
    branch: showBranch,
    forked: passOver,
    waiting: passOver,
  },
  open: {
    ...endings,
    offered: (_state, { central }) => to({ at: 'open', central }, { type: 'begin', central }),
    complete: passOver,
    written: passOver,
    stored: settle,
    differs: askAgain,
    unproven: (state, { client }) => to(state, { type: 'offer-own', client }),
    branch: showBranch,
    forked: (state, { client, from }) => to(state, { type: 'swap', client, from }),
    waiting: (state) => to(state, { type: 'pump' }),
  },
  ending: {
    offered: passOver,
    complete: passOver,
    written: passOver,
    stored: settle,
    differs: passOver,
    unproven: passOver,
    branch: passOver,
    forked: passOver,
    waiting: passOver,
    // central names all that it refuses of a message, a refusal each, and then closes
    refused: (state, { refusal }) => to(state, { type: 'refuse', refusal }),
    close: ({ ending }, close) =>
      to({ at: 'ending', ending: ending ?? close.ending }, { type: 'disconnect' }),
    ended: (state) => to(state, { type: 'finish' }),
  },
};

export function advance<N extends DocumentState['at'], T extends Happening['type']>(
  state: StateOf<N>,
  happening: Of<T>,
): Next {
  // a union of functions cannot be called with a union of arguments; the table pairs them by the names looked up here
  const transition = transitions[state.at][happening.type] as unknown as Transition<N, T>;
  return transition(state, happening);
}
