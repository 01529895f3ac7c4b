/** One y-websocket connection: the provider with our own reading of its messages, tried once; the engine retries. */
import { readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import { readStateVector, type StateVector } from '#shared/change/state-vector';
import {
  emptyUpdate,
  giveBackMessage,
  messageType,
  readAnnounced,
  readNumber,
  readReceiptTail,
  readRefused,
  readStored,
  step1Message,
  step2Message,
  syncStep,
  updateMessage,
  type Announced,
  type GiveBack,
  type Refusal,
  type Stored,
} from '#shared/protocol/messages';
import type { Receipt } from '#shared/proof/receipt';
import { subprotocol } from '#shared/protocol/version';
import type { Identity } from '../replica/records';
import type { CarriedDocument } from './carried-document';
import { markedSocket } from './marked-socket';
import type { World } from './world';

export interface ConnectionEvents {
  /** central's vector, when the socket opens or when central missed something */
  offered(vector: StateVector, announced: Announced): void;
  /** `receipt`: the proof of it */
  arrived(update: Uint8Array, origin: unknown, receipt: Receipt | undefined): void;
  /** step 2: all that central had when the socket opened has been sent */
  complete(): void;
  stored(stored: Stored): void;
  /** central cannot check the proof of a client's chain; an older server does not name the client */
  unproven(client: number | undefined): void;
  /** central has another branch of a client, and asks for all of this one */
  branch(client: number): void;
  /** all of this branch is at central: from a clock on, under other places */
  forked(client: number, from: number): void;
  refused(refusal: Refusal): void;
  /** `code` is undefined when the link was cut; `text` stands beside it */
  ended(code: number | undefined, text?: string): void;
}

export class ProviderAdapter {
  readonly #provider: WebsocketProvider;
  #isOver = false;

  constructor(
    world: Pick<World, 'WebSocket'>,
    identity: Identity,
    carrier: CarriedDocument,
    isBearer: boolean,
    private readonly events: ConnectionEvents,
  ) {
    const provider = new WebsocketProvider(socketUrl(identity.centralUrl), carrier.document, carrier.doc, {
      connect: false,
      disableBc: true,
      resyncInterval: -1,
      protocols: protocolsOf(identity, isBearer),
      WebSocketPolyfill: markedSocket(world.WebSocket, () => carrier.book.marks),
      shouldReconnect: () => false,
    });
    provider.awareness.setLocalState(null);
    // While somebody listens for updates, Yjs writes each arrival out again. This device's own are sent by `sendUpdate`.
    carrier.doc.off('update', provider._updateHandler);
    provider.messageHandlers = this.#handlers();
    provider.on('connection-close', (event) => this.#end(event?.code, event?.reason));
    this.#provider = provider;
  }

  connect(): void {
    this.#provider.connect();
  }

  send(message: Uint8Array): void {
    const { ws } = this.#provider;
    if (ws?.readyState === 1) ws.send(new Uint8Array(message));
  }

  sendUpdate(update: Uint8Array): void {
    this.send(updateMessage(update));
  }

  sendGiveBack(given: GiveBack): void {
    this.send(giveBackMessage(given));
  }

  /** Asks once more for all that is lacking here. The socket adds which changes these are. */
  askAgain(vector: StateVector): void {
    this.send(step1Message(vector));
  }

  /** Replies to central's step 1, whose pieces have gone before. */
  endAnswer(): void {
    this.send(step2Message(emptyUpdate));
  }

  close(): void {
    this.#end(undefined);
  }

  #handlers(): WebsocketProvider['messageHandlers'] {
    const handlers: WebsocketProvider['messageHandlers'] = [];
    const ignore = (): void => undefined;
    handlers[messageType.sync] = (_encoder, decoder) => this.#sync(decoder);
    handlers[messageType.awareness] = ignore;
    handlers[messageType.auth] = ignore;
    handlers[messageType.queryAwareness] = ignore;
    handlers[messageType.stored] = (_encoder, decoder) => {
      const stored = readStored(decoder);
      if (stored.ok) this.events.stored(stored.value);
    };
    handlers[messageType.unproven] = (_encoder, decoder) => this.events.unproven(readNumber(decoder));
    handlers[messageType.showBranch] = (_encoder, decoder) => this.events.branch(readNumber(decoder) ?? 0);
    handlers[messageType.forked] = (_encoder, decoder) =>
      this.events.forked(readNumber(decoder) ?? 0, readNumber(decoder) ?? 0);
    handlers[messageType.refused] = (_encoder, decoder) => {
      const refusal = readRefused(decoder);
      if (refusal.ok) this.events.refused(refusal.value);
    };
    return handlers;
  }

  #sync(decoder: Decoder): void {
    const step = readVarUint(decoder);
    const payload = readVarUint8Array(decoder);
    if (step === syncStep.step1) {
      const vector = readStateVector(payload);
      if (vector.ok) this.events.offered(vector.value, readAnnounced(decoder));
      return;
    }
    this.events.arrived(payload, this.#provider, readReceiptTail(decoder));
    if (step === syncStep.step2) this.events.complete();
  }

  /** The provider is not used twice: another connection makes another. Destroyed a step later, since it may be telling us right now. */
  #end(code: number | undefined, text?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    queueMicrotask(() => {
      this.#provider.destroy();
      this.events.ended(code, text);
    });
  }
}

const socketUrl = (centralUrl: string): string => `${centralUrl.replace(/^http/, 'ws')}/sync`;

/** Staff are known by their cookie. */
function protocolsOf(identity: Identity, isBearer: boolean): string[] {
  if (identity.kind === 'staff') return [subprotocol.version];
  const central = `${subprotocol.centralPrefix}${identity.centralId}`;
  const { deviceToken, signedToken = deviceToken } = identity;
  const token = isBearer ? signedToken : deviceToken;
  const known = [subprotocol.version, `${subprotocol.tokenPrefix}${token}`, central];
  return isBearer ? [...known, subprotocol.bearer] : known;
}
