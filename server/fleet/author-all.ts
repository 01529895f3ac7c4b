/** Has central author changes: those that are refused are set aside, the rest is stored. */
import { limits } from '#shared/protocol/limits';
import type { Refusal } from '#shared/protocol/messages';
import type { Author } from '../sync/submission';
import type { SyncServer } from '../sync/sync-server';
import type { Issue } from '#shared/result';

interface Authored {
  /** ids of the changes that are stored now */
  stored: string[];
  refused: Refusal[];
}

export async function authorAll(
  sync: Pick<SyncServer, 'author'>,
  document: string,
  changes: readonly unknown[],
  by: Author,
): Promise<Authored> {
  const refused: Refusal[] = [];
  let rest = changes;
  while (rest.length > 0) {
    const result = await sync.author(document, rest, by);
    if (result.ok) return { stored: rest.map(idOf), refused };
    const groups = toRefusals(result.issues, rest);
    const named = new Set(groups.flatMap((group) => group.changeIds));
    const left = rest.filter((change) => !named.has(idOf(change)));
    refused.push(...groups);
    // a refusal that names none of them is about all of them
    if (left.length === rest.length) return { stored: [], refused };
    rest = left;
  }
  return { stored: [], refused };
}

/** A refusal of all of them, which names each: whoever sent them sets nothing aside that is not named (rule M9). */
export const allRefused = (code: string, changes: readonly unknown[]): Refusal => ({
  code,
  message: messageOf(code, undefined),
  changeIds: changes.map(idOf).filter((id) => id !== '' && id.length <= limits.idLength),
});

/** The id that an untrusted change gives itself. */
function idOf(change: unknown): string {
  const id: unknown = typeof change === 'object' && change !== null && 'id' in change ? change.id : undefined;
  return typeof id === 'string' ? id : '';
}

function toRefusals(issues: readonly Issue[], changes: readonly unknown[]): Refusal[] {
  const groups = new Map<string, Refusal>();
  for (const { code, field, data } of issues) {
    const key = `${code} ${field ?? ''}`;
    const group = groups.get(key) ?? { code, message: messageOf(code, field), changeIds: [] };
    const changeId = data?.['changeId'];
    group.changeIds.push(...(typeof changeId === 'string' ? [changeId] : changes.map(idOf)));
    groups.set(key, group);
  }
  return [...groups.values()];
}

const messageOf = (code: string, field: string | undefined): string =>
  field === undefined ? `Refused: ${code}.` : `Refused: ${code} (${field}).`;
