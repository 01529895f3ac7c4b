/** The protocol version this build speaks. A breaking change of PROTOCOL.md raises it. */
export const PROTOCOL_VERSION = 6;
export const protocolRange = { min: 6, max: 6 } as const;

/** Subprotocols that a socket offers and the server reads (contract: Sockets). */
export const subprotocol = {
  version: `waypost.v${PROTOCOL_VERSION}`,
  versionPattern: /^waypost\.v(\d{1,4})$/,
  tokenPrefix: 'token.',
  centralPrefix: 'central.',
  /** a device that central does not know goes on with this, only to give back proven changes (rule G6) */
  bearer: 'bearer',
} as const;
