/** A link to central that breaks each connection after a number of bytes from the seed, until it is mended. */
import { once } from 'node:events';
import { Transform } from 'node:stream';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Bytes a millisecond: as over any link, a later slice finds the earlier one at work already. */
const SLICE = 4096;

export class CuttingLink {
  /** the number of breaks */
  cuts = 0;
  /** called with the bytes that go up, on any connection; true: it breaks behind them */
  breaksBehind: (bytes: number) => boolean = () => false;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    /** bytes until the next break; undefined: it holds */
    private next: () => number | undefined,
  ) {}

  static async to(target: string, next: () => number | undefined): Promise<CuttingLink> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const link = new CuttingLink(server, `http://127.0.0.1:${port}`, next);
    server.on('connection', (near) => link.#pass(near, Number(new URL(target).port)));
    return link;
  }

  mend(): void {
    this.next = () => undefined;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }

  /** Bytes that were sent before the break arrive. */
  #break(slow: Transform, near: Socket, far: Socket): void {
    this.cuts += 1;
    slow.unpipe(far);
    slow.resume();
    far.end();
    far.once('close', () => near.destroy());
  }

  #pass(near: Socket, port: number): void {
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    let left = this.next();
    const slow = new Transform({
      transform: (bytes: Buffer, _encoding, done) => {
        const passing = bytes.subarray(0, Math.min(SLICE, left ?? SLICE));
        const rest = bytes.subarray(passing.length);
        slow.push(passing);
        const breaks = this.breaksBehind(passing.length);
        if (left !== undefined) left -= passing.length;
        if (breaks || (left !== undefined && left <= 0)) return this.#break(slow, near, far);
        setTimeout(() => (rest.length > 0 ? slow._transform(rest, 'utf8', done) : done()), 1);
      },
    });
    near.pipe(slow).pipe(far).pipe(near);
  }
}
