/** The central server that this browser is about to join: the checks before, and the data kept after. */
import type { ErrorCode } from '#shared/protocol/error-codes';
import { protocolRange } from '#shared/protocol/version';
import { refused, type Issue, type Refused, type Result } from '#shared/result';
import type { Instance } from '#shared/api/instance';
import { getInstance } from '../../central-api/instance';
import type { Joined } from '#shared/api/session';
import type { MSupplySite } from '#shared/domain/msupply-site';
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

/** A look is as good as new for so long, milliseconds. */
const FRESH_MS = 20_000;
let ahead: { url: string; at: number; found: Promise<Result<Instance>> } | undefined;

/** Looks while the person reads the form, so that the tap on *Join* waits for one call less. */
export function lookAhead(db: ReplicaDatabase, url: string): void {
  ahead = { url, at: Date.now(), found: lookAtCentral(db, url) };
}

/** The look that was taken ahead, if it was just now and all was well; else a new one. */
export async function lookNow(db: ReplicaDatabase, url: string): Promise<Result<Instance>> {
  const former = ahead?.url === url && Date.now() - ahead.at < FRESH_MS ? await ahead.found : undefined;
  ahead = undefined;
  return former?.ok ? former : lookAtCentral(db, url);
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
  const adopted = await adoptSite(db, url, deviceName, { ...joined, programme }, mSupply);
  if (adopted.ok) syncNow();
  return adopted;
}

/** The same refusal, with the code for `from` at this step. */
export function renamed({ issues: [first, ...rest] }: Refused, from: ErrorCode, to: ErrorCode): Refused {
  const rename = (issue: Issue): Issue => (issue.code === from ? { ...issue, code: to } : issue);
  return refused(rename(first), ...rest.map(rename));
}
