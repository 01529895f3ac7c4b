/**
 * Closes connections whose body drips. A body may come as slowly as the slowest link brings it, but it has to come. A client that sends
 * next to nothing holds a connection, and its memory, for as long as it likes.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

const EVERY_MS = 30_000;
/** A poor link brings a hundred times as much in that time. */
const LEAST_BYTES = 1024;

interface Coming {
  request: IncomingMessage;
  socket: Socket;
  /** bytes that had come at the last look */
  bytes: number;
}

/** Returns the function that ends the watch. */
export function closeDrippers(
  server: Server,
  { everyMs = EVERY_MS, leastBytes = LEAST_BYTES } = {},
): () => void {
  const coming = new Set<Coming>();
  server.on('request', (request) => {
    const { socket } = request;
    const one = { request, socket, bytes: socket.bytesRead };
    coming.add(one);
    request.once('close', () => coming.delete(one));
  });
  const timer = setInterval(() => {
    for (const one of coming) look(one, leastBytes);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A body that waits here to be read shows our own slowness. */
function look(one: Coming, leastBytes: number): void {
  const { request, socket, bytes } = one;
  one.bytes = socket.bytesRead;
  const isOurs = request.complete || request.readableLength > 0 || socket.isPaused();
  if (!isOurs && socket.bytesRead - bytes < leastBytes) socket.destroy();
}
