/** Joins this browser to a site by a code. All that can be found out without it is found out first, because a code works once. */
import { refused, type Result } from '#shared/result';
import { readCentralUrl } from '../../central-api/instance';
import { join, readJoinLink } from '../../central-api/join';
import type { ReplicaDatabase } from '../../replica/database';
import type { SiteIdentity } from '../../replica/records';
import { becomeDevice, formerSite, lookAtCentral, renamed } from './central-to-join';

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
  const central = await lookAtCentral(db, url);
  if (!central.ok) return central;
  const joined = await join({ url }, { code, deviceName, ...(await formerSite(db)) });
  if (!joined.ok) return renamed(joined, 'offline', 'cut-off');
  return becomeDevice(db, { url, programme: central.value.name, deviceName, joined: joined.value });
}
