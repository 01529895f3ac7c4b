/** The model and the real server beside each other: what differs is told, each in a sentence. */
import type { Visited } from './visit';
import { everywhere, NO_PLACE } from './visit';
import { allIn, chainIn, type AtCentral, type OnDevice, type Sets } from './sets';
import { isWord } from './whose';

/** What differs after a visit that came to its end. */
export function differences(said: Visited, central: AtCentral, device: OnDevice, before: OnDevice): string[] {
  return [
    ...lacking(said.sets, central),
    ...outOfPlace(said.sets, central),
    ...unforeseen(said.sets, central),
    ...otherRefusals(said, device, before),
  ];
}

/** What a visit that was cut brought: no more than one that comes to its end, and nothing is gone. */
export function unforeseen(expected: Sets, { sets, openMSupply }: AtCentral): string[] {
  const foreseen = everywhere(expected);
  const anywhere = new Set([...foreseen.values()].map(({ id }) => id));
  return [...everywhere(sets)].flatMap(([place, change]) => {
    const isCentrals =
      isWord(change) ||
      change.kind === 'device.revoke' ||
      anywhere.has(change.id) ||
      openMSupply.has(change.deviceId);
    return foreseen.has(place) || isCentrals
      ? []
      : [`${place} (${change.kind}) is at central, and should not be`];
  });
}

export function lacking(expected: Sets, { sets }: AtCentral): string[] {
  const there = everywhere(sets);
  return [...everywhere(expected)].flatMap(([place, { kind }]) =>
    there.has(place) ? [] : [`${place} (${kind}) should be at central`],
  );
}

/** What stood at a place stands there still, and what came back as well. */
function outOfPlace(expected: Sets, { sets }: AtCentral): string[] {
  const odd: string[] = [];
  for (const [document, clients] of expected)
    for (const [client, chain] of clients) {
      const there = chainIn(sets, document, client);
      if (client === NO_PLACE) continue;
      for (const [clock, { change }] of chain.entries())
        if (there[clock]?.change.id !== change.id)
          odd.push(
            `${document} ${client}/${clock} should be ${change.id}, is ${there[clock]?.change.id ?? 'nothing'}`,
          );
    }
  return odd;
}

function otherRefusals({ refused, isIn }: Visited, after: OnDevice, before: OnDevice): string[] {
  if (!isIn) return [];
  const fresh = [...after.refused].filter(([id]) => !before.refused.has(id));
  return [
    ...fresh
      .filter(([id, code]) => refused.get(id) !== code)
      .map(([id, code]) => `${id} was refused: ${code}`),
    ...[...refused]
      .filter(([id]) => !after.refused.has(id))
      .map(([id, code]) => `${id} should be refused: ${code}`),
  ];
}

/** After a visit a device has at least what central had before, and nothing that central has not. */
export function unlike(before: AtCentral, after: AtCentral, device: OnDevice): string[] {
  const mine = (document: string): boolean =>
    document === 'config' || device.stores.some((store) => document.startsWith(`store/${store}/`));
  const here = everywhere(device.sets);
  const there = everywhere(after.sets);
  const lost = [...everywhere(before.sets).keys()].filter(
    (place) => mine(place.slice(0, place.indexOf(' '))) && !here.has(place) && !device.unread.has(place),
  );
  const more = [...here.keys()].filter((place) => !there.has(place));
  return [
    ...lost.map((place) => `${device.deviceId} lacks ${place}`),
    ...more.map((place) => `${device.deviceId} has ${place}, central has not`),
  ];
}

export const countOf = ({ sets }: AtCentral): number => allIn(sets).length;
