/**
 * One cycle of synchronising: find central → prepare → push and pull → integrate; files go by themselves. Connections to the
 * documents in use stay open afterwards and carry later changes; a cycle only looks whether anything moved elsewhere.
 */
import { accepted, refused, type Refused, type Result } from '#shared/result';
import type { CentralDocument } from '#shared/api/documents';
import { listDocuments } from '../central-api/documents';
import { getMe } from '../central-api/me';
import type { Central } from '../central-api/central';
import {
  countOf,
  isGivenBack,
  listedBefore,
  noteExchange,
  noteGivenBack,
  waitingDocuments,
} from '../replica/changes/documents';
import { refreshIdentity, storeIdsOf } from '../replica/identity/identity';
import type { Identity } from '../replica/records';
import { centralYearOf } from './document-rights';
import { reactionTo } from './ending';
import { findCentral, type Found } from './find-central';
import type { Carrying } from './load-carrying';
import type { OpenDocuments } from './open-documents';
import type { Plan, PlanInput } from './plan';
import type { ProgressBoard } from './progress-board';
import type { World } from './world';

interface CycleTools {
  world: World;
  board: ProgressBoard;
  links: OpenDocuments;
  /** documents left alone until a person acts */
  held: ReadonlySet<string>;
  signal: AbortSignal;
  /** called when central is where it should be */
  found: () => void;
}

/**
 * Runs a cycle as `former`, or as the identity that central now gives. Refuses with the code that stopped it; `links` reports
 * how connections ended.
 */
export async function runCycle(tools: CycleTools, former: Identity): Promise<Result<Central>> {
  const { world, board, links } = tools;
  board.begin();
  const found = await find(tools, former);
  if (!found.ok) return found;
  const { central } = found.value;
  board.step('prepare', { state: 'working' });
  const [me, documents] = await Promise.all([getMeOrGiveBack(tools, found.value), listDocuments(central)]);
  if (!me.ok) return me;
  if (!documents.ok) return documents;
  const identity = (await refreshIdentity(world.db, me.value)) ?? found.value.identity;
  const carrying = await links.load();
  if (!carrying) return refused({ code: 'offline' });
  if (identity.kind === 'site') await carrying.setAsideCentralData(world.db, world.now());
  const year = centralYearOf(world.now(), (await world.db.author.get('me'))?.offsetMs ?? 0);
  const here = await carrying.heldContent(world.db);
  const planned = await planFor(tools, carrying, { identity, here, central: documents.value, year });
  await announce(tools, planned, documents.value);
  board.step('prepare', { state: 'done' });
  const posted = await post(tools, carrying, { central, identity, year });
  if (!posted.ok) return posted;
  const ended = await exchangeAll(tools, { identity, here, central: documents.value, year }, planned);
  return ended ?? (await askForMoves(world, carrying, central, identity)) ?? accepted(central);
}

/** Moves within the site are asked for once their equipment is at central; staff move by calls of their own. */
async function askForMoves(
  world: World,
  carrying: Carrying,
  central: Central,
  { kind }: Identity,
): Promise<Refused | undefined> {
  const asked = kind === 'site' ? await carrying.askForMoves(world, central) : undefined;
  return asked?.ok === false ? asked : undefined;
}

/** Sends the changes of staff on equipment by calls; a site has nothing to send that way. */
async function post(
  { world, board }: CycleTools,
  { postOwed }: Carrying,
  { central, identity, year }: { central: Central; identity: Identity; year: number },
): Promise<Result<undefined>> {
  if (identity.kind !== 'staff') return accepted(undefined);
  const settled = (count: number): void => board.count('push', count);
  return postOwed({ world, central, identity, year, settled });
}

async function find(
  { world, board, links, signal, found }: CycleTools,
  former: Identity,
): ReturnType<typeof findCentral> {
  board.step('find', { state: 'working' });
  const answer = await findCentral(world, former, signal);
  if (!answer.ok) return answer;
  found();
  const { notice, hasMoved } = answer.value;
  if (hasMoved) await links.reset();
  board.step('find', { state: 'done', ...(notice !== undefined && { notice }) });
  return answer;
}

/** A device that central does not know, or not any more, gives back the changes that it can prove all the same (rule G6). */
async function getMeOrGiveBack(
  { world, links }: CycleTools,
  { central, identity }: Found,
): ReturnType<typeof getMe> {
  const me = await getMe(central);
  if (me.ok || me.issues[0].code !== 'unknown-device' || identity.kind !== 'site') return me;
  const carrying = await links.load();
  if (!carrying) return me;
  await links.reset();
  const { proven } = await carrying.heldContent(world.db);
  for (const name of proven) if ((await links.giveBack(name, identity)).type !== 'left') break;
  return me;
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
  { plan }: Carrying,
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
  const opened = await Promise.all(
    planned.keep
      .filter((name) => !links.has(name))
      .map((name) => links.exchange(name, identity, year, listed.get(name))),
  );
  if (opened.includes(false)) return cut;
  for (const name of planned.giveBack) if (!(await giveBackOnce(tools, identity, name))) return cut;
  for (const name of planned.visit) {
    if (!(await links.exchange(name, identity, year, listed.get(name)))) return cut;
    await links.drain(name);
    await links.close(name);
    links.settle(name, listed.get(name)?.root, here.roots.get(name));
  }
  await Promise.all(planned.keep.map((name) => links.drain(name)));
  await noteComplete(tools, planned.keep, central);
  return planned.keep.every((name) => links.has(name)) ? undefined : cut;
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
