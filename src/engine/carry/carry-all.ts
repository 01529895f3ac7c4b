/**
 * The part of a cycle after central was found: plan → push and pull → integrate. It is loaded with what carries documents; the first page does
 * not wait for it.
 */
import { accepted, refused, type Refused, type Result } from '#shared/result';
import type { CentralDocument } from '#shared/api/documents';
import type { Central } from '../../central-api/central';
import {
  countOf,
  isGivenBack,
  listedBefore,
  noteExchange,
  noteGivenBack,
  waitingDocuments,
} from '../../replica/changes/documents';
import { setAsideCentralData } from '../../replica/changes/take-back';
import { storeIdsOf } from '../../replica/identity/identity';
import { heldContent } from '../../replica/proofs/held-content';
import type { Identity } from '../../replica/records';
import { askAsSite } from './ask-as-site';
import type { CycleTools } from './cycle-tools';
import { centralYearOf } from '../document-rights';
import { reactionTo } from '../ending';
import type { OpenDocuments } from '../open-documents';
import { plan, type Plan, type PlanInput } from '../plan';
import { postOwed } from '../post-owed';
import type { World } from '../world';

interface AtCentral {
  central: Central;
  /** this browser as central now knows it */
  identity: Identity;
  /** central's */
  documents: CentralDocument[];
}

/** Refuses with the code that stopped it; `links` reports how connections ended. */
export async function carryAll(
  tools: CycleTools,
  { central, identity, documents }: AtCentral,
): Promise<Result<Central>> {
  const { world, board } = tools;
  if (identity.kind === 'site') await setAsideCentralData(world.db, world.now());
  const year = centralYearOf(world.now(), (await world.db.author.get('me'))?.offsetMs ?? 0);
  const here = await heldContent(world.db);
  const planned = await planFor(tools, { identity, here, central: documents, year });
  await announce(tools, planned, documents);
  board.step('prepare', { state: 'done' });
  const posted = await post(tools, { central, identity, year });
  if (!posted.ok) return posted;
  const ended = await exchangeAll(tools, { identity, here, central: documents, year }, planned);
  return ended ?? (await askIfSite(world, central, identity)) ?? accepted(central);
}

/** Moves within the site are asked for once their equipment is at central; staff move by calls of their own. */
async function askIfSite(world: World, central: Central, { kind }: Identity): Promise<Refused | undefined> {
  const asked = kind === 'site' ? await askAsSite(world, central) : undefined;
  return asked?.ok === false ? asked : undefined;
}

/** Sends the changes of staff on equipment by calls; a site has nothing to send that way. */
async function post(
  { world, board }: CycleTools,
  { central, identity, year }: { central: Central; identity: Identity; year: number },
): Promise<Result<undefined>> {
  if (identity.kind !== 'staff') return accepted(undefined);
  const settled = (count: number): void => board.count('push', count);
  return postOwed({ world, central, identity, year, settled });
}

interface ToPlan {
  identity: Identity;
  /** the contents that this device has and can prove */
  here: Pick<PlanInput, 'roots' | 'proven'>;
  /** central's documents */
  central: CentralDocument[];
  /** central's */
  year: number;
}

async function planFor(
  { world, held, links }: CycleTools,
  { identity, here, central, year }: ToPlan,
): Promise<Plan> {
  const [known, waiting] = await Promise.all([listedBefore(world.db), waitingDocuments(world.db)]);
  const { keep, visit, giveBack } = plan({
    isSite: identity.kind === 'site',
    storeIds: storeIdsOf(identity),
    year,
    central,
    known,
    settled: settledIn(links, here.roots, central),
    ...here,
    ...waiting,
  });
  const open = (names: string[]): string[] => names.filter((name) => !held.has(name));
  return { keep: open(keep), visit: open(visit), giveBack };
}

const settledIn = (
  links: OpenDocuments,
  roots: PlanInput['roots'],
  central: readonly CentralDocument[],
): Set<string> =>
  new Set(central.flatMap(({ name, root }) => (links.isSettled(name, root, roots.get(name)) ? [name] : [])));

/** Says how much there is to do before it begins. */
async function announce(
  { world, board, links }: CycleTools,
  planned: Plan,
  central: CentralDocument[],
): Promise<void> {
  const names = new Set([...planned.keep, ...planned.visit].filter((name) => !links.has(name)));
  const listed = central.filter(({ name }) => names.has(name));
  const missing = await Promise.all(
    listed.map(async ({ name, changes }) => Math.max(0, changes - (await countOf(world.db, name)))),
  );
  const total = missing.reduce((sum, count) => sum + count, 0);
  board.step('prepare', { done: names.size, total: names.size });
  board.step('push', { state: 'working', total: await world.db.outbox.count() });
  board.step('pull', { state: 'working', total });
  board.step('integrate', { state: 'working', total });
}

const cut = refused({ code: 'offline' });

async function exchangeAll(
  tools: CycleTools,
  { identity, here, central, year }: ToPlan,
  planned: Plan,
): Promise<Refused | undefined> {
  const { links } = tools;
  const listed = new Map(central.map((document) => [document.name, document]));
  for (const name of links.names) if (!planned.keep.includes(name)) await links.close(name);
  const opened = await allEnded(
    planned.keep
      .filter((name) => !links.has(name))
      .map((name) => links.exchange(name, identity, year, listed.get(name))),
  );
  if (opened.includes(false)) return cut;
  for (const name of planned.giveBack) if (!(await giveBackOnce(tools, identity, name))) return cut;
  for (const name of planned.visit) {
    if (!(await links.exchange(name, identity, year, listed.get(name)))) return cut;
    const { type } = reactionTo(await links.leave(name), identity.kind);
    if (type === 'none') links.settle(name, listed.get(name)?.root, here.roots.get(name));
    // one that waits for a person is left alone until then
    else if (type !== 'hold') return cut;
  }
  await Promise.all(planned.keep.map((name) => links.drain(name)));
  await noteComplete(tools, planned.keep, central);
  return planned.keep.every((name) => links.has(name)) ? undefined : cut;
}

/** As `Promise.all`, but where one fails the others come to their end first: the next cycle would open theirs a second time. */
async function allEnded<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/**
 * Gives back the changes that are proven here of a store of another site, once to each start of central: it may have been restored to when
 * the store was elsewhere (rule G9). False when the link broke.
 */
async function giveBackOnce(
  { world, links }: CycleTools,
  identity: Identity,
  name: string,
): Promise<boolean> {
  const start = links.centralStart;
  if (start === undefined || (await isGivenBack(world.db, name, start))) return true;
  const { type } = reactionTo(await links.giveBack(name, identity), identity.kind);
  if (type !== 'none' && type !== 'hold') return false;
  await noteGivenBack(world.db, name, start, world.now());
  return true;
}

/** Notes the documents that stayed open and have taken in all that central listed: this device now has that version of them. */
async function noteComplete(
  { world, links }: CycleTools,
  names: readonly string[],
  central: readonly CentralDocument[],
): Promise<void> {
  for (const document of central) {
    const { name, changes } = document;
    const isComplete = names.includes(name) && links.sizeOf(name) >= changes;
    if (isComplete) await noteExchange(world.db, name, document, world.now());
  }
}
