/** The sync in whole words: what happened, what is safe, what to do. */
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';

const atSite: Record<string, WordKey> = {
  'unknown-device': 'sync.revoked',
  'device-revoked': 'sync.revoked',
  'not-signed-in': 'sync.revoked',
};

const anywhere: Record<string, WordKey> = {
  'not-a-central-server': 'sync.captivePortal',
};

export function syncError(words: Words, code: string, kind: 'device' | 'staff'): string {
  const key = (kind === 'device' ? atSite[code] : undefined) ?? anywhere[code];
  return key ? words.t(key) : words.sayError(code);
}

/** The frame itself says on every page that a session of support staff has ended. */
export const isToldByFrame = (code: string, kind: 'device' | 'staff'): boolean =>
  kind === 'staff' && (code === 'not-signed-in' || code === 'unknown-device');

const notices: Record<string, WordKey> = {
  'site-password-wrong': 'sync-page.noticePassword',
  'another-installation': 'sync-page.noticeInstallation',
  'no-central-named': 'sync-page.noticeNoCentral',
  'new-address-silent': 'sync-page.noticeNewAddress',
  'files-paused': 'files.isPaused',
};

/** A sentence for something that went wrong and held nothing up. */
export const syncNotice = (words: Words, code: string): string =>
  words.t(notices[code] ?? 'sync-page.noticeNotAsked');

/** True if a newer app mends the error. */
export const asksForUpdate = (code: string): boolean =>
  code === 'update-needed' || code === 'protocol-version';
