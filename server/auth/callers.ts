/** The maker of a call: a device with its token, or staff with a cookie. A call with a token is never staff. */
import type { IncomingHttpHeaders } from 'node:http';
import type { DeviceRecord } from '../database/port/registry-devices';
import type { Registry } from '../database/port/registry';
import type { SessionRecord } from '../database/port/registry-staff';
import { readCookies } from './cookies';
import { hashSecret } from './secret';
import type { StaffSessions } from './staff-sessions';

export type Caller =
  | { kind: 'device'; device: DeviceRecord & { siteId: string } }
  | ({ kind: 'staff'; sessionToken: string } & SessionRecord)
  | { kind: 'unknown-device' }
  | { kind: 'anyone' };

export interface Callers {
  of(headers: IncomingHttpHeaders): Promise<Caller>;
  byToken(deviceToken: string): Promise<Extract<Caller, { kind: 'device' | 'unknown-device' }>>;
}

export function callers(registry: Registry, sessions: StaffSessions): Callers {
  async function byToken(token: string): Promise<Extract<Caller, { kind: 'device' | 'unknown-device' }>> {
    const device = await registry.devices.byToken(hashSecret(token));
    if (!device || device.siteId === undefined || device.revokedAt !== undefined)
      return { kind: 'unknown-device' };
    return { kind: 'device', device: { ...device, siteId: device.siteId } };
  }

  async function of(headers: IncomingHttpHeaders): Promise<Caller> {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token !== undefined) return byToken(token);
    const { sessionToken } = readCookies(headers.cookie);
    const session = sessionToken === undefined ? undefined : await sessions.current(sessionToken);
    return session && sessionToken !== undefined
      ? { kind: 'staff', sessionToken, ...session }
      : { kind: 'anyone' };
  }

  return { of, byToken };
}
