/** The sockets that are open, from the upgrade until they close; each has its connection once it is known who speaks. */
import type { WebSocket } from 'ws';
import { closeCodes } from '#shared/protocol/close-codes';
import type { Connection } from './connection';

/** The longest goodbye of a socket when the server stops, milliseconds. */
const GOODBYE_MS = 2000;

export class OpenSockets {
  readonly #open = new Map<WebSocket, Connection | undefined>();

  add(socket: WebSocket): void {
    this.#open.set(socket, undefined);
    socket.once('close', () => this.#open.delete(socket));
  }

  admit(socket: WebSocket, connection: Connection): void {
    this.#open.set(socket, connection);
  }

  get connections(): Connection[] {
    return [...this.#open.values()].flatMap((connection) => connection ?? []);
  }

  ofDevice(deviceId: string): Connection[] {
    return this.connections.filter((connection) => connection.deviceId === deviceId);
  }

  ofSession(sessionId: string): Connection[] {
    return this.connections.filter((connection) => connection.sessionId === sessionId);
  }

  /** Nothing more is read. */
  pause(): void {
    for (const socket of this.#open.keys()) socket.pause();
  }

  /** Closes all with 1013, so that they come back later; resolves when all are closed, by force if need be. */
  async closeAll(): Promise<void> {
    const closed = [...this.#open.keys()].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const [socket, connection] of [...this.#open]) {
      if (connection) connection.close('busy');
      else refuse(socket, 'busy');
    }
    const impatience = setTimeout(() => this.#terminate(), GOODBYE_MS);
    await Promise.all(closed);
    clearTimeout(impatience);
  }

  #terminate(): void {
    for (const socket of this.#open.keys()) socket.terminate();
  }
}

/** Sends a socket away before it has a connection. */
export function refuse(socket: WebSocket, reason: keyof typeof closeCodes, text: string = reason): void {
  socket.resume();
  socket.close(closeCodes[reason], text);
}
