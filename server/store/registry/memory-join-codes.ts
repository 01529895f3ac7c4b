/** Join codes in memory. */
import { accepted, refused, type Result } from '#shared/result';
import type { MemoryDatabase } from '../memory/database';
import type { JoinCodeBook } from './join-code-port';
import type { NewDevice } from './device-port';
import type { SiteRecord } from './site-port';
import { registerDevice, tables, type Tables } from './memory-tables';

export function memoryJoinCodes(memory: MemoryDatabase): JoinCodeBook {
  const all = tables(memory);
  return {
    add: async (code) => memory.write(() => void all.codes.set(code.codeHash, code)),
    redeem: async (codeHash, device, expectedSiteId) =>
      memory.write(() => redeem(all, codeHash, device, expectedSiteId)),
  };
}

function redeem(
  all: Tables,
  codeHash: string,
  device: NewDevice,
  expectedSiteId?: string,
): Result<{ site: SiteRecord; clientId: number }> {
  const code = all.codes.get(codeHash);
  const site = code && all.sites.get(code.siteId);
  if (!code || !site) return refused({ code: 'code-unknown' });
  if (code.usedAt !== undefined) return refused({ code: 'code-used' });
  if (code.expiresAt <= device.at) return refused({ code: 'code-expired' });
  if (expectedSiteId !== undefined && site.id !== expectedSiteId) return refused({ code: 'another-site' });
  all.codes.set(codeHash, { ...code, usedAt: device.at });
  return accepted({ site, clientId: registerDevice(all, site.id, device) });
}
