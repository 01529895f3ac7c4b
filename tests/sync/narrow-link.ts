/**
 * A link to central as a phone far away has it: a number of bytes a second for all connections together, and a way that takes its time.
 * Segments are lost and sent again, which holds up the segments behind them on the same connection.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Random } from './random';

export interface Narrowness {
  bytesPerSecond: number;
  /** milliseconds there and back */
  roundTrip: number;
  /** share of the segments, from 0 up to 1 */
  loss: number;
}

const SEGMENT = 1400;
/** Bytes of one connection that may be under way at once. */
const WINDOW = 32 * 1024;

/** One direction, which all connections share: segments leave one after the other. */
class Direction {
  #freeAt = 0;

  constructor(
    private readonly link: Narrowness,
    private readonly random: Random,
  ) {}

  /** Milliseconds from now until a segment that wants to leave now is there. */
  takes(bytes: number): number {
    const now = performance.now();
    const { bytesPerSecond, roundTrip, loss } = this.link;
    const sending = (bytes / bytesPerSecond) * 1000;
    const isLost = this.random.chance(loss);
    this.#freeAt = Math.max(now, this.#freeAt) + sending * (isLost ? 2 : 1);
    return this.#freeAt - now + roundTrip / 2 + (isLost ? roundTrip : 0);
  }
}

export class NarrowLink {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async to(target: string, link: Narrowness, random: Random): Promise<NarrowLink> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const narrow = new NarrowLink(server, `http://127.0.0.1:${port}`);
    const [up, down] = [new Direction(link, random), new Direction(link, random)];
    server.on('connection', (near) => {
      const far = connect(Number(new URL(target).port), '127.0.0.1');
      // a connection begins with a round trip of its own
      const opened = performance.now() + link.roundTrip;
      narrow.#pass(near, far, up, opened);
      narrow.#pass(far, near, down, opened);
    });
    return narrow;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }

  #pass(from: Socket, to: Socket, way: Direction, opened: number): void {
    this.#sockets.add(from);
    let [underWay, lastAt] = [0, opened];
    const later = (bytes: number, then: () => void): void => {
      const now = performance.now();
      // in order: segments behind a lost one wait for it
      lastAt = Math.max(lastAt, now + way.takes(bytes));
      setTimeout(then, lastAt - now);
    };
    const arrived = (segment: Buffer): void => {
      if (!to.destroyed) to.write(segment);
      underWay -= segment.length;
      if (underWay < WINDOW) from.resume();
    };
    from.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += SEGMENT) {
        const segment = bytes.subarray(at, at + SEGMENT);
        underWay += segment.length;
        later(segment.length, () => arrived(segment));
      }
      if (underWay >= WINDOW) from.pause();
    });
    from.on('end', () => later(0, () => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => this.#sockets.delete(from));
  }
}
