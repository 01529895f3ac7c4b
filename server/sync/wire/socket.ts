/** WebSockets as this server speaks them: limits, compression that costs an idle device little, and close codes that stop a stock client. */
import { WebSocket, WebSocketServer } from 'ws';
import { closeCodes } from '#shared/protocol/close-codes';
import { limits } from '#shared/protocol/limits';
import { echoedProtocol } from './offered-protocols';

/** ws's own codes for a fault of the sender would make a stock client come back for ever. */
const own = new Map<number, number>([
  [1009, closeCodes['too-large']],
  [1002, closeCodes.malformed],
  [1003, closeCodes.malformed],
  [1007, closeCodes.malformed],
]);

export class Socket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === undefined ? code : (own.get(code) ?? code), data);
  }
}

/** zlib keeps these buffers per socket once it has compressed anything: 2 kB windows are a fifth worse and an eighth as large. */
const WINDOW_BITS = 11;

export const compression = {
  /** bytes: smaller messages are sent as they are */
  threshold: 1024,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: WINDOW_BITS,
  clientMaxWindowBits: WINDOW_BITS,
  concurrencyLimit: 4,
  zlibDeflateOptions: { level: 6, memLevel: 4, chunkSize: 4096 },
  zlibInflateOptions: { chunkSize: 4096 },
} as const;

export const createSockets = (): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: false,
    WebSocket: Socket,
    maxPayload: limits.messageBytes,
    handleProtocols: echoedProtocol,
    perMessageDeflate: compression,
  });
