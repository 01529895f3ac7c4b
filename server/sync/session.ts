/**
 * The life of one socket after it was let in, as a pure state machine (PROTOCOL.md, *Messages*, rules M1 to M6): events go in, actions come
 * out. It holds no bytes of others and knows no clock.
 */
import type { StateVector } from '#shared/change/state-vector';
import {
  proofsTail,
  readUpward,
  refusedMessage,
  startTail,
  step1Message,
  type Upward,
} from '#shared/protocol/messages';
import { UNWRITABLE } from '#shared/protocol/close-codes';
import { readCandidates } from './reading/read-candidates';
import { refusalsOf } from './refusal-words';
import {
  advance,
  closed,
  closing,
  send,
  stay,
  type About,
  type Asked,
  type Input,
  type InputOf,
  type OpenState,
  type Output,
  type State,
  type StateOf,
  type Step,
  type Transitions,
} from './session-state';

export type { Input, Output } from './session-state';

const end = (): Step => stay(closed);
const passOver = (state: State): Step => stay(state);
const turnAway = (): Step => closing('busy');
const notJudged = (_state: OpenState, { isUnwritable }: InputOf<'not-judged'>): Step =>
  isUnwritable ? stay(closed, { type: 'close', reason: 'busy', text: UNWRITABLE }) : turnAway();

/** The events that both open states treat alike. */
const whileOpen = {
  opened: passOver,
  message: read,
  judged,
  'not-judged': notJudged,
  say: (state: OpenState, { bytes }: InputOf<'say'>): Step => stay(state, send(bytes)),
  added: (state: OpenState, { messages }: InputOf<'added'>, { receives }: About): Step =>
    stay(state, ...(receives ? messages.map(send) : [])),
  beat: (state: OpenState, { stored }: InputOf<'beat'>): Step => acknowledge(state, stored),
  closed: end,
};

export const transitions: Transitions = {
  opening: {
    opened: (_state, { vector, start }) => open(vector, start),
    // nothing is read from the socket before it is open: a message that comes all the same is sent again later
    message: turnAway,
    answered: passOver,
    judged: passOver,
    'not-judged': turnAway,
    say: passOver,
    added: passOver,
    beat: passOver,
    closed: end,
  },
  listening: { ...whileOpen, answered: (state, { stored }) => acknowledge(state, stored) },
  answering: { ...whileOpen, answered },
  closed: {
    opened: passOver,
    message: passOver,
    answered: passOver,
    judged: passOver,
    'not-judged': passOver,
    say: passOver,
    added: passOver,
    beat: passOver,
    closed: passOver,
  },
};

export class Session {
  readonly #about: About;
  #state: State = { at: 'opening' };

  /** `receives`: false for a site that lost the store: it may send, and gets nothing. */
  constructor(document: string, receives: boolean) {
    this.#about = { document, receives };
  }

  get isOpen(): boolean {
    return this.#state.at === 'listening' || this.#state.at === 'answering';
  }

  step(input: Input): Output[] {
    const { state, outputs } = advance(transitions, this.#state, input, this.#about);
    this.#state = state;
    return outputs;
  }
}

/** The server asks first: a client that is not asked keeps its offline edits to itself. */
const open = (vector: StateVector, start: number | undefined): Step =>
  stay(
    { at: 'listening', hasAsked: false, lastStored: undefined },
    send(step1Message(vector, startTail(start))),
  );

function read(state: OpenState, { bytes }: InputOf<'message'>, about: About): Step {
  const message = readUpward(bytes);
  if (!message.ok) return closing(message.issues[0]?.code === 'too-large' ? 'too-large' : 'malformed');
  switch (message.value.type) {
    case 'ignored':
      return stay(state);
    case 'step1':
      return asked(state, message.value);
    case 'giveback':
      return stay(state, { type: 'give-back', given: message.value });
    case 'update':
      return offered(state, message.value, about);
  }
}

/** One answer at a time, and at most one more: asking again and again costs the asker, not us. */
function asked(state: OpenState, { vector, marks }: Asked): Step {
  const step1 = { vector, ...(marks && { marks }) };
  if (state.at === 'answering') return stay({ ...state, next: step1 });
  return stay({ ...state, at: 'answering', next: undefined }, { type: 'answer', asked: step1 });
}

function answered({ next, ...open }: StateOf<'answering'>, { stored }: InputOf<'answered'>): Step {
  const listening = acknowledge({ ...open, at: 'listening' }, stored);
  if (!next) return listening;
  return stay({ ...open, at: 'answering', lastStored: stored, next: undefined }, ...listening.outputs, {
    type: 'answer',
    asked: next,
  });
}

type Offered = Extract<Upward, { type: 'update' }>;

function offered(state: OpenState, { update, answers }: Offered, { document }: About): Step {
  const candidates = readCandidates(update, document);
  if (!candidates.ok) return closing(candidates.issues[0].code);
  const next = answers ? { ...state, hasAsked: false } : state;
  if (candidates.value.length === 0) return stay(next);
  return stay(next, { type: 'offer', structs: candidates.value });
}

function judged(state: OpenState, { verdict, vector, stored }: InputOf<'judged'>): Step {
  const isSaid = verdict.accepted.length > 0 && stored === state.lastStored;
  const said = isSaid ? stay(state) : acknowledge(state, stored);
  if (verdict.refused.length > 0) {
    const refusals = refusalsOf(verdict.refused).map((one) => send(refusedMessage(one)));
    return closing('refused', ...said.outputs, ...refusals);
  }
  if (!verdict.hasGap) return said;
  const again = askAgain(said.state, vector);
  return stay(again.state, ...said.outputs, ...again.outputs);
}

/** A gap in an answer to a step 1 is the client's own; asking again would go on for ever. */
const askAgain = (state: OpenState, vector: StateVector): Step =>
  state.hasAsked ? stay(state) : stay({ ...state, hasAsked: true }, send(step1Message(vector, proofsTail)));

const acknowledge = (state: OpenState, stored: Uint8Array): Step<OpenState> =>
  stay({ ...state, lastStored: stored }, send(stored));
