/** The digest of a client's chain at any clock: from the last mark before it on. */
import { digestAfter, firstDigest, type Mark } from '#shared/proof/digest';
import type { CentralDatabase } from '../database/port/central-database';
import { hash } from '../database/sqlite/chains';
import { readBody } from '../database/sqlite/stored-json';

const PAGE = 500;

type Proven = Pick<CentralDatabase, 'changes' | 'proofs'>;

/** Undefined where the chain cannot be followed so far. */
export async function digestAt(
  { changes, proofs }: Proven,
  document: string,
  client: number,
  clock: number,
): Promise<Mark | undefined> {
  let mark = (await proofs.markBefore(document, client, clock)) ?? {
    client,
    clock: 0,
    digest: firstDigest(document, client, hash),
  };
  while (mark.clock < clock) {
    const page = await changes.page(document, client, mark.clock, Math.min(PAGE, clock - mark.clock));
    if (page.length === 0) return undefined;
    const digest = digestAfter(
      mark.digest,
      page.map(({ body }) => readBody(body)),
      hash,
    );
    mark = { client, clock: mark.clock + page.length, digest };
  }
  return mark;
}
