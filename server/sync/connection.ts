/** The rim of one socket: carries out the outputs of its session, and keeps the work under way small. A fault here closes this socket only. */
import type { RawData, WebSocket } from 'ws';
import { closeCodes, type CloseReason } from '#shared/protocol/close-codes';
import { overBudget, type SyncBudgets } from '../budgets/budgets';
import { emptyUpdate, showBranchMessage, step2Message, type GiveBack } from '#shared/protocol/messages';
import { meetVectors, type StateVector } from '#shared/change/state-vector';
import { writerOf, type Admitted } from './handshake';
import type { Ingest } from './ingest';
import type { JoinCache } from './join-cache';
import { nothing } from './commit';
import { countRefused, type Verdict } from './judge';
import type { SyncMetrics } from './metrics';
import type { Receipts } from './receipts';
import { GrowingOffer } from './growing-offer';
import type { Candidate, Offer, Writer } from './offer';
import { messagesAfter } from './give-back/after-handback';
import { Handback, type RestoreSeen } from './handback';
import type { Added, Member, Room } from './room';
import { Session, type Input, type Output } from './session';
import type { Asked } from './session-state';
import { PeerView, type Comparison } from './peer-view';

/** Bytes that may wait in a socket before it counts as one that does not listen. */
const SEND_CAP = 8 * 1024 * 1024;
/** Bytes of offers not judged yet, from which on the socket is not read. */
const OFFER_CAP = 4 * 1024 * 1024;

export interface ConnectionContext {
  ingest: Ingest;
  joins: JoinCache;
  metrics: SyncMetrics;
  receipts: Pick<Receipts, 'isOurs' | 'hasKey' | 'start'>;
  compare: Comparison;
  restores: RestoreSeen | undefined;
  budgets: SyncBudgets;
  onError: (error: unknown) => void;
  /** a device has this much of a document, for sure */
  onHas: (deviceId: string, document: string, vector: StateVector) => void;
}

export class Connection implements Member {
  readonly #socket: WebSocket;
  readonly #admitted: Admitted;
  readonly #room: Room;
  readonly #context: ConnectionContext;
  readonly #session: Session;
  readonly #offers = new Set<Offer>();
  readonly #writer: Writer;
  #waiting: GrowingOffer | undefined;
  readonly #told: PeerView;
  readonly #handback: Handback;
  #offeredBytes = 0;
  #isAlive = true;
  /** the vector that had been sent when the last ping went out: its pong proves that it arrived */
  #pinged: StateVector | undefined;
  #said: StateVector | undefined;
  #isAnswered = false;

  constructor(socket: WebSocket, admitted: Admitted, room: Room, context: ConnectionContext) {
    this.#socket = socket;
    this.#admitted = admitted;
    this.#writer = writerOf(admitted);
    this.#room = room;
    this.#context = context;
    this.#session = new Session(admitted.document, admitted.rights.read);
    this.#told = new PeerView(room, context.compare, admitted);
    this.#handback = new Handback(admitted.document, admitted.peer, context);
    socket.on('message', (data, isBinary) => this.#message(data, isBinary));
    socket.on('pong', () => this.#pong());
    socket.on('close', () => this.#step({ type: 'closed' }));
  }

  get deviceId(): string {
    return this.#admitted.peer.deviceId;
  }

  get document(): string {
    return this.#admitted.document;
  }

  /** of staff */
  get sessionId(): string | undefined {
    const { peer } = this.#admitted;
    return peer.kind === 'staff' ? peer.sessionId : undefined;
  }

  /** The document's vector is known: the exchange may begin. */
  open(): void {
    this.#step({ type: 'opened', vector: this.#told.vector, start: this.#context.receipts.start });
    this.#socket.resume();
  }

  added(messages: readonly Added[]): void {
    const sent = messages.filter(({ client }) => !this.#told.isHeld(client)).map(({ bytes }) => bytes);
    this.#step({ type: 'added', messages: sent });
  }

  owns(offer: Offer): boolean {
    return this.#offers.has(offer);
  }

  /** A socket that has not answered the last ping is gone. */
  beat(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#pinged = this.#isAnswered ? this.#room.vector : undefined;
    this.#socket.ping();
    this.#step({ type: 'beat', stored: this.#told.stored });
  }

  #pong(): void {
    this.#isAlive = true;
    if (this.#pinged) this.#has(this.#pinged);
  }

  #has(vector: StateVector): void {
    const { peer, document, rights } = this.#admitted;
    if (peer.kind !== 'device' || !rights.read || this.#said === vector) return;
    this.#said = vector;
    this.#context.onHas(peer.deviceId, document, vector);
  }

  /** `text`: the text beside the code. */
  close(reason: CloseReason, text: string = reason): void {
    this.#step({ type: 'closed' });
    // a paused socket would not hear the other side's close
    this.#socket.resume();
    this.#socket.close(closeCodes[reason], text);
  }

  #message(data: RawData, isBinary: boolean): void {
    this.#isAlive = true;
    if (!isBinary || !(data instanceof Buffer)) return this.close('malformed');
    this.#context.metrics.bytesIn += data.length;
    this.#step({ type: 'message', bytes: data });
  }

  #step(input: Input): void {
    try {
      for (const output of this.#session.step(input)) this.#do(output, input);
    } catch (error) {
      this.#context.onError(error);
      if (input.type !== 'closed') this.close('busy');
    }
  }

  #do(output: Output, cause: Input): void {
    switch (output.type) {
      case 'send':
        return this.#send(output.bytes);
      case 'offer':
        if (this.#admitted.rights.giveBack) return this.close('not-allowed');
        return this.#offer(output.structs, cause.type === 'message' ? cause.bytes.length : 0);
      case 'answer':
        return void this.#answer(output.asked);
      case 'give-back':
        return void this.#giveBack(output.given, cause.type === 'message' ? cause.bytes.length : 0);
      case 'close':
        return this.close(output.reason, output.text);
    }
  }

  /** Nothing is dropped unseen: a peer that does not take its messages is closed, and starts over later. */
  #send(bytes: Uint8Array, sent?: () => void): void {
    if (this.#socket.bufferedAmount + bytes.length > SEND_CAP) {
      this.close('busy');
      return sent?.();
    }
    this.#context.metrics.bytesOut += bytes.length;
    this.#socket.send(bytes, sent);
  }

  /** A message that comes while an offer waits for its turn joins it. */
  #offer(structs: Candidate[], bytes: number): void {
    this.#hold(bytes);
    if (!this.#waiting?.join(structs, bytes)) {
      const offer = new GrowingOffer(this.#admitted.document, this.#writer, structs, bytes);
      this.#waiting = offer;
      void this.#submit(offer);
    }
    this.#spent(this.#context.budgets.sent(this.deviceId, structs.length, bytes));
  }

  async #submit(offer: GrowingOffer): Promise<void> {
    this.#offers.add(offer);
    const outcome = await this.#context.ingest.offer(offer);
    this.#hold(-offer.bytes);
    if (this.#waiting === offer) this.#waiting = undefined;
    this.#offers.delete(offer);
    if (outcome.type === 'busy')
      return this.#step({ type: 'not-judged', isUnwritable: outcome.isUnwritable });
    await this.#release(outcome.verdict);
  }

  async #release(verdict: Verdict): Promise<void> {
    await this.#told.release();
    this.#step({ type: 'judged', verdict, vector: this.#told.vector, stored: this.#told.stored });
    this.#spent(this.#context.budgets.refused(this.deviceId, countRefused(verdict)));
  }

  /** A message that came is stored all the same: only the next one waits. */
  #spent(wait: number): void {
    if (wait > 0) this.close('busy', overBudget(wait));
  }

  async #giveBack(given: GiveBack, bytes: number): Promise<void> {
    this.#hold(bytes);
    const outcome = await this.#handback.take(given);
    this.#hold(-bytes);
    if (outcome.type === 'not-judged') return this.#step(outcome);
    if (outcome.type === 'judged') await this.#release(nothing);
    for (const message of await messagesAfter(outcome, this.#told))
      this.#step({ type: 'say', bytes: message });
  }

  #hold(bytes: number): void {
    this.#offeredBytes += bytes;
    if (this.#offeredBytes > OFFER_CAP) this.#socket.pause();
    else if (this.#socket.isPaused) this.#socket.resume();
  }

  /** Sends the lacking structs at the pace at which they are taken, then the last, small step 2. */
  async #answer({ vector, marks }: Asked): Promise<void> {
    try {
      const { document, rights } = this.#admitted;
      const other = marks && !rights.giveBack ? await this.#told.compare(marks) : [];
      for (const client of other) this.#step({ type: 'say', bytes: showBranchMessage(client) });
      const to = rights.read ? this.#room.vector : new Map<number, number>();
      this.#has(meetVectors(vector, to));
      for await (const piece of this.#context.joins.lacking(document, this.#told.withHeld(vector), to)) {
        if (!this.#session.isOpen) return;
        await this.#sent(piece);
      }
      if (!this.#session.isOpen) return;
      this.#send(step2Message(emptyUpdate));
      this.#step({ type: 'answered', stored: this.#told.stored });
      this.#isAnswered = true;
      this.#pinged = this.#room.vector;
      this.#socket.ping();
    } catch (error) {
      this.#context.onError(error);
      this.close('busy');
    }
  }

  /** Resolves when the bytes have left, or never will. */
  #sent(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#send(bytes, resolve));
  }
}
