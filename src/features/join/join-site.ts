/**
 * Joins this browser to a site. All that can be found out without the code is found out first, because a code works once:
 * is there a central server at the address, does it speak our version, is it the one whose data this browser holds.
 */
import { protocolRange } from '#shared/protocol/version';
import { refused, type Result } from '#shared/result';
import { getInstance, readCentralUrl } from '../../link/instance';
import { join, readJoinLink } from '../../link/join';
import { keepProgramme } from '../../parts/programme';
import type { ReplicaDatabase } from '../../replica/database';
import { adoptSite } from '../../replica/identity';
import type { SiteIdentity } from '../../replica/records';
import { syncNow } from '../../replica/sync-signal';

export interface JoinForm {
  address: string;
  code: string;
  deviceName: string;
}

/** What a person typed or scanned; a whole link may stand in either field. */
export function readForm(form: JoinForm): Result<JoinForm> {
  const code = readJoinLink(form.code);
  const address = readCentralUrl(code?.url ?? form.address);
  const deviceName = form.deviceName.trim();
  const issues = [
    ...(address === undefined ? [{ code: 'address-not-valid', field: 'address' }] : []),
    ...(code === undefined ? [{ code: 'code-not-valid', field: 'code' }] : []),
    ...(deviceName === '' ? [{ code: 'missing-field', field: 'deviceName' }] : []),
  ];
  if (address === undefined || code === undefined || issues.length > 0) return refused(...issues);
  return { ok: true, value: { address, code: code.code, deviceName } };
}

/** Refuses with the codes of readForm, `unreachable` (before the code was used), `cut-off` (perhaps after), or central's. */
export async function joinSite(db: ReplicaDatabase, typed: JoinForm): Promise<Result<SiteIdentity>> {
  const form = readForm(typed);
  if (!form.ok) return form;
  const { address: url, code, deviceName } = form.value;
  const instance = await getInstance({ url });
  if (!instance.ok) return renamed(instance, 'offline', 'unreachable');
  const { protocol, centralId, name } = instance.value;
  if (protocol.min > protocolRange.max) return refused({ code: 'update-needed' });
  if (protocol.max < protocolRange.min) return refused({ code: 'protocol-version' });
  const known = await db.settings.get('centralId');
  if (known !== undefined && known.value !== centralId) return refused({ code: 'another-central' });
  const joined = await join({ url }, { code, deviceName });
  if (!joined.ok) return renamed(joined, 'offline', 'cut-off');
  const adopted = await adoptSite(db, url, deviceName, joined.value);
  if (!adopted.ok) return adopted;
  await keepProgramme(db, name);
  syncNow();
  return adopted;
}

function renamed<T>(result: Result<T> & { ok: false }, from: string, to: string): Result<never> {
  return {
    ok: false,
    issues: result.issues.map((issue) => (issue.code === from ? { ...issue, code: to } : issue)),
  };
}
