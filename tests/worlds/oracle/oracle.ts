/** Asks the model what an act brings about, lets it happen, and compares: an act on which the two differ ends the world. */
import { expect } from 'vitest';
import type { RestoreReport } from '#shared/api/restore';
import type { SqliteDatabase } from '../../../server/database/sqlite/open-database';
import type { Central } from '../../../server/start-central';
import type { Device } from '../device';
import type { World } from '../world';
import { differences, lacking, unforeseen, unlike } from './agree';
import { readCentral, readDevice, type AtCentral } from './sets';
import { unsettled } from './settled';
import { visited, type Visited } from './visit';

/** The server that is visited. */
export interface At {
  central: Pick<Central, 'idle'>;
  database: SqliteDatabase;
}

export class Oracle {
  constructor(private readonly world: World) {}

  /** A visit that comes to its end; where it is not said otherwise, at the one central server. */
  async ofVisit<T>(device: Device, visit: () => Promise<T>, at: At = this.world.programme): Promise<T> {
    const { programme, time } = this.world;
    const before = await this.#central(at);
    const had = await readDevice(device.replica.db, this.world.year);
    const noticed = await programme.restoreReport();
    const said = visited(before, had, time.now());
    const ended = await visit();
    const after = await this.#settled(at);
    const has = await readDevice(device.replica.db, this.world.year);
    const odd = differences(said, after, has, had);
    if (said.isIn && !after.out.has(has.deviceId)) odd.push(...unlike(before, after, has));
    if (at === programme) odd.push(...toldOtherwise(said, noticed, await programme.restoreReport()));
    expect(odd).toEqual([]);
    return ended;
  }

  /** A visit that is cut, or killed at either end. */
  async ofCutVisit<T>(device: Device, visit: () => Promise<T>): Promise<T> {
    const { programme, time, year } = this.world;
    const before = await this.#central(programme);
    const said = visited(before, await readDevice(device.replica.db, year), time.now());
    const ended = await visit();
    const after = await this.#settled(programme);
    expect([...lacking(before.sets, after), ...unforeseen(said.sets, after)]).toEqual([]);
    return ended;
  }

  /** What a device says that is not so: it brings no more than a visit would. */
  ofLie = (device: Device, lie: () => Promise<void>): Promise<void> => this.ofCutVisit(device, lie);

  /** Nothing that anybody did leaves central something to do. */
  async #settled(at: At): Promise<AtCentral> {
    await at.central.idle();
    const central = await this.#central(at);
    expect(unsettled(central)).toEqual([]);
    return central;
  }

  async #central({ database }: At): Promise<AtCentral> {
    const ids = await Promise.all(this.world.devices.map(({ replica }) => replica.db.identity.get('me')));
    return readCentral(database, [...new Set(ids.flatMap((one) => one?.deviceId ?? []))]);
  }
}

/** How much staff are told that came back, and whether they are told of a restore at all. */
function toldOtherwise(said: Visited, before: RestoreReport, after: RestoreReport): string[] {
  const { restored } = after;
  if (!restored) return said.showsRestore ? ['a restore shows, and staff are not told'] : [];
  if (restored.at !== before.restored?.at) return [];
  const back = restored.cameBack - before.restored.cameBack;
  const branches = restored.branches - before.restored.branches;
  return [
    ...(back === said.cameBack ? [] : [`${said.cameBack} changes came back, staff are told of ${back}`]),
    ...(branches === said.branches
      ? []
      : [`${said.branches} branches came back, staff are told of ${branches}`]),
  ];
}
