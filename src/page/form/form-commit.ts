/** Saves the records of a form and ends its draft, both or neither. */
import type { Change } from '#shared/change/change';
import type { Command } from '#shared/commands/command';
import { refused, type Result } from '#shared/result';
import { endDraft, type DraftName } from '../../replica/drafts';
import { loadWriting, type Replica } from '../../replica/replica';
import { storageIssue } from '../../replica/storage-issue';

export async function commitAndEnd<Input>(
  replica: Replica,
  command: Command<Input>,
  input: Input,
  draft: DraftName | undefined,
): Promise<Result<Change[]>> {
  if (!draft) return replica.commit(command, input);
  const { db } = replica;
  let said: Result<Change[]> | undefined;
  try {
    await loadWriting().catch(() => undefined);
    return await db.transaction('rw', db.tables, async () => {
      const result = (said = await replica.commit(command, input));
      if (result.ok) await endDraft(db, draft);
      return result;
    });
  } catch (fault) {
    // The storage refused in the middle: the command has reported it already, and nothing was saved.
    if (said && !said.ok) return said;
    // Or it refused at the end, when all was written: in every case a form gets a result.
    const issue = storageIssue(fault);
    if (!issue) reportError(fault);
    return refused(issue ?? { code: 'not-saved' });
  }
}
