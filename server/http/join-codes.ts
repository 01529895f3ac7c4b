/** Makes the codes with which devices join a site. */
import { hashJoinCode, JOIN_CODE_LIFE, newJoinCode } from '../auth/join-code';
import type { Services } from './services';

/** The code is shown once; only its hash is kept. Undefined when there is no such site. */
export async function makeJoinCode(
  { database, now }: Pick<Services, 'database' | 'now'>,
  siteId: string,
  createdBy: string,
): Promise<{ code: string; expiresAt: string } | undefined> {
  const { sites, joinCodes } = database.registry;
  if (!(await sites.get(siteId))) return undefined;
  const code = newJoinCode();
  const createdAt = new Date(now()).toISOString();
  const expiresAt = new Date(now() + JOIN_CODE_LIFE).toISOString();
  await joinCodes.add({ codeHash: hashJoinCode(code), siteId, createdBy, createdAt, expiresAt });
  return { code, expiresAt };
}
