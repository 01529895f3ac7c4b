/**
 * One cycle of synchronising: find central → prepare → push and pull → integrate; files go by themselves. Connections to the
 * documents in use stay open afterwards and carry later changes; a cycle only looks whether anything moved elsewhere.
 */
import { refused, type Result } from '#shared/result';
import { listDocuments } from '../central-api/documents';
import { getMe } from '../central-api/me';
import type { Central } from '../central-api/central';
import { refreshIdentity } from '../replica/identity/identity';
import type { Identity } from '../replica/records';
import type { CycleTools } from './carry/cycle-tools';
import { findCentral, type Found } from './find-central';

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
  return carrying.carryAll(tools, { central, identity, documents: documents.value });
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
  await carrying.showSignedToken(central, identity);
  await links.reset();
  const { proven } = await carrying.heldContent(world.db);
  for (const name of proven) if ((await links.giveBack(name, identity)).type !== 'left') break;
  return me;
}
