/** The error of the sync in whole words: what happened, what is safe, what to do. */
import type { WordKey } from '../../words/keys';
import type { Words } from '../../words/words.svelte';

const atSite: Record<string, WordKey> = {
  'unknown-device': 'sync-page.revoked',
  'device-revoked': 'sync-page.revoked',
  'not-signed-in': 'sync-page.revoked',
};

const anywhere: Record<string, WordKey> = {
  'not-a-central-server': 'sync-page.captivePortal',
};

export function syncError(words: Words, code: string, kind: 'site' | 'central'): string {
  const key = (kind === 'site' ? atSite[code] : undefined) ?? anywhere[code];
  return key ? words.t(key) : words.sayError(code);
}

/** Those that a newer app mends. */
export const asksForUpdate = (code: string): boolean =>
  code === 'update-needed' || code === 'protocol-version';
