/** The changes that central refused in one connection, and the outcome of the refusals. */
import type { Refusal } from '#shared/protocol/messages';
import { refuse } from '../replica/changes/refuse';
import type { Identity } from '../replica/records';
import { graverRefusal, type Ending } from './ending';
import type { World } from './world';

export class Refusals {
  /** undefined while nothing was refused */
  ending: Extract<Ending, { type: 'refused' }> | undefined;

  constructor(
    private readonly world: Pick<World, 'db' | 'now'>,
    private readonly identity: Pick<Identity, 'clientId' | 'formerClientIds'>,
    private readonly document: string,
  ) {}

  async add(refusal: Refusal): Promise<void> {
    const { db, now } = this.world;
    const { clientId, formerClientIds } = this.identity;
    const outcome = await refuse(db, this.document, refusal, [clientId, ...formerClientIds], now());
    const graver = graverRefusal(this.ending?.outcome, outcome);
    this.ending = { type: 'refused', outcome: graver, code: refusal.code };
  }
}
