/** The truths that must hold once everything that is alive has met central: nothing that anybody held is lost, and all hold the same. */
import { expect } from 'vitest';
import { CONFIG, storeOf } from '#shared/change/documents';
import type { Device } from './device';
import { Ledger, storedAt, type Held } from './ledger';
import { expectedRows } from './rows';
import { expectPhotos, hasPhotos, heldContents, sendPhotos } from './photos';
import { moveStoresAgain } from './stores';
import { expectNothingForged, stopSecond } from './troubles';
import { expectSitesQuiet } from './open-msupply/quiet';
import type { World } from './world';

/** Visiting rounds after which everything must be quiet (the model of the rules needed at most 4). */
const ROUNDS = 5;

export async function expectQuiet(world: World): Promise<void> {
  const { programme, ledger } = world;
  await stopSecond(world);
  await moveStoresAgain(world);
  for (const device of world.devices) if (device.isOld) device.update();
  const held = await Ledger.held(
    programme.database,
    world.devices.map(({ replica }) => replica.db),
  );
  const wereSafe = new Set(ledger.acknowledged);
  const contents = await heldContents(world);
  const rounds = await becomeQuiet(world);
  world.did(`quiet after ${rounds} rounds`, `quiet after ${rounds} rounds`);
  await expectHeld(world, held, wereSafe);
  expect(ledger.altered).toEqual([]);
  await expectRows(world);
  await expectNothingForged(world);
  for (const device of world.devices) await expectSame(world, device);
  await expectSitesQuiet(world);
  await expectPhotos(world, contents);
}

/** Visits until a round brings nothing new; returns the number of rounds. */
async function becomeQuiet(world: World): Promise<number> {
  const { programme } = world;
  let before = '';
  for (let round = 1; round <= ROUNDS; round++) {
    for (const device of world.devices) {
      if (await world.visit(device)) continue;
      await world.joinAgain(device);
      await world.visit(device);
    }
    for (const device of world.devices)
      if (await hasPhotos(device)) await sendPhotos(world, device, { asksForAll: true });
    let came = 0;
    for (const work of world.openMSupply) came += await work.cycle(world.acts.length);
    await programme.quiet();
    const now = await standOf(world);
    if (now === before && came === 0) return round - 1;
    before = now;
  }
  throw new Error(`not quiet after ${ROUNDS} rounds`);
}

async function standOf({ programme, devices }: World): Promise<string> {
  const counts = await Promise.all(
    devices.map(async ({ replica: { db } }) => [
      ...[
        await db.changes.count(),
        await db.bundles.count(),
        await db.outbox.count(),
        await db.problems.count(),
      ],
    ]),
  );
  return JSON.stringify([await programme.database.changes.lastSeq(), counts]);
}

/**
 * Acknowledged changes that are held stand where they stood, and changes that were only held came as well: what was sent and not confirmed
 * may come under another client, where its device has joined again since.
 */
async function expectHeld(
  { programme, ledger }: World,
  held: Held,
  wereSafe: ReadonlySet<string>,
): Promise<void> {
  const stored = await storedAt(programme.database);
  const placed = new Set(stored.map(({ document, change }) => `${document}|${change.id}`));
  const ids = new Set(stored.map(({ change }) => change.id));
  expect([...held.ids].filter((id) => !ids.has(id))).toEqual([]);
  const safe = [...held.placed].filter((key) => ledger.acknowledged.has(key));
  expect(safe.filter((key) => !placed.has(key))).toEqual([]);
  const at = new Map(stored.map((one) => [`${one.document}|${one.client}|${one.clock}`, one.change.id]));
  const moved = safe.filter((key) => {
    if (!wereSafe.has(key)) return false;
    const places = held.places.get(key) ?? [];
    const id = key.slice(key.lastIndexOf('|') + 1);
    return (
      places.length > 0 &&
      !places.some((place) => at.get(`${place.document}|${place.client}|${place.clock}`) === id) &&
      !places.some((place) => ledger.isForked(place))
    );
  });
  expect(moved).toEqual([]);
}

const pick = (row: object | undefined, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    fields.map((field) => [field, (row as Record<string, unknown> | undefined)?.[field] ?? null]),
  );

const FIELDS = ['assetNumber', 'notes', 'donor'];

async function expectRows(world: World): Promise<void> {
  const { database } = world.programme;
  for (const [id, { storeId, fields, status }] of expectedRows(await storedAt(database), world.time.now())) {
    const row = pick(await database.rows.asset(id), [...FIELDS, 'storeId', 'functionalStatus']);
    expect([id, row]).toEqual([id, { ...pick(fields, FIELDS), storeId, functionalStatus: status ?? null }]);
    for (const { name, site, replica } of world.devices) {
      if (!site.stores.includes(storeId)) continue;
      const here = pick(await replica.db.assets.get(id), [...FIELDS, 'storeId', 'functionalStatus']);
      expect([name, id, here]).toEqual([name, id, row]);
    }
  }
}

/** The documents of all years that a site has, and central data. */
async function expectSame(world: World, { name, replica, site }: Device): Promise<void> {
  const { programme } = world;
  const { db } = replica;
  expect({
    name,
    problems: await db.problems.toArray(),
    owed: await db.outbox.count(),
    holes: await db.holes.count(),
  }).toEqual({ name, problems: [], owed: 0, holes: 0 });
  const stored = await storedAt(programme.database);
  const documents = new Set(stored.map(({ document }) => document));
  for (const document of documents) {
    if (document !== CONFIG && !site.stores.includes(storeOf(document) ?? '')) continue;
    const here = await programme.rootAt(replica, document);
    expect([name, document, here]).toEqual([name, document, await programme.rootAtCentral(document)]);
  }
}
