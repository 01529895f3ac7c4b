/** The line between a device and central's sockets: where on the line each frame from central ends, heads and all. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class MeteredLink {
  /** of each connection in turn: the bytes that had come down when each data frame was whole */
  readonly frames: number[][] = [];
  down = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async to(port: number): Promise<MeteredLink> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: own } = server.address() as AddressInfo; // it listens on a port
    const link = new MeteredLink(server, `http://127.0.0.1:${own}`);
    server.on('connection', (near) => link.#pass(near, port));
    return link;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }

  #pass(near: Socket, port: number): void {
    const far = connect(port, '127.0.0.1');
    const ends: number[] = [];
    this.frames.push(ends);
    const read = frameReader((end) => ends.push(end));
    far.on('data', (bytes: Buffer) => {
      this.down += bytes.length;
      read(bytes);
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    near.pipe(far).pipe(near);
  }
}

/** Takes all bytes of one side of a WebSocket; reports the end of each text or binary frame. Frames from a server are not masked. */
function frameReader(whole: (end: number) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let at = 0;
  let isOpen = false;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    if (!isOpen) {
      const head = rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      isOpen = true;
      at = head + 4;
      rest = rest.subarray(at);
    }
    for (let length = frameLength(rest); length <= rest.length; length = frameLength(rest)) {
      at += length;
      if (((rest[0] ?? 0) & 0x0f) < 8) whole(at);
      rest = rest.subarray(length);
    }
  };
}

/** The length of the frame that begins here, its head included; infinite while the head is not whole. */
function frameLength(bytes: Buffer): number {
  if (bytes.length < 10 && bytes.length < 2 + extended(bytes)) return Infinity;
  const short = (bytes[1] ?? 0) & 0x7f;
  if (short === 126) return 4 + bytes.readUInt16BE(2);
  return short === 127 ? 10 + Number(bytes.readBigUInt64BE(2)) : 2 + short;
}

const extended = (bytes: Buffer): number => {
  const short = (bytes[1] ?? 0) & 0x7f;
  return short === 126 ? 2 : short === 127 ? 8 : 0;
};
