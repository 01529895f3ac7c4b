/** Joins this browser to a site by a code. All that can be found out without it is found out first, because a code works once. */
import { accepted, hasIssues, refused, type Issue, type Result } from '#shared/result';
import { readCentralUrl } from '../../central-api/instance';
import { join, readJoinLink } from '../../central-api/join';
import type { ReplicaDatabase } from '../../replica/database';
import type { SiteIdentity } from '../../replica/records';
import { becomeDevice, formerSite, lookNow, renamed } from './central-to-join';

export interface JoinForm {
  address: string;
  code: string;
  deviceName: string;
}

/** Reads the text that a person typed or scanned; a whole link may stand in either field. */
export function readForm(form: JoinForm): Result<JoinForm> {
  const code = readJoinLink(form.code);
  const address = readCentralUrl(code?.url ?? form.address);
  const deviceName = form.deviceName.trim();
  const noCode: Issue = { code: 'code-not-valid', field: 'code' };
  const noName: Issue[] = deviceName === '' ? [{ code: 'missing-field', field: 'deviceName' }] : [];
  if (address === undefined)
    return refused({ code: 'address-not-valid', field: 'address' }, ...(code ? [] : [noCode]), ...noName);
  if (code === undefined) return refused(noCode, ...noName);
  return hasIssues(noName) ? refused(...noName) : accepted({ address, code: code.code, deviceName });
}

/** Refuses with the codes of readForm, `unreachable` (before the code was used), `cut-off` (perhaps after), or central's. */
export async function joinSite(db: ReplicaDatabase, typed: JoinForm): Promise<Result<SiteIdentity>> {
  const form = readForm(typed);
  if (!form.ok) return form;
  const { address: url, code, deviceName } = form.value;
  const central = await lookNow(db, url);
  if (!central.ok) return central;
  const joined = await join({ url }, { code, deviceName, ...(await formerSite(db)) });
  if (!joined.ok) return renamed(joined, 'offline', 'cut-off');
  return becomeDevice(db, { url, programme: central.value.name, deviceName, joined: joined.value });
}
