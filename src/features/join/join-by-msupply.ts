/**
 * Joins this browser as the installation of a site that mSupply knows: mSupply central says where the site's central server is,
 * and that one lets it in. Of the password only the hash is kept and sent.
 */
import { accepted, hasIssues, refused, type Issue, type Result } from '#shared/result';
import { readCentralUrl } from '../../central-api/instance';
import { join } from '../../central-api/join';
import { askForCentral, hashPassword, type Asking } from '../../central-api/msupply';
import type { ReplicaDatabase } from '../../replica/database';
import { readHardwareId } from '../../replica/identity/installation';
import { canHash } from '../../replica/people/pin';
import type { SiteIdentity } from '../../replica/records';
import { becomeDevice, formerSite, lookAtCentral, renamed } from './central-to-join';

interface MSupplyForm {
  mSupplyAddress: string;
  siteName: string;
  password: string;
  deviceName: string;
}

export function readMSupplyForm(form: MSupplyForm): Result<MSupplyForm> {
  const mSupplyAddress = readCentralUrl(form.mSupplyAddress);
  const siteName = form.siteName.trim();
  const deviceName = form.deviceName.trim();
  const { password } = form;
  const read = { siteName, password, deviceName };
  const issues = Object.entries(read)
    .filter(([, text]) => text === '')
    .map(([field]): Issue => ({ code: 'missing-field', field }));
  // the wire parts name and password by a colon
  if (siteName.includes(':')) issues.push({ code: 'site-password-wrong', field: 'siteName' });
  if (mSupplyAddress === undefined)
    return refused({ code: 'address-not-valid', field: 'mSupplyAddress' }, ...issues);
  return hasIssues(issues) ? refused(...issues) : accepted({ mSupplyAddress, ...read });
}

/**
 * Refuses with the codes of readMSupplyForm and of askForCentral, `page-not-safe`, `told-unreachable` (with the `address` that
 * mSupply told), `cut-off-msupply` (this installation may be let in already), or central's.
 */
export async function joinByMSupply(
  db: ReplicaDatabase,
  typed: MSupplyForm,
  asking: Asking,
): Promise<Result<SiteIdentity>> {
  const form = readMSupplyForm(typed);
  if (!form.ok) return form;
  if (!canHash()) return refused({ code: 'page-not-safe' });
  const { mSupplyAddress, siteName, password, deviceName } = form.value;
  const [passwordSha256, hardwareId] = [await hashPassword(password), await readHardwareId(db)];
  const known = { siteName, passwordSha256, hardwareId };
  const mSupply = { url: mSupplyAddress, ...known };
  const told = await askForCentral(mSupply, asking);
  if (!told.ok) return told;
  const url = told.value;
  const central = await lookAtCentral(db, url);
  if (!central.ok) {
    const isNowhere = central.issues.some(
      ({ code }) => code === 'unreachable' || code === 'not-a-central-server',
    );
    return isNowhere ? refused({ code: 'told-unreachable', data: { address: url } }) : central;
  }
  const joined = await join({ url }, { mSupply: known, deviceName, ...(await formerSite(db)) });
  if (!joined.ok) return renamed(joined, 'offline', 'cut-off-msupply');
  return becomeDevice(db, { url, programme: central.value.name, deviceName, joined: joined.value, mSupply });
}
