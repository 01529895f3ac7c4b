/** Whether a peer has the same changes of a client as central: by digest, at the clock that the peer names (rule P6). */
import { sameDigest, type Mark } from '#shared/proof/digest';
import type { CentralDatabase } from '../database/port/central-database';
import { digestAt } from './digest-at';
import type { Room } from './room';

export class Comparison {
  constructor(private readonly database: Pick<CentralDatabase, 'changes' | 'proofs'>) {}

  /** False also where the peer has more than central: what it has is compared once it was given back. */
  async isSame(room: Room, { client, clock, digest }: Mark): Promise<boolean> {
    if (clock === 0) return true;
    if (clock > (room.vector.get(client) ?? 0)) return false;
    const head = room.markOf(client);
    const own = head?.clock === clock ? head : await digestAt(this.database, room.document, client, clock);
    // what cannot be followed here is not proven different
    return own === undefined || sameDigest(own.digest, digest);
  }
}
