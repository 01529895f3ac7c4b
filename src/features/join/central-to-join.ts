/** The central server that this browser is about to join: the checks before, and the data kept after. */
import type { ErrorCode } from '#shared/protocol/error-codes';
import { protocolRange } from '#shared/protocol/version';
import { refused, type Issue, type Refused, type Result } from '#shared/result';
import type { Instance } from '#shared/api/instance';
import { getInstance } from '../../central-api/instance';
import type { Joined } from '#shared/api/session';
import type { MSupplySite } from '#shared/domain/msupply-site';
import { keepProgramme } from '../../page/programme';
import { readSetting } from '../../replica/kept-settings';
import type { ReplicaDatabase } from '../../replica/database';
import { adoptSite, readIdentity } from '../../replica/identity/identity';
import type { SiteIdentity } from '../../replica/records';
import { syncNow } from '../../replica/sync-signal';

/** Checks that there is one at the address, that it speaks our version, and that this browser holds no other server's data. */
export async function lookAtCentral(db: ReplicaDatabase, url: string): Promise<Result<Instance>> {
  const instance = await getInstance({ url });
  if (!instance.ok) return renamed(instance, 'offline', 'unreachable');
  const { protocol, centralId } = instance.value;
  if (protocol.min > protocolRange.max) return refused({ code: 'update-needed' });
  if (protocol.max < protocolRange.min) return refused({ code: 'protocol-version' });
  const known = await readSetting(db, 'centralId');
  if (known !== undefined && known !== centralId) return refused({ code: 'another-central' });
  return instance;
}

/** The site whose data this browser holds: central refuses to let it into another one before a code is spent. */
export async function formerSite(db: ReplicaDatabase): Promise<{ siteId?: string }> {
  const identity = await readIdentity(db);
  return identity?.kind === 'site' ? { siteId: identity.site.id } : {};
}

interface Admission {
  url: string;
  programme: string;
  deviceName: string;
  joined: Joined;
  mSupply?: MSupplySite;
}

export async function becomeDevice(
  db: ReplicaDatabase,
  { url, programme, deviceName, joined, mSupply }: Admission,
): Promise<Result<SiteIdentity>> {
  const adopted = await adoptSite(db, url, deviceName, joined, mSupply);
  if (!adopted.ok) return adopted;
  await keepProgramme(db, programme);
  syncNow();
  return adopted;
}

/** The same refusal, with the code for `from` at this step. */
export function renamed({ issues: [first, ...rest] }: Refused, from: ErrorCode, to: ErrorCode): Refused {
  const rename = (issue: Issue): Issue => (issue.code === from ? { ...issue, code: to } : issue);
  return refused(rename(first), ...rest.map(rename));
}
