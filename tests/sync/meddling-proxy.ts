/** A proxy before central that now and then answers calls itself: what it does not answer it passes on, sockets too. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface OwnAnswer {
  status: number;
  body: string;
}

export class MeddlingProxy {
  /** the answer of the proxy to a call; undefined: it is passed on */
  answers: (method: string, path: string) => OwnAnswer | undefined = () => undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    private readonly port: number,
  ) {}

  static async to(target: string): Promise<MeddlingProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const proxy = new MeddlingProxy(server, `http://127.0.0.1:${port}`, Number(new URL(target).port));
    server.on('request', (call, answer) => proxy.#take(call, answer));
    server.on('upgrade', (call, near: Socket, head) => proxy.#tunnel(call, near, head));
    server.on('connection', (socket) => proxy.#keep(socket));
    return proxy;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #take(call: IncomingMessage, answer: ServerResponse): void {
    const { method = 'GET', url: path = '/', headers } = call;
    const own = this.answers(method, path);
    if (own) {
      call.resume();
      call.on('end', () => answer.writeHead(own.status).end(own.body));
      return;
    }
    const passed = request({ host: '127.0.0.1', port: this.port, method, path, headers }, (central) => {
      answer.writeHead(central.statusCode ?? 502, central.headers);
      central.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    call.pipe(passed);
  }

  #tunnel({ method, url, rawHeaders }: IncomingMessage, near: Socket, head: Buffer): void {
    const far = connect(this.port, '127.0.0.1');
    this.#keep(far);
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
    const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
    far.write([`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    far.write(head);
    near.pipe(far).pipe(near);
  }
}
