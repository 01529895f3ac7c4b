/** `--demo`: a small country to try the product with, made once through the same way in as everything else. */
import type { Change } from '#shared/change/change';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc, startClock, tick } from '#shared/change/hlc';
import { writeCountry } from '../country/write-country';
import { makeJoinCodes } from '../http/join-codes';
import { newId } from '../new-id';
import type { Central } from '../start-central';
import { StartError } from '../start-error';
import { chance as chanceOf } from './chance';
import { demoSites, knownSites, nurseOf } from './country';
import { equipmentOf } from './equipment';
import { lifeOf, type Event } from './life-of-an-asset';
import { countryOf } from './regions';
import { photographed } from './photos/photos-of-country';

/** Settings of a demo, which the environment may still overrule. */
export const demoSettings = {
  DATA_DIR: 'data-demo',
  ADMIN_USERNAME: 'admin',
  ADMIN_PASSWORD: 'waypost-demo',
};

const SEED = 6;
const MADE = 'demo_country';
const author = { deviceId: 'demo-country', userId: 'demo' };

type DemoCentral = Pick<Central, 'database' | 'sync' | 'files' | 'now'>;

/** Makes the country where there is none; returns lines for the person who started it: a join code for each site. */
export async function ensureDemo(central: DemoCentral, origin: string): Promise<string[]> {
  const isMade = await central.database.transaction(({ changes }) => changes.meta(MADE));
  if (isMade === undefined) await makeCountry(central);
  const { sites } = await central.database.registry.sites.page({ limit: 100, sort: 'code' });
  const known = sites.filter(({ code }) => knownSites.includes(code));
  const made = await makeJoinCodes(
    central,
    known.map(({ id }) => id),
    author.userId,
    { days: 1, devices: 1 },
  );
  const codes = made.map(({ code }, at) => `  ${code}  ${known[at]?.name}  ${origin}/join#code=${code}`);
  return [
    'Join a site of the demo country with one of these codes (staff make more for the others):',
    ...codes,
  ];
}

async function makeCountry({ database, sync, files, now }: DemoCentral): Promise<void> {
  const chance = chanceOf(SEED);
  const events: Event[] = [];
  const nurses = new Map<string, string>();
  const sites = demoSites(now());
  for (const site of sites) {
    const added = await database.registry.sites.add(site);
    if (!added.ok)
      throw new StartError(
        'A demo country was begun here and not finished: remove the data directory and start again.',
      );
    for (const { id } of site.stores) nurses.set(id, nurseOf(site.code));
    for (const place of site.stores)
      events.push(...equipmentOf(place, chance).flatMap((asset) => lifeOf(asset, chance, now())));
  }
  const known = new Set(
    sites.filter(({ code }) => knownSites.includes(code)).flatMap(({ stores }) => stores.map(({ id }) => id)),
  );
  const photos = await photographed(
    events.filter(({ storeId }) => known.has(storeId)),
    files,
  );
  for (const { storeId, draft } of photos)
    for (const sha256 of [draft.patch['sha256'], draft.patch['thumbnailSha256']])
      if (typeof sha256 === 'string') await database.registry.contents.prove(sha256, storeId);
  events.push(...photos);
  for (const [document, changes] of byDocument(events, nurses)) {
    const result = await sync.author(document, changes, author);
    if (!result.ok)
      throw new StartError(`The demo country was refused: ${JSON.stringify(result.issues[0])}.`);
  }
  for (const write of countryOf(sites, chanceOf(SEED), now(), author))
    await writeCountry({ database, sync, now }, write);
  await database.transaction(({ changes }) => changes.setMeta(MADE, '1'));
}

/** The changes in the order in which the nurses would have written them, each filed under its store and year. */
function byDocument(events: readonly Event[], nurses: ReadonlyMap<string, string>): Map<string, Change[]> {
  const documents = new Map<string, Change[]>();
  let clock = startClock;
  for (const [index, { at, storeId, draft }] of [...events].sort((a, b) => a.at - b.at).entries()) {
    clock = tick(clock, at);
    const hlc = formatHlc({ ...clock, deviceId: author.deviceId });
    const userId = nurses.get(storeId) ?? author.userId;
    const change: Change = { id: newId(at), hlc, ...author, userId, n: index + 1, ...draft };
    const name = storeDocument(storeId, yearOf(at));
    documents.set(name, [...(documents.get(name) ?? []), change]);
  }
  return documents;
}
