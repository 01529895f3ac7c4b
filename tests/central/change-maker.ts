/** Makes changes as a device does: numbered, timed, each with an id of its own. */
import type { Change } from '#shared/change/change';
import { formatHlc, startClock, tick } from '#shared/change/hlc';
import type { JsonObject } from '#shared/json';
import { newId } from '../../src/replica/new-id';

export class ChangeMaker {
  private clock = startClock;
  private n = 0;

  constructor(
    private readonly deviceId: string,
    private readonly userId: string,
  ) {}

  make(kind: string, patch: JsonObject, entityId = newId()): Change {
    this.clock = tick(this.clock, Date.now());
    this.n += 1;
    const { deviceId, userId, n } = this;
    const hlc = formatHlc({ ...this.clock, deviceId });
    return { id: newId(), hlc, userId, deviceId, n, kind, entityId, patch };
  }
}
