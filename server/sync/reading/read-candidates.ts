/** Reads an untrusted update: quickly where it is as our own client sends it, else with the codec and the schemas. */
import { readUpdate } from '#shared/change/codec/read';
import type { UnreadableCode } from '#shared/protocol/error-codes';
import { accepted, type Issue, type Result } from '#shared/result';
import { toCandidates, type Candidate } from '../offer';
import { readOwn } from './read-own';

export function readCandidates(
  update: Uint8Array,
  document: string,
): Result<Candidate[], Issue<UnreadableCode>> {
  const own = readOwn(update, document);
  return own ? accepted(own) : readSlowly(update, document);
}

/** The way of the codec alone, for any update. */
export function readSlowly(update: Uint8Array, document: string): Result<Candidate[], Issue<UnreadableCode>> {
  const structs = readUpdate(update);
  return structs.ok ? accepted(toCandidates(structs.value, document)) : structs;
}
