/** Asks the model what an act brings about, lets it happen, and compares: an act on which the two differ ends the world. */
import { expect } from 'vitest';
import { CONFIG, storeDocument } from '#shared/change/documents';
import { hlcTime } from '#shared/change/hlc';
import type { RestoreReport } from '#shared/api/restore';
import type { CentralDatabase } from '../../../server/database/port/central-database';
import type { Device } from '../device';
import type { World } from '../world';
import { differences, lacking, unforeseen, unlike } from './agree';
import { allIn, readCentral, readDevice, type AtCentral, type OnDevice } from './sets';
import { unsettled } from './settled';
import { provenBy, visited, type Proven, type Visited } from './visit';
import { disowned } from './whose';

/** The server that is visited. */
export interface At {
  /** Resolves when nothing is under way there. */
  quiet: () => Promise<void>;
  database: CentralDatabase;
}

export class Oracle {
  /** what any receipt proved that came near central */
  readonly #proven: Proven = new Map();

  constructor(private readonly world: World) {}

  /** A visit that comes to its end; where it is not said otherwise, at the one central server. */
  async ofVisit<T>(device: Device, visit: () => Promise<T>, at: At = this.world.programme): Promise<T> {
    const { programme, time } = this.world;
    const before = await this.#central(at);
    const had = await readDevice(device.replica.db, this.world.year);
    const noticed = await programme.restoreReport();
    const said = visited(before, had, time.now());
    const ended = await visit();
    this.#prove(provenBy(before, had, false));
    const after = await this.#settled(at);
    const has = await readDevice(device.replica.db, this.world.year);
    const odd = differences(said, after, has, had);
    if (said.isIn && !after.out.has(has.deviceId)) {
      odd.push(...unlike(before, after, has));
      odd.push(...stillDisowned(after, provenBy(before, had, true), this.#opened(had)));
    }
    if (at === programme) odd.push(...toldOtherwise(said, noticed, await programme.restoreReport()));
    expect(odd).toEqual([]);
    return ended;
  }

  /** A visit that is cut, or killed at either end. */
  async ofCutVisit<T>(device: Device, visit: () => Promise<T>): Promise<T> {
    const { programme, time, year } = this.world;
    const before = await this.#central(programme);
    const had = await readDevice(device.replica.db, year);
    const said = visited(before, had, time.now());
    const ended = await visit();
    this.#prove(provenBy(before, had, false));
    const after = await this.#settled(programme);
    expect([...lacking(before.sets, after), ...unforeseen(said.sets, after)]).toEqual([]);
    return ended;
  }

  /** What a device says that is not so: it brings no more than a visit would. */
  ofLie = (device: Device, lie: () => Promise<void>): Promise<void> => this.ofCutVisit(device, lie);

  /** Nothing that anybody did leaves central something to do. */
  async #settled(at: At): Promise<AtCentral> {
    await at.quiet();
    const central = await this.#central(at);
    expect(unsettled(central, this.#proven)).toEqual([]);
    return central;
  }

  #prove(proven: Proven): void {
    for (const [key, at] of proven) this.#proven.set(key, Math.min(at, this.#proven.get(key) ?? Infinity));
  }

  /** The documents that a device keeps open, whether anything moved in them or not. */
  #opened({ stores }: OnDevice): Set<string> {
    return new Set([CONFIG, ...stores.map((store) => storeDocument(store, this.world.year))]);
  }

  async #central({ database }: At): Promise<AtCentral> {
    const ids = await Promise.all(this.world.devices.map(({ replica }) => replica.db.identity.get('me')));
    return readCentral(database, [...new Set(ids.flatMap((one) => one?.deviceId ?? []))]);
  }
}

/** What was disowned as written after its author was shut out, though a receipt that was shown proves it older. */
function stillDisowned({ sets }: AtCentral, proven: Proven, opened: ReadonlySet<string>): string[] {
  const all = allIn(sets);
  const gone = disowned(all.filter(({ change }) => change.patch['createId'] === undefined));
  const shutOut = new Map(
    all.flatMap(({ change }) =>
      change.kind === 'device.revoke' ? [[change.entityId, hlcTime(change.hlc)] as const] : [],
    ),
  );
  return all.flatMap(({ document, change, by }) => {
    const at = proven.get(`${document} ${change.id}`) ?? Infinity;
    const isLate = at > (shutOut.get(by) ?? -Infinity);
    return isLate || !opened.has(document) || !gone.has(change.id) ? [] : [`${change.id} is disowned`];
  });
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
