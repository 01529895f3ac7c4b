/** A device as thin as can be, so that the benchmark weighs the server: the codec's own bytes on a plain socket. */
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import WebSocket from 'ws';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { storeDocument, yearOf } from '#shared/change/documents';
import { covers, type StateVector } from '#shared/change/state-vector';
import {
  emptyUpdate,
  messageType,
  readStored,
  step1Message,
  step2Message,
  syncStep,
  updateMessage,
} from '#shared/protocol/messages';
import { subprotocol } from '#shared/protocol/version';
import { ChangeMaker } from '../central/change-maker';
import type { Joined, Site } from '../central/staff';

export const thisYear = (site: Site): string => storeDocument(site.stores[0].id, yearOf(Date.now()));

/** Opens a document and says what the device has of it. Resolves once central has sent the rest. */
export function openDocument(
  origin: string,
  document: string,
  joined: Joined,
  { perMessageDeflate = false, has = new Map() }: { perMessageDeflate?: boolean; has?: StateVector } = {},
): Promise<WebSocket> {
  const protocols = [subprotocol.version, `${subprotocol.tokenPrefix}${joined.deviceToken}`];
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/sync/${document}`, protocols, {
    perMessageDeflate,
  });
  socket.binaryType = 'nodebuffer';
  return new Promise((resolve, reject) => {
    const answered = (bytes: Buffer): void => {
      const decoder = createDecoder(bytes);
      if (readVarUint(decoder) !== messageType.sync || readVarUint(decoder) !== syncStep.step2) return;
      socket.off('message', answered);
      resolve(socket);
    };
    socket.on('message', answered);
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`central closed ${document} with ${code}`)));
    socket.on('open', () => {
      socket.send(step1Message(has));
      socket.send(step2Message(emptyUpdate));
    });
  });
}

/** The update in a message from central, and whether it ends the answer to step 1; undefined for any other message. */
export function readPiece(bytes: Uint8Array): { update: Uint8Array; isLast: boolean } | undefined {
  const decoder = createDecoder(bytes);
  if (readVarUint(decoder) !== messageType.sync) return undefined;
  const step: number = readVarUint(decoder);
  return step === syncStep.step1
    ? undefined
    : { update: readVarUint8Array(decoder), isLast: step === syncStep.step2 };
}

/** Sends one change after the other; each waits until the one before it is on central's disk. */
export class Writer {
  private clock = 0;
  private readonly maker: ChangeMaker;
  private settle: (() => void) | undefined;
  private fail: ((error: Error) => void) | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly joined: Joined,
    private readonly assetId: string,
  ) {
    this.maker = new ChangeMaker(joined.deviceId, joined.deviceId);
    socket.on('message', (bytes: Buffer) => this.read(bytes));
    socket.on('close', (code) => this.fail?.(new Error(`central closed the socket with ${code}`)));
  }

  /** Resolves when `stored` covers it. */
  write(): Promise<void> {
    const now = new Date().toISOString();
    const patch = {
      assetId: this.assetId,
      type: 'STATUS_UPDATE',
      functionalStatus: 'FUNCTIONING',
      loggedAt: now,
    };
    const change = this.maker.make('assetLog.add', patch);
    const update = encodeUpdate([toBytes({ client: this.joined.clientId, clock: this.clock, change })]);
    return new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
      this.socket.send(updateMessage(update));
    });
  }

  private read(bytes: Uint8Array): void {
    const decoder = createDecoder(bytes);
    const type = readVarUint(decoder);
    if (type === messageType.refused) this.fail?.(new Error('central refused a change'));
    if (type !== messageType.stored) return;
    const vector = readStored(decoder);
    if (!vector.ok || !covers(vector.value.vector, this.joined.clientId, this.clock)) return;
    this.clock += 1;
    this.settle?.();
  }
}
