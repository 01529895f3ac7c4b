/** The rim of one socket: carries out what its session says, and keeps what is under way small. A fault here closes this socket only. */
import type { RawData, WebSocket } from 'ws';
import { closeCodes, type CloseReason } from '#shared/protocol/close-codes';
import type { Mark } from '#shared/proof/digest';
import { emptyUpdate, step2Message, type GiveBack } from '#shared/protocol/messages';
import { meetVectors, type StateVector } from '#shared/change/state-vector';
import { writerOf, type Admitted } from './handshake';
import type { Ingest } from './ingest';
import type { JoinCache } from './join-cache';
import { nothing } from './commit';
import type { Comparison } from './comparison';
import type { Verdict } from './judge';
import type { SyncMetrics } from './metrics';
import type { Receipts } from './receipts';
import type { Candidate, Offer } from './offer';
import { Handback } from './handback';
import type { Added, Member, Room } from './room';
import { Session, type Input, type Output } from './session';
import type { Asked } from './session-state';

/** Bytes that may wait in a socket before it counts as one that does not listen. */
const SEND_CAP = 8 * 1024 * 1024;
/** Bytes of offers not judged yet, from which on the socket is not read. */
const OFFER_CAP = 4 * 1024 * 1024;

export interface ConnectionContext {
  ingest: Ingest;
  joins: JoinCache;
  metrics: SyncMetrics;
  receipts: Pick<Receipts, 'isOurs'>;
  compare: Comparison;
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
  /** what the peer said it has of clients of which that is something else than central has, or more */
  readonly #held = new Map<number, Mark>();
  readonly #handback: Handback;
  #offeredBytes = 0;
  #isAlive = true;
  /** what had been sent when the last ping went out: its pong proves that it arrived */
  #pinged: StateVector | undefined;
  #said: StateVector | undefined;
  #isAnswered = false;

  constructor(socket: WebSocket, admitted: Admitted, room: Room, context: ConnectionContext) {
    this.#socket = socket;
    this.#admitted = admitted;
    this.#room = room;
    this.#context = context;
    this.#session = new Session(admitted.document, admitted.rights.read);
    this.#handback = new Handback(admitted.document, admitted.peer.deviceId, context);
    socket.on('message', (data, isBinary) => this.#message(data, isBinary));
    socket.on('pong', () => this.#pong());
    socket.on('close', () => this.#step({ type: 'closed' }));
  }

  get deviceId(): string {
    return this.#admitted.peer.deviceId;
  }

  /** of staff */
  get sessionId(): string | undefined {
    const { peer } = this.#admitted;
    return peer.kind === 'staff' ? peer.sessionId : undefined;
  }

  /** The document's vector is known: the exchange may begin. */
  open(): void {
    this.#step({ type: 'opened', vector: this.#room.vector });
    this.#socket.resume();
  }

  added(messages: readonly Added[]): void {
    const sent = messages.filter(({ client }) => !this.#held.has(client)).map(({ bytes }) => bytes);
    this.#step({ type: 'added', messages: sent });
  }

  owns(offer: Offer): boolean {
    return this.#offers.has(offer);
  }

  /** A socket that has not answered the last ping is gone. */
  beat(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#ping();
    this.#step({ type: 'beat', stored: this.#stored });
  }

  #ping(): void {
    this.#pinged = this.#isAnswered ? this.#room.vector : undefined;
    this.#socket.ping();
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

  close(reason: CloseReason): void {
    this.#step({ type: 'closed' });
    // a paused socket would not hear the other side's close
    this.#socket.resume();
    this.#socket.close(closeCodes[reason], reason);
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
        return void this.#offer(output.structs, cause.type === 'message' ? cause.bytes.length : 0);
      case 'answer':
        return void this.#answer(output.asked);
      case 'give-back':
        return void this.#giveBack(output.given, cause.type === 'message' ? cause.bytes.length : 0);
      case 'close':
        return this.close(output.reason);
    }
  }

  /** Nothing is dropped unseen: one who does not take what is sent is closed, and starts over later. */
  #send(bytes: Uint8Array, sent?: () => void): void {
    if (this.#socket.bufferedAmount + bytes.length > SEND_CAP) {
      this.close('busy');
      return sent?.();
    }
    this.#context.metrics.bytesOut += bytes.length;
    this.#socket.send(bytes, sent);
  }

  async #offer(structs: Candidate[], bytes: number): Promise<void> {
    const offer: Offer = { document: this.#admitted.document, writer: writerOf(this.#admitted), structs };
    this.#offers.add(offer);
    this.#hold(bytes);
    const outcome = await this.#context.ingest.offer(offer);
    this.#hold(-bytes);
    this.#offers.delete(offer);
    if (outcome.type === 'busy') return this.#step({ type: 'not-judged' });
    await this.#release();
    this.#judged(outcome.verdict);
  }

  #judged(verdict: Verdict): void {
    this.#step({ type: 'judged', verdict, vector: this.#room.vector, stored: this.#stored });
  }

  /** The message of how far the document is on disk, without what is not settled with this peer. */
  get #stored(): Uint8Array {
    return this.#room.storedWithout(this.#held);
  }

  async #giveBack(given: GiveBack, bytes: number): Promise<void> {
    this.#hold(bytes);
    const outcome = await this.#handback.take(given);
    this.#hold(-bytes);
    if (outcome.type !== 'judged') return this.#step(outcome);
    await this.#release();
    this.#judged(nothing);
  }

  #hold(bytes: number): void {
    this.#offeredBytes += bytes;
    if (this.#offeredBytes > OFFER_CAP) this.#socket.pause();
    else if (this.#socket.isPaused) this.#socket.resume();
  }

  /** Sends what is lacking at the pace at which it is taken, then the last, small step 2. */
  async #answer({ vector, marks }: Asked): Promise<void> {
    try {
      const { document, rights } = this.#admitted;
      if (marks) await this.#compare(marks);
      const to = rights.read ? this.#room.vector : new Map<number, number>();
      this.#has(meetVectors(vector, to));
      for await (const piece of this.#context.joins.lacking(document, this.#withHeld(vector), to)) {
        if (!this.#session.isOpen) return;
        await this.#sent(piece);
      }
      if (!this.#session.isOpen) return;
      this.#send(step2Message(emptyUpdate));
      this.#step({ type: 'answered', stored: this.#stored });
      this.#isAnswered = true;
      this.#ping();
    } catch (error) {
      this.#context.onError(error);
      this.close('busy');
    }
  }

  /** What differs here and there is neither sent nor named until it is settled (rules P3, P6). */
  async #compare(marks: readonly Mark[]): Promise<void> {
    this.#held.clear();
    for (const mark of marks)
      if (!(await this.#context.compare.isSame(this.#room, mark))) this.#held.set(mark.client, mark);
  }

  /** What central has now as well, and is the same, is settled. */
  async #release(): Promise<void> {
    for (const [client, mark] of this.#held)
      if (await this.#context.compare.isSame(this.#room, mark)) this.#held.delete(client);
  }

  /** Of clients that are held nothing is sent: as if the peer had all of them. */
  #withHeld(vector: StateVector): StateVector {
    if (this.#held.size === 0) return vector;
    const known = new Map(vector);
    for (const client of this.#held.keys()) known.set(client, this.#room.vector.get(client) ?? 0);
    return known;
  }

  /** Resolves when the bytes have left, or never will. */
  #sent(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#send(bytes, resolve));
  }
}
