/** The text of a refusal in English, for logs and stock clients; the app has its own words per code. */
import type { RefusalCode } from '#shared/protocol/error-codes';
import type { Refusal } from '#shared/protocol/messages';
import type { Refused } from './judge';

const words: Record<RefusalCode, string> = {
  'central-only': 'This can only be changed on the central server.',
  'no-right': 'This account has no right to change this.',
  'not-yours': 'This belongs to a store of another site.',
  'unknown-client': 'The central server never gave out the client id of this change.',
  overwrite: 'A change with this id exists with other content.',
  'clock-reused': 'Another change stands at this place: the device was cloned or restored.',
  'not-a-change': 'This is not a change under its own id.',
  'bad-envelope': 'The change lacks something that every change has, or has something that none may have.',
  'bad-field': 'A field of the change has a value of the wrong kind.',
  'wrong-document': 'A change of this kind does not belong in this document.',
  'change-too-large': 'The change is too large.',
};

/** One message for all that is refused for the same reason, in the order in which the reasons came up. */
export function refusalsOf(refused: readonly Refused[]): Refusal[] {
  const said = new Map<string, Refusal>();
  for (const one of refused) {
    const refusal = toRefusal(one);
    const before = said.get(refusal.message);
    if (before) before.changeIds.push(...one.changeIds);
    else said.set(refusal.message, { ...refusal, changeIds: [...refusal.changeIds] });
  }
  return [...said.values()];
}

const toRefusal = ({ code, field, changeIds }: Refused): Refusal => ({
  code,
  message: field === undefined ? words[code] : `${words[code].slice(0, -1)}: ${field}.`,
  changeIds,
});
