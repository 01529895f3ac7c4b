/** The frames that passed between devices and the server in the act that is on, to be read when a world fails. */
import { createDecoder, readVarUint } from 'lib0/decoding';
import { messageType, syncStep } from '#shared/protocol/messages';

let began = performance.now();
let frames: string[] = [];

export function beginFrames(): void {
  began = performance.now();
  frames = [];
}

export const framesOfAct = (): readonly string[] => frames;

/** `address`: of the socket. */
export function noteFrame(way: 'up' | 'down', address: string, data: unknown): void {
  const bytes =
    data instanceof ArrayBuffer ? new Uint8Array(data) : data instanceof Uint8Array ? data : new Uint8Array();
  const document = decodeURIComponent(address.slice(address.lastIndexOf('/') + 1));
  const at = Math.round(performance.now() - began);
  frames.push(`${at} ms ${way} ${document}: ${nameOf(bytes)}, ${bytes.length} bytes`);
}

function nameOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'no bytes';
  const decoder = createDecoder(bytes);
  const type = readVarUint(decoder);
  if (type !== messageType.sync) return named(messageType, type);
  return named(syncStep, readVarUint(decoder));
}

const named = (names: Readonly<Record<string, number>>, value: number): string =>
  Object.entries(names).find(([, one]) => one === value)?.[0] ?? String(value);
