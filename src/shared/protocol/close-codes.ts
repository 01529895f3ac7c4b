/** Codes with which central closes a socket. 4400 to 4499 tell a client not to come back by itself. */
export const closeCodes = {
  malformed: 4400,
  'unknown-device': 4401,
  'not-allowed': 4403,
  'protocol-version': 4406,
  'another-central': 4409,
  'too-large': 4413,
  refused: 4422,
  /** the one after which a client tries again later */
  busy: 1013,
} as const;

/** The text beside `busy` where central's disk takes nothing. */
export const UNWRITABLE = 'store-unwritable';

export type CloseReason = keyof typeof closeCodes;

/** The reason behind a close code, or undefined when the code is not one of ours (a cut link, say). */
export function closeReason(code: number): CloseReason | undefined {
  const found = Object.entries(closeCodes).find(([, value]) => value === code);
  return found?.[0] as CloseReason | undefined;
}
