/**
 * The positive reader of updates: it knows what our own client sends, byte by byte, and makes the changes in one pass. An update that it
 * does not know for certain is left to `readUpdate` and `checkChange`, which find what is wrong. It takes nothing that they refuse, and
 * reads nothing otherwise than they do: a test holds the two against each other.
 */
import { hasSoundEnvelope } from '#shared/change/change';
import { checkContent } from '#shared/change/check';
import { info, ROOT } from '#shared/change/codec/struct';
import { limits } from '#shared/protocol/limits';
import { leftOver, OwnBytes } from '../../own-bytes/own-bytes';
import { readChange } from '../../own-bytes/own-change';
import type { Candidate } from '../offer';

const root = Buffer.from(ROOT);

/** Undefined for an update that is left to the codec. */
export function readOwn(update: Uint8Array, document: string): Candidate[] | undefined {
  try {
    return readRuns(new OwnBytes(Buffer.from(update.buffer, update.byteOffset, update.length)), document);
  } catch (error) {
    if (error === leftOver) return undefined;
    throw error;
  }
}

function readRuns(bytes: OwnBytes, document: string): Candidate[] {
  const candidates: Candidate[] = [];
  const runs = bytes.uint();
  for (let run = 0; run < runs; run++) {
    const count = bytes.uint();
    if (candidates.length + count > limits.changesPerUpdate) throw leftOver;
    const client = bytes.uint();
    const clock = bytes.uint();
    for (let index = 0; index < count; index++)
      candidates.push(readStruct(bytes, client, clock + index, document));
  }
  return candidates;
}

function readStruct(bytes: OwnBytes, client: number, clock: number, document: string): Candidate {
  bytes.expect(info.any | info.hasKey);
  bytes.expect(1);
  bytes.expectText(root);
  const under = bytes.text();
  bytes.expect(1);
  const start = bytes.at;
  const change = readChange(bytes);
  if (!hasSoundEnvelope(change)) throw leftOver;
  const body = bytes.since(start);
  const checked = checkContent(change, document);
  return { type: 'change', client, clock, key: under, value: change, bytes: body.length, body, checked };
}
