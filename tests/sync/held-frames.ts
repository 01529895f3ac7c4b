// A link that takes no frame of a device before it is released, as a slow one: the device is in the middle of its exchange.
import { WebSocket } from 'ws';
import type { World } from '../../src/engine/world';

export class HeldFrames {
  /** resolves once a frame waits */
  readonly begun: Promise<void>;
  #begin: () => void = () => undefined;
  #waiting: (() => void)[] | undefined = [];

  constructor() {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
  }

  /** The sockets of a device, behind this link. */
  over(Socket: World['WebSocket'] | undefined): World['WebSocket'] {
    const take = (send: () => void): void => this.#take(send);
    const Base = (Socket ?? WebSocket) as unknown as typeof WebSocket;
    class HeldWebSocket extends Base {
      override send(data: Parameters<WebSocket['send']>[0]): void {
        take(() => super.send(data));
      }
    }
    return HeldWebSocket as unknown as World['WebSocket'];
  }

  release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const send of waiting) send();
  }

  #take(send: () => void): void {
    if (!this.#waiting) return send();
    this.#waiting.push(send);
    this.#begin();
  }
}
