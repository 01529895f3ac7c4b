/** A pooler in front of PostgreSQL, for tests: all who connect share one session, a transaction at a time, as they may behind PgBouncer. */
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Pooler {
  /** as that of PostgreSQL, by way of it */
  url: string;
  close: () => Promise<void>;
}

/** Messages of the protocol of PostgreSQL, as their bytes come: a letter, and a length that counts itself. */
class Messages {
  #bytes: Buffer = Buffer.alloc(0);

  take(more: Buffer): Buffer[] {
    this.#bytes = Buffer.concat([this.#bytes, more]);
    const whole: Buffer[] = [];
    while (this.#bytes.length >= 5) {
      const end = 1 + this.#bytes.readInt32BE(1);
      if (this.#bytes.length < end) break;
      whole.push(this.#bytes.subarray(0, end));
      this.#bytes = this.#bytes.subarray(end);
    }
    return whole;
  }
}

const typeOf = (message: Buffer): string => String.fromCharCode(message[0] ?? 0);
const IDLE = 'I';
const isIdle = (message: Buffer): boolean =>
  typeOf(message) === 'Z' && String.fromCharCode(message[5] ?? 0) === IDLE;

export async function poolerBefore(url: string): Promise<Pooler> {
  const there = new URL(url);
  const upstream = createConnection(Number(there.port), there.hostname);
  const answers = new Messages();
  const sockets = new Set<Socket>([upstream]);
  /** the first answers of PostgreSQL, which everybody gets who connects */
  const greeting: Buffer[] = [];
  const waiting: { socket: Socket; message: Buffer }[] = [];
  let isGreeted = false;
  let owner: Socket | undefined;

  /** Whoever has the session has it until it is idle. */
  function pass(): void {
    for (let at = 0; at < waiting.length;) {
      const next = waiting[at];
      if (!next || (owner && owner !== next.socket)) at += 1;
      else {
        owner = next.socket;
        upstream.write(next.message);
        waiting.splice(at, 1);
      }
    }
  }

  upstream.on('data', (bytes) => {
    for (const message of answers.take(bytes)) {
      if (!isGreeted) greeting.push(message);
      owner?.write(message);
      if (!isIdle(message)) continue;
      isGreeted = true;
      owner = undefined;
      pass();
    }
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const asked = new Messages();
    socket.once('data', (startup) => {
      if (greeting.length > 0) socket.write(Buffer.concat(greeting));
      else {
        owner = socket;
        upstream.write(startup);
      }
      socket.on('data', (bytes) => {
        // a goodbye is to the pooler alone
        for (const message of asked.take(bytes))
          if (typeOf(message) !== 'X') waiting.push({ socket, message });
        pass();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = new URL(url);
  before.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: before.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
