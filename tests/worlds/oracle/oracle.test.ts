/**
 * The model of the worlds beside the one with which the rules were found. `given-visits.jsonl` holds visits of that one's random worlds
 * (rules `fixed`, receipts of one root): both sides before, and what stood where at central afterwards.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import type { JsonObject } from '#shared/json';
import { lacking, unforeseen } from './agree';
import { chainIn, type AtCentral, type Kept, type OnDevice, type Sets } from './sets';
import { NO_PLACE, visited } from './visit';
import { isWord } from './whose';

type GivenChange = [string, string, string, number, string, JsonObject, number?, string?];
type GivenSets<C> = [string, number, C[]][];
interface Given {
  seed: number;
  now: number;
  central: {
    sets: GivenSets<GivenChange>;
    starts: [number, number][];
    keys: number[];
    known: string[];
    out: string[];
  };
  device: Pick<OnDevice, 'deviceId' | 'stores' | 'client' | 'clients'> & {
    sets: GivenSets<GivenChange>;
    receipts: [string, [number, number][], number, number, number, number][];
    owed: [string, GivenChange][];
  };
  after: { sets: GivenSets<string>; branches: boolean };
}

const file = new URL('given-visits.jsonl', import.meta.url);
const given = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Given);

const hlcAt = (time: number): string => `${String(time).padStart(13, '0')}-0000-x`;

const changeOf = ([id, kind, entityId, time, deviceId, patch]: GivenChange): Change => ({
  ...{ id, kind, entityId, deviceId, patch },
  ...{ hlc: hlcAt(time), userId: 'u', n: 1 },
});

const keptOf = (one: GivenChange): Kept => ({ change: changeOf(one), since: one[6] ?? 0, by: one[7] ?? '' });

function setsOf<G, C>(chains: GivenSets<G>, read: (one: G) => C): Map<string, Map<number, C[]>> {
  const sets = new Map<string, Map<number, C[]>>();
  for (const [document, client, chain] of chains)
    sets.set(document, (sets.get(document) ?? new Map<number, C[]>()).set(client, chain.map(read)));
  return sets;
}

function centralOf({ central }: Given): AtCentral {
  const starts = central.starts.map(([start, fromSeq]) => ({ start, fromSeq }));
  const sets: Sets<Kept> = setsOf(central.sets, keptOf);
  return {
    ...{ sets, starts },
    ...{
      keys: new Set(central.keys),
      known: new Set(central.known),
      out: new Set(central.out),
      writable: new Map(),
      openMSupply: new Set(),
    },
  };
}

function deviceOf({ device }: Given): OnDevice {
  const receipts: OnDevice['receipts'] = new Map();
  for (const [document, vector, start, seq, at, keyId] of device.receipts)
    receipts.set(document, [
      ...(receipts.get(document) ?? []),
      { vector: new Map(vector), start, seq, at, keyId },
    ]);
  const { deviceId, stores, client, clients } = device;
  return {
    ...{ deviceId, stores, client, clients, receipts, refused: new Map<string, string>() },
    unread: new Set<string>(),
    sets: setsOf(device.sets, keptOf),
    owed: device.owed.map(([document, one]) => ({ change: changeOf(one), document })),
  };
}

/** What stood at central afterwards; of what central itself wrote meanwhile the model knows nothing but that it may. */
function afterOf({ after, central, device }: Given): AtCentral {
  const known = new Map<string, Change>();
  for (const [, , chain] of [...central.sets, ...device.sets])
    for (const one of chain) known.set(one[0], changeOf(one));
  for (const [, one] of device.owed) known.set(one[0], changeOf(one));
  const word = (id: string): Change => changeOf([id, 'asset.first', id, 0, 'central', {}]);
  const sets: Sets<Kept> = setsOf(after.sets, (id) => ({
    ...{ change: known.get(id) ?? word(id), since: 0, by: '' },
  }));
  return {
    sets,
    starts: [],
    keys: new Set(),
    known: new Set(),
    out: new Set(),
    writable: new Map(),
    openMSupply: new Set(),
  };
}

test.each(given)('[G1] [G2] [G7] [K7] a visit of seed $seed ends as the model of the rules says', (one) => {
  const said = visited(centralOf(one), deviceOf(one), one.now);
  const after = afterOf(one);
  expect([...lacking(said.sets, after), ...unforeseen(said.sets, after)]).toEqual([]);
  expect(said.branches > 0).toBe(one.after.branches);
  for (const [document, clients] of said.sets)
    for (const [client, chain] of clients) {
      if (client === NO_PLACE) continue;
      const there = chainIn(after.sets, document, client).slice(0, chain.length);
      expect(there.map(({ change }) => change.id)).toEqual(chain.map(({ change }) => change.id));
    }
});

test('the visits that were given hold changes that come back and branches that live on', () => {
  const said = given.map((one) => visited(centralOf(one), deviceOf(one), one.now));
  expect(said.filter(({ cameBack }) => cameBack > 0).length).toBeGreaterThan(20);
  expect(said.filter(({ branches }) => branches > 0).length).toBeGreaterThan(2);
  expect(isWord(changeOf(['w', 'asset.first', 'a', 0, 'central', {}]))).toBe(true);
});
