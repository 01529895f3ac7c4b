/** Asks the model what an act brings about, lets it happen, and compares: an act on which the two differ ends the world. */
import { expect } from 'vitest';
import type { Device } from '../device';
import type { World } from '../world';
import { differences, lacking, unforeseen, unlike } from './agree';
import { readCentral, readDevice, type AtCentral } from './sets';
import { unsettled } from './settled';
import { visited } from './visit';

export class Oracle {
  constructor(private readonly world: World) {}

  /** A visit that comes to its end. */
  async ofVisit<T>(device: Device, visit: () => Promise<T>): Promise<T> {
    const { programme, time } = this.world;
    const before = await this.#central();
    const had = await readDevice(device.replica.db, this.world.year);
    const noticed = await programme.restoreReport();
    const said = visited(before, had, time.now());
    const ended = await visit();
    const after = await this.#settled();
    const has = await readDevice(device.replica.db, this.world.year);
    const odd = differences(said, after, has, had);
    if (said.isIn && !after.out.has(has.deviceId)) odd.push(...unlike(before, after, has));
    const told = (await programme.restoreReport()).restored;
    const known = noticed.restored;
    if (told && told.at === known?.at && told.cameBack - known.cameBack !== said.cameBack)
      odd.push(`${said.cameBack} changes came back, staff are told of ${told.cameBack - known.cameBack}`);
    if (told && told.at === known?.at && told.branches - known.branches !== said.branches)
      odd.push(`${said.branches} branches came back, staff are told of ${told.branches - known.branches}`);
    if (said.showsRestore && !told) odd.push('a restore shows, and staff are not told');
    expect(odd).toEqual([]);
    return ended;
  }

  /** A visit that is cut, or killed at either end. */
  async ofCutVisit<T>(device: Device, visit: () => Promise<T>): Promise<T> {
    const before = await this.#central();
    const had = await readDevice(device.replica.db, this.world.year);
    const said = visited(before, had, this.world.time.now());
    const ended = await visit();
    const after = await this.#settled();
    expect([...lacking(before.sets, after), ...unforeseen(said.sets, after)]).toEqual([]);
    return ended;
  }

  /** Nothing that anybody did leaves central something to do. */
  async #settled(): Promise<AtCentral> {
    await this.world.programme.central.idle();
    const central = await this.#central();
    expect(unsettled(central)).toEqual([]);
    return central;
  }

  async #central(): Promise<AtCentral> {
    const ids = await Promise.all(this.world.devices.map(({ replica }) => replica.db.identity.get('me')));
    return readCentral(this.world.programme.database, [
      ...new Set(ids.flatMap((one) => one?.deviceId ?? [])),
    ]);
  }
}
