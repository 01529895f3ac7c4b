// A link that breaks at the first changes that a device gives back, which do not arrive.
import { WebSocket } from 'ws';
import { emptyUpdate, readUpward } from '#shared/protocol/messages';
import type { World } from '../../src/engine/world';

export class CutAtGiveBack {
  /** resolves once it broke */
  readonly done: Promise<void>;
  #isDone = false;
  #end: () => void = () => undefined;

  constructor() {
    this.done = new Promise((resolve) => (this.#end = resolve));
  }

  /** The sockets of a device, over this link. */
  get socket(): World['WebSocket'] {
    const breaks = (data: unknown): boolean => this.#breaksAt(data);
    class BreakingWebSocket extends WebSocket {
      override send(data: Parameters<WebSocket['send']>[0]): void {
        if (breaks(data)) this.terminate();
        else super.send(data);
      }
    }
    return BreakingWebSocket as unknown as World['WebSocket'];
  }

  #breaksAt(data: unknown): boolean {
    if (this.#isDone || !(data instanceof Uint8Array) || !givesChanges(data)) return false;
    this.#isDone = true;
    this.#end();
    return true;
  }
}

function givesChanges(bytes: Uint8Array): boolean {
  const read = readUpward(bytes);
  return read.ok && read.value.type === 'giveback' && read.value.update.length > emptyUpdate.length;
}
