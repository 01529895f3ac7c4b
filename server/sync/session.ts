/**
 * The life of one socket after it was let in, as a pure state machine (PROTOCOL.md, *Messages*): what happens goes in,
 * what is to be done comes out. It holds no bytes of others and knows no clock.
 */
import { readUpdate } from '#shared/change/codec/read';
import type { StateVector } from '#shared/change/state-vector';
import type { CloseReason } from '#shared/protocol/close-codes';
import { readUpward, refusedMessage, step1Message, type Upward } from '#shared/protocol/messages';
import { toCandidates, type Candidate } from './offer';
import type { Verdict } from './judge';
import { toRefusal } from './refusal-words';

export type Input =
  /** `vector`: how far the document is on disk */
  | { type: 'opened'; vector: StateVector }
  | { type: 'message'; bytes: Uint8Array }
  /** everything a step 1 asked for was sent, the last small step 2 too */
  | { type: 'answered'; stored: Uint8Array }
  /** an own offer was judged; `stored` is the message of how far the document is on disk now */
  | { type: 'judged'; verdict: Verdict; vector: StateVector; stored: Uint8Array }
  | { type: 'not-judged' }
  /** others' changes, as messages */
  | { type: 'added'; messages: readonly Uint8Array[] }
  | { type: 'beat'; stored: Uint8Array }
  | { type: 'closed' };

export type Output =
  | { type: 'send'; bytes: Uint8Array }
  | { type: 'offer'; structs: Candidate[] }
  /** send what `vector` lacks, then say `answered` */
  | { type: 'answer'; vector: StateVector }
  | { type: 'close'; reason: CloseReason };

type Phase = 'opening' | 'open' | 'closed';

export class Session {
  readonly #document: string;
  readonly #receives: boolean;
  #phase: Phase = 'opening';
  /** a step 1 is being answered; one more may wait for its end */
  #answering = false;
  #waiting: StateVector | undefined;
  /** step 1 was sent because of a gap, and step 2 has not come yet */
  #hasAsked = false;
  #lastStored: Uint8Array | undefined;

  /** `receives`: false for a site that lost the store: it may send, and gets nothing. */
  constructor(document: string, receives: boolean) {
    this.#document = document;
    this.#receives = receives;
  }

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  step(input: Input): Output[] {
    if (this.#phase === 'closed') return [];
    switch (input.type) {
      case 'opened':
        return this.#open(input.vector);
      case 'message':
        return this.#read(input.bytes);
      case 'answered':
        return this.#answered(input.stored);
      case 'judged':
        return this.#judged(input.verdict, input.vector, input.stored);
      case 'not-judged':
        return this.#close('busy');
      case 'added':
        return this.#added(input.messages);
      case 'beat':
        return this.isOpen ? this.#stored(input.stored) : [];
      case 'closed':
        this.#phase = 'closed';
        return [];
    }
  }

  /** The server asks first: a client that is not asked keeps its offline edits to itself. */
  #open(vector: StateVector): Output[] {
    this.#phase = 'open';
    return [{ type: 'send', bytes: step1Message(vector) }];
  }

  #added(messages: readonly Uint8Array[]): Output[] {
    return this.#receives && this.isOpen ? messages.map((bytes) => ({ type: 'send', bytes })) : [];
  }

  #read(bytes: Uint8Array): Output[] {
    const message = readUpward(bytes);
    if (!message.ok) return this.#close(message.issues[0]?.code === 'too-large' ? 'too-large' : 'malformed');
    if (message.value.type === 'ignored') return [];
    return message.value.type === 'step1' ? this.#asked(message.value.vector) : this.#offered(message.value);
  }

  /** One answer at a time, and at most one more: asking again and again costs the asker, not us. */
  #asked(vector: StateVector): Output[] {
    if (this.#answering) {
      this.#waiting = vector;
      return [];
    }
    this.#answering = true;
    return [{ type: 'answer', vector }];
  }

  #answered(stored: Uint8Array): Output[] {
    this.#answering = false;
    const next = this.#waiting;
    this.#waiting = undefined;
    return [...this.#stored(stored), ...(next ? this.#asked(next) : [])];
  }

  #offered({ update, answers }: Extract<Upward, { type: 'update' }>): Output[] {
    if (answers) this.#hasAsked = false;
    const structs = readUpdate(update);
    if (!structs.ok) return this.#close(structs.issues[0]?.code === 'too-large' ? 'too-large' : 'malformed');
    return structs.value.length === 0
      ? []
      : [{ type: 'offer', structs: toCandidates(structs.value, this.#document) }];
  }

  #judged({ accepted, refused, hasGap }: Verdict, vector: StateVector, stored: Uint8Array): Output[] {
    const isSaid = accepted.length > 0 && stored === this.#lastStored;
    const acknowledgement = isSaid ? [] : this.#stored(stored);
    if (refused.length === 0) return [...acknowledgement, ...(hasGap ? this.#ask(vector) : [])];
    const refusals = refused.map((one): Output => ({ type: 'send', bytes: refusedMessage(toRefusal(one)) }));
    return [...acknowledgement, ...refusals, ...this.#close('refused')];
  }

  /** A gap in an answer to a step 1 is the client's own; asking again would go on for ever. */
  #ask(vector: StateVector): Output[] {
    if (this.#hasAsked) return [];
    this.#hasAsked = true;
    return [{ type: 'send', bytes: step1Message(vector) }];
  }

  #stored(bytes: Uint8Array): Output[] {
    this.#lastStored = bytes;
    return [{ type: 'send', bytes }];
  }

  #close(reason: CloseReason): Output[] {
    this.#phase = 'closed';
    return [{ type: 'close', reason }];
  }
}
