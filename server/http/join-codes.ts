/** Makes the codes with which devices join a site. */
import type { JoinCode } from '#shared/api/join-codes';
import { hashJoinCode, newJoinCode } from '../auth/join-code';
import type { JoinCodeRecord } from '../database/port/registry-join-codes';
import { newId } from '../new-id';
import type { Services } from './services';

const DAY = 24 * 60 * 60 * 1000;

/** For how many whole days each code is valid, and for how many devices. */
export interface CodeReach {
  days: number;
  devices: number;
}

export type MadeCode = Omit<JoinCode, 'url'>;

/** One for each site, in their order. The codes are shown once; what is kept is their hashes. */
export async function makeJoinCodes(
  { database, now }: Pick<Services, 'database' | 'now'>,
  siteIds: readonly string[],
  createdBy: string,
  { days, devices }: CodeReach,
): Promise<MadeCode[]> {
  const createdAt = new Date(now()).toISOString();
  const expiresAt = new Date(now() + days * DAY).toISOString();
  const made = siteIds.map((siteId) => ({ siteId, code: newJoinCode(), id: newId(now()) }));
  await database.registry.joinCodes.add(
    made.map(({ siteId, code, id }): JoinCodeRecord => ({
      ...{ id, siteId, createdBy, createdAt, expiresAt, devices },
      codeHash: hashJoinCode(code),
    })),
  );
  return made.map(({ code, id }) => ({ id, code, expiresAt, devices }));
}
