/**
 * What is under way at a server: calls that have no answer yet, and sockets. What a device sent before it was cut may still lie in between,
 * and comes later on a busy machine.
 */
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Central } from '../../server/start-central';

export class Traffic {
  /** each resolves when it is over */
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly central: Pick<Central, 'app' | 'sync' | 'idle'>) {
    const { server } = central.app;
    server.on('request', (_request: IncomingMessage, answer: ServerResponse) => this.#add(answer));
    server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => this.#add(socket));
  }

  /** Resolves when all that was sent to the server has come, and nothing follows from it any more. */
  async over(): Promise<void> {
    const { sync, idle } = this.central;
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    // what came before a socket closed may still be read
    while (sync.metrics.connections > 0) await new Promise(setImmediate);
    await idle();
  }

  #add(one: EventEmitter): void {
    const over = new Promise<void>((resolve) => one.once('close', resolve)).finally(() =>
      this.#underWay.delete(over),
    );
    this.#underWay.add(over);
  }
}
