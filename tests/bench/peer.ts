/** The client's side of the peer: the same update, acknowledged by the answer to a state vector sent after it. */
import WebSocket from 'ws';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { messageType, step1Message, syncStep, updateMessage } from '#shared/protocol/messages';
import { ChangeMaker } from '../central/change-maker';

export class PeerWriter {
  private clock = 0;
  private settle: (() => void) | undefined;

  private constructor(
    private readonly socket: WebSocket,
    private readonly client: number,
    private readonly maker: ChangeMaker,
  ) {
    socket.on('message', (bytes: Buffer) => this.read(bytes));
  }

  static open(port: number, room: string, client: number): Promise<PeerWriter> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${room}`, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => resolve(new PeerWriter(socket, client, new ChangeMaker(room, room))));
    });
  }

  /** Resolves when the peer has applied it in memory. */
  write(): Promise<void> {
    const now = new Date().toISOString();
    const patch = {
      assetId: String(this.client),
      type: 'STATUS_UPDATE',
      functionalStatus: 'FUNCTIONING',
      loggedAt: now,
    };
    const change = this.maker.make('assetLog.add', patch);
    this.socket.send(
      updateMessage(encodeUpdate([toBytes({ client: this.client, clock: this.clock++, change })])),
    );
    return new Promise((resolve) => {
      this.settle = resolve;
      this.socket.send(step1Message(new Map([[this.client, this.clock]])));
    });
  }

  close(): void {
    this.socket.close();
  }

  private read(bytes: Uint8Array): void {
    const decoder = createDecoder(bytes);
    if (readVarUint(decoder) === messageType.sync && readVarUint(decoder) === syncStep.step2) this.settle?.();
  }
}
