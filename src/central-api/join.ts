/** Joining a site, by a one-time code or as the installation of a site that mSupply knows. */
import { plainCode } from '#shared/text-folding';
import { joined, type Joined } from '#shared/api/session';
import type { Result } from '#shared/result';
import { call, type Central } from './central';
import type { MSupplySite } from '#shared/domain/msupply-site';

export const join = (
  central: Central,
  body: { deviceName: string; siteId?: string } & ({ code: string } | { mSupply: Omit<MSupplySite, 'url'> }),
): Promise<Result<Joined>> => call(central, { method: 'POST', path: '/api/join', body }, joined);

/** The content of a QR or a pasted text: a link with the code in it, or the bare code. Undefined when it can be neither. */
export function readJoinLink(text: string): { url?: string; code: string } | undefined {
  const trimmed = plainCode(text);
  if (/^https?:\/\//i.test(trimmed)) return readLink(trimmed);
  return isCode(trimmed) ? { code: trimmed } : undefined;
}

function readLink(text: string): { url: string; code: string } | undefined {
  try {
    const url = new URL(text);
    const hash = new URLSearchParams(url.hash.replace(/^#\??/, ''));
    const code = hash.get('code') ?? url.searchParams.get('code') ?? url.pathname.split('/').at(-1) ?? '';
    return isCode(code) ? { url: url.origin, code } : undefined;
  } catch {
    return undefined;
  }
}

const isCode = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9 -]{5,63}$/.test(text);
