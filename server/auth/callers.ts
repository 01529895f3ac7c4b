/** The maker of a call: a device with its token, or staff with a cookie. A call with a token is never staff. */
import type { IncomingHttpHeaders } from 'node:http';
import type { DeviceRecord } from '../database/port/registry-devices';
import type { Registry } from '../database/port/registry';
import type { SessionRecord } from '../database/port/registry-staff';
import { readCookies } from './cookies';
import { secretOf } from './device-tokens';
import { hashSecret } from './secret';
import type { StaffSessions } from './staff-sessions';

export type Caller =
  | {
      kind: 'device';
      device: DeviceRecord & { siteId: string };
      /** the token as it came */
      token: string;
    }
  | ({ kind: 'staff'; sessionToken: string } & SessionRecord)
  | { kind: 'unknown-device' }
  | { kind: 'anyone' };

export interface Callers {
  of(headers: IncomingHttpHeaders): Promise<Caller>;
  byToken(deviceToken: string): Promise<Extract<Caller, { kind: 'device' | 'unknown-device' }>>;
}

/** `onUnknown`: called with each token that the database does not know. */
export function callers(
  registry: Registry,
  sessions: StaffSessions,
  onUnknown: (token: string) => Promise<void> = () => Promise.resolve(),
): Callers {
  async function byToken(token: string): Promise<Extract<Caller, { kind: 'device' | 'unknown-device' }>> {
    const device = await registry.devices.byToken(hashSecret(secretOf(token)));
    if (!device) await onUnknown(token);
    if (!device || device.siteId === undefined || device.revokedAt !== undefined)
      return { kind: 'unknown-device' };
    return { kind: 'device', device: { ...device, siteId: device.siteId }, token };
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
