/** Links that break, and on which frames overtake each other, by a seed. */
import { WebSocket } from 'ws';
import { noteFrame } from './frames';
import { randomOf, type Random } from '../sync/random';

export interface Faults {
  /** frames, both ways and of all sockets together, after which all of them break; undefined: they hold */
  cutAfter: number | undefined;
  /** the share of the frames that are overtaken by the next one */
  overtaken: number;
}

export interface FaultyLink {
  WebSocket: typeof globalThis.WebSocket;
  /** resolves when it broke */
  broken: Promise<void>;
  /** Breaks it now: nothing passes any more. */
  cut(): void;
}

/** A socket that was opened over the link after it broke never opens. It has a chance of its own: how many frames pass is not of the seed. */
export function faultyLink(of: Random, { cutAfter, overtaken }: Faults): FaultyLink {
  const random = randomOf(of.below(2 ** 32));
  const open = new Set<WebSocket>();
  let left = cutAfter ?? Infinity;
  let isBroken = false;
  let tell = (): void => undefined;
  const broken = new Promise<void>((resolve) => (tell = resolve));
  const cut = (): void => {
    isBroken = true;
    for (const socket of open) socket.terminate();
    tell();
  };
  /** Lets a frame pass, now or behind the next one of its way. */
  const pass = (way: Way, deliver: () => void): void => {
    if (isBroken) return;
    left -= 1;
    if (left <= 0) return cut();
    const waiting = way.held;
    way.held = undefined;
    if (!waiting && random.chance(overtaken)) {
      way.held = deliver;
      // a frame that nothing follows comes all the same
      setTimeout(() => {
        const late = way.held;
        if (late !== deliver) return;
        way.held = undefined;
        if (!isBroken) late();
      }, 20);
      return;
    }
    deliver();
    waiting?.();
  };
  class Faulty extends WebSocket {
    readonly #up: Way = { held: undefined };
    readonly #down: Way = { held: undefined };

    constructor(address: string | URL, protocols?: string | string[]) {
      super(isBroken ? 'ws://127.0.0.1:9' : address, protocols);
      open.add(this);
      this.once('close', () => open.delete(this));
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      noteFrame('up', this.url, data);
      pass(this.#up, () => {
        if (this.readyState === WebSocket.OPEN) super.send(data);
      });
    }

    override emit(event: string | symbol, ...args: unknown[]): boolean {
      if (event !== 'message') return super.emit(event, ...args);
      noteFrame('down', this.url, args[0]);
      pass(this.#down, () => void super.emit(event, ...args));
      return true;
    }
  }
  return { WebSocket: Faulty as unknown as typeof globalThis.WebSocket, broken, cut };
}

/** One that holds. */
export const goodLink = (): FaultyLink => faultyLink(randomOf(0), { cutAfter: undefined, overtaken: 0 });

interface Way {
  held: (() => void) | undefined;
}
