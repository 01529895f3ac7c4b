/**
 * Random days of two phones, one that keeps central data in bundles and one that keeps each change by itself. After whatever happened to
 * them all that readers can see is what the changes say that have arrived.
 */
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { checkChange } from '#shared/change/check';
import { readUpdate } from '#shared/change/codec/read';
import type { PositionedChange } from '#shared/change/codec/struct';
import { CONFIG } from '#shared/change/documents';
import { conflictsOf, foldEntity } from '#shared/change/fold';
import { compareHlc, formatHlc } from '#shared/change/hlc';
import { rowOf } from '#shared/change/row';
import type { StateVector } from '#shared/change/state-vector';
import { parseKind } from '#shared/domain/entities';
import { rootOf } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import { provenChains } from '../../src/engine/give-back';
import { marksOf } from '../../src/engine/proof-book';
import { historyOf, touchedByDevice } from '../../src/replica/changes/history';
import { contentOf } from '../../src/replica/changes/outbox';
import { unreadOf } from '../../src/replica/changes/unread';
import { refuse } from '../../src/replica/changes/refuse';
import { byPlace, NOW, uuid } from './bundled';
import { PlayedPhone } from './played-phone';
import { randomOf, type Random } from './random';

const RUNS = 6;
const STEPS = 15;
/** The starts of central, and a member of staff. */
const clients: [number, number, number] = [7, 8, 300];

class PlayedCentral {
  readonly log: PositionedChange[] = [];
  /** where imports begin and end in the log */
  readonly borders = new Set<number>();
  items = 0;

  constructor(private readonly random: Random) {}

  #say(client: number, parts: Pick<Change, 'kind' | 'entityId' | 'patch'>): PositionedChange {
    const n = this.log.length + 1;
    const clock = this.log.filter((one) => one.client === client).length;
    const hlc = formatHlc({ ms: NOW + n, counter: 0, deviceId: 'central' });
    const said = { id: uuid(n), hlc, userId: 'staff', deviceId: 'central', n, ...parts };
    const placed = { client, clock, change: said };
    this.log.push(placed);
    return placed;
  }

  /** An import: many new items, some of them named again at once. */
  import(): void {
    const client = this.random.pick(clients);
    const first = this.items;
    this.borders.add(this.log.length);
    for (let count = 90 + this.random.below(60); count > 0; count--) {
      const code = `I${this.items}`;
      const entityId = uuid(50_000 + this.items++);
      this.#say(client, { kind: 'item.create', entityId, patch: { code, name: `Item ${code}` } });
      if (this.random.chance(0.1)) this.edit(client, first);
    }
    this.borders.add(this.log.length);
  }

  /** Of an item from this one on, or of the one that comes next. */
  edit(client = this.random.pick(clients), from = 0): PositionedChange {
    const entityId = uuid(50_000 + from + this.random.below(this.items + 1 - from));
    const name = `Named ${this.log.length}`;
    return this.#say(client, {
      kind: this.random.chance(0.1) ? 'item.remove' : 'item.edit',
      entityId,
      patch: this.random.chance(0.5) ? { name } : { name, nameIn: { fr: `Dit ${name}` } },
    });
  }

  /** Words on items that this build does not know, a thing that it does not know, a value that it cannot read. */
  strange(): void {
    const entityId = uuid(50_000 + this.random.below(this.items + 1));
    const kind = this.random.pick(['item.disown', 'item.archive', 'beacon.create', 'item.edit']);
    this.#say(this.random.pick(clients), { kind, entityId, patch: kind === 'item.edit' ? { name: 5 } : {} });
  }

  since(vector: StateVector): PositionedChange[] {
    return this.log.filter(({ client, clock }) => clock >= (vector.get(client) ?? 0));
  }

  /** For the first so many changes of the log. */
  receipt(count: number): Receipt {
    const vector = vectorOf(this.log.slice(0, count));
    const root = rootOf(marksOf(CONFIG, this.log, vector) ?? []);
    return { vector, root, mac: new Uint8Array(16), start: 7, seq: count, at: NOW + count, keyId: 1 };
  }
}

function vectorOf(placed: readonly PositionedChange[]): Map<number, number> {
  const vector = new Map<number, number>();
  for (const { client, clock } of placed) vector.set(client, Math.max(clock + 1, vector.get(client) ?? 0));
  return vector;
}

/** Central sends what is lacking, in parts: some come twice, some after the next one, some never. */
async function sync(central: PlayedCentral, phone: PlayedPhone, random: Random): Promise<void> {
  const parts = partsOf(central, (await phone.carrier()).vector(), random);
  if (parts.length > 1 && random.chance(0.2)) parts.push(...parts.splice(0, 1));
  for (const part of parts) {
    const last = part.at(-1);
    const receipt = central.receipt(last ? central.log.indexOf(last) + 1 : 0);
    for (let times = random.chance(0.2) ? 2 : 1; times > 0; times--)
      await phone.take(part, receipt, random.chance(0.5));
    if (random.chance(0.05)) return;
  }
}

/** An import comes by itself, and sometimes in two. */
function partsOf(central: PlayedCentral, here: StateVector, random: Random): PositionedChange[][] {
  const parts: PositionedChange[][] = [];
  const part: PositionedChange[] = [];
  for (const one of central.since(here)) {
    if (part.length > 0 && (central.borders.has(central.log.indexOf(one)) || random.chance(0.003)))
      parts.push(part.splice(0));
    part.push(one);
  }
  return part.length > 0 ? [...parts, part] : parts;
}

async function happen(central: PlayedCentral, phone: PlayedPhone, random: Random): Promise<void> {
  const syncing = (): Promise<void> => sync(central, phone, random);
  const folding = (): Promise<void> => phone.foldAgain(random.below(4));
  switch (random.below(12)) {
    case 0:
      return phone.until(random.below(15), syncing);
    case 1:
      return phone.whileFull(syncing);
    case 2:
      return phone.restart();
    case 3:
      return phone.isBehind ? phone.until(random.below(12), folding) : phone.update();
    case 4:
      return phone.isBehind ? folding() : phone.update();
    case 5:
      return phone.olderApp(random.next());
    case 6:
      if (random.chance(0.7)) return syncing();
      await refuse(phone.db, CONFIG, { code: 'clock-reused', message: '', changeIds: [] }, [1], NOW);
      return;
    default:
      return syncing();
  }
}

async function play(seed: number, inBundles: boolean): Promise<void> {
  const random = randomOf(seed);
  const central = new PlayedCentral(random);
  const phone = new PlayedPhone(inBundles);
  for (let step = 0; step < STEPS; step++) {
    if (random.chance(0.4)) central.import();
    if (random.chance(0.4)) central.edit();
    if (random.chance(0.4)) central.strange();
    await happen(central, phone, random);
    if (random.chance(0.5)) await look(central, phone, random);
    if (random.chance(0.1)) await comeUnknown(central, phone);
  }
  await phone.foldAgain();
  await look(central, phone, random);
  await lookAtAll(central, phone);
  expect(phone.bundled > 0).toBe(inBundles);
}

/** The next change is one that only a later build can read, and that build comes. */
async function comeUnknown(central: PlayedCentral, phone: PlayedPhone): Promise<void> {
  const [next] = central.since((await phone.carrier()).vector());
  if (next?.change.kind !== 'item.edit' || next.change.patch['name'] === 5) return;
  await phone.takeUnknown(next, central.receipt(central.log.indexOf(next) + 1));
  await phone.update();
}

/** All that a reader sees is what those changes say that are here, each once. */
async function look(central: PlayedCentral, phone: PlayedPhone, random: Random): Promise<void> {
  phone.restart();
  const vector = (await phone.carrier()).vector();
  const { placed, holes } = await contentOf(phone.db, CONFIG);
  const isReached = ({ client, clock }: PositionedChange): boolean => clock < (vector.get(client) ?? 0);
  const readable = central.log.filter(
    (one) => isReached(one) && checkChange(one.change, CONFIG, 'copied').ok,
  );
  expect(placed.filter(isReached).sort(byPlace)).toEqual(readable.sort(byPlace));
  for (const { vector: proven, root } of await phone.db.receipts.toArray()) {
    const marks = marksOf(CONFIG, [...placed, ...unreadOf(holes)], proven);
    expect(marks && rootOf(marks)).toEqual(root);
  }
  // rows and histories have also what arrived after a gap
  if (!phone.isLearning)
    await lookAtItems(
      phone,
      placed.map(({ change }) => change),
      random,
    );
}

async function lookAtItems(phone: PlayedPhone, all: readonly Change[], random: Random): Promise<void> {
  const { db, isBehind } = phone;
  const ofItems = all.filter(({ kind }) => parseKind(kind)?.entity === 'item');
  const ids = [...new Set(ofItems.map(({ entityId }) => entityId))].sort();
  expect((await touchedByDevice(db, 'item', 'central')).sort()).toEqual(ids);
  for (let times = 0; times < 3; times++) {
    const id = ids[random.below(ids.length)] ?? '';
    const { changes } = await historyOf(db, 'item', id);
    const said = ofItems.filter(({ entityId }) => entityId === id);
    expect(changes.map(({ change }) => change)).toEqual(said.sort((a, b) => compareHlc(b.hlc, a.hlc)));
  }
  if (!isBehind) expect(await db.items.toArray()).toEqual(ids.flatMap((id) => itemOf(id, ofItems)));
}

function itemOf(id: string, all: readonly Change[]): unknown[] {
  const fold = foldEntity(
    'item',
    all.filter(({ entityId }) => entityId === id),
  );
  const row = fold && rowOf('item', id, fold);
  return row ? [{ ...row, conflicts: conflictsOf(fold).length }] : [];
}

/** Everything has arrived, is proven, and could be given back to a central server that has nothing. */
async function lookAtAll(central: PlayedCentral, phone: PlayedPhone): Promise<void> {
  const missing = central.since((await phone.carrier()).vector());
  await phone.take(missing, central.receipt(central.log.length), false);
  const { placed, holes } = await contentOf(phone.db, CONFIG);
  expect(placed.length + holes.length).toBe(central.log.length);
  const chains = await provenChains(phone.db, CONFIG, new Map());
  const given = chains.flatMap(({ pieces }) => pieces.map(({ update }) => readUpdate(update)));
  const structs = given.flatMap((read) => (read.ok ? read.value : []));
  expect(structs.map(placeOf).sort()).toEqual(central.log.map(placeOf).sort());
}

const placeOf = ({ client, clock }: { client: number; clock: number }): string => `${client} ${clock}`;

const seeds = Array.from({ length: RUNS }, (_, index) => index + 1);

const LONGEST_MS = 120_000;

test.each(seeds)('days of a phone with bundles, seed %i', (seed) => play(seed, true), LONGEST_MS);
test.each(seeds.slice(0, 2))(
  'the same days of a phone without, seed %i',
  (seed) => play(seed, false),
  LONGEST_MS,
);
