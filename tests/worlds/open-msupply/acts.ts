/** The acts of Open mSupply sites in a world: work, cycles, links that are cut, a server that is killed meanwhile, a new beginning. */
import { OpenMSupplySite } from '../../v6/open-msupply-site';
import { versions } from '../../v6/site/versions';
import type { Site } from '../device';
import type { World } from '../world';
import { SiteAtWork } from './site-at-work';

const PASSWORD = 'a site password';

/** The installation of a site, set up at central and on its own computer. */
export async function setUp({ programme, random, time }: World, at: Site, name: string): Promise<SiteAtWork> {
  const { origin } = programme.central;
  await programme.speakV6(at.id, { name, password: PASSWORD });
  const { name: version } = versions[random.below(versions.length)] ?? { name: '2.19.0' };
  const batchSize = 2 + random.below(30);
  const site = new OpenMSupplySite(origin, name, PASSWORD, undefined, { version, batchSize });
  return new SiteAtWork(site, at, time.now);
}

const somewhere = (world: World): SiteAtWork | undefined =>
  world.openMSupply[world.random.below(world.openMSupply.length)];

export async function writeAtSite(world: World): Promise<void> {
  const work = somewhere(world);
  if (!work) return;
  const [first, ...others] = world.sites.flatMap(({ stores }) => stores);
  if (first === undefined) return;
  world.did(`${work.name} ${work.write(world.random, [first, ...others])}`, 'changes made at Open mSupply');
}

export async function cycle(world: World): Promise<void> {
  const work = somewhere(world);
  if (!work) return;
  const came = await work.cycle(world.acts.length);
  await seen(world);
  world.did(`${work.name} syncs: ${came} records come`, 'cycles of Open mSupply sites');
}

/** Some answer does not arrive. */
export async function cycleBadly(world: World): Promise<void> {
  const work = somewhere(world);
  if (!work) return;
  const cut = 1 + world.random.below(6);
  work.site.cuts.add(work.site.calls + cut);
  const isThrough = await work.tryCycle(world.acts.length);
  await seen(world);
  world.did(
    `${work.name} syncs, the answer of call ${cut} is lost${isThrough ? ', which there was not' : ''}`,
    'cycles over bad links',
  );
}

export async function killInCycle(world: World): Promise<void> {
  const work = somewhere(world);
  if (!work) return;
  const { random, programme } = world;
  let left = 1 + random.below(6);
  const turns = random.below(30);
  let killed: Promise<void> | undefined;
  work.site.onCall = () => {
    left -= 1;
    if (left === 0) killed = later(turns, () => programme.kill());
  };
  const isThrough = await work.tryCycle(world.acts.length);
  await killed;
  await seen(world);
  world.did(
    `the server is ${killed ? '' : 'not '}killed while ${work.name} syncs${isThrough ? ' to the end' : ''}`,
    'kills while Open mSupply syncs',
  );
}

async function later(turns: number, act: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
  await act();
}

/** Its data are wiped, and it is initialised again; what central has forgotten would be lost with them. */
export async function beginAgain(world: World): Promise<void> {
  const work = somewhere(world);
  if (!work?.isThrough || work.doubtful.size > 0) return;
  work.beginAgain();
  const isThrough = await work.tryCycle(world.acts.length);
  await seen(world);
  world.did(
    `${work.name} is initialised again${isThrough ? '' : ', and cut'}`,
    'Open mSupply initialised again',
  );
}

async function seen(world: World): Promise<void> {
  await world.programme.quiet();
  await world.ledger.seeCentral(world.programme.database, false);
}
