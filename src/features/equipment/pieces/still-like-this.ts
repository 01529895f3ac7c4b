/**
 * Confirms, for today, that equipment is as it was last recorded: one tap, nothing to fill in. The words of the entry before
 * stay under the name of their author (rule L9).
 */
import { updateStatuses } from '#shared/commands/update-statuses';
import { voidLog } from '#shared/commands/void-log';
import { accepted, type Result } from '#shared/result';
import { useClock } from '../../../page/clock.svelte';
import { useMode } from '../../../page/mode';
import { useSigning } from '../../../page/signing.svelte';
import { useToasts } from '../../../page/toasts.svelte';
import type { Replica } from '../../../replica/replica';
import { useReplica } from '../../../replica/replica-context';
import { useWords } from '../../../words/words.svelte';
import { lastLogsOf } from './last-logs';

/** The ids of the new entries; equipment that has no status yet has nothing to confirm and is left out. `now`: central's, milliseconds. */
function confirmAsIs(replica: Replica, assetIds: readonly string[], now: number): Promise<Result<string[]>> {
  const { db } = replica;
  return db.transaction('rw', db.tables, async () => {
    const known = await lastLogsOf(db, assetIds, now);
    const updates = [...known].map(([assetId, { id: confirms, functionalStatus, reasonId }]) => ({
      ...{ assetId, confirms, ...(functionalStatus && { functionalStatus }) },
      ...(reasonId !== undefined && { reasonId }),
    }));
    const result = await replica.commit(updateStatuses, { updates });
    return result.ok ? accepted(result.value.map(({ entityId }) => entityId)) : result;
  });
}

/** The work and the words of a tap on *Still like this*. To be called while a component is set up. */
export function useStillLikeThis(): (assetIds: readonly string[]) => Promise<boolean> {
  const replica = useReplica();
  const words = useWords();
  const toasts = useToasts();
  const clock = useClock();
  const signing = useSigning();
  const mode = useMode();

  const refuse = (issues: Extract<Result<unknown>, { ok: false }>['issues']): void => {
    for (const { code, data } of issues.slice(0, 1))
      toasts.say({ text: words.sayError(code, data), tone: 'error' });
  };

  async function takeBack(logs: readonly string[]): Promise<void> {
    const device = mode.current.kind === 'device' ? mode.current.identity.deviceId : undefined;
    const by = [signing.person?.userId, device].filter((writer) => writer !== undefined);
    for (const id of logs) {
      const result = await replica.commit(voidLog, { id, by });
      if (!result.ok) return refuse(result.issues);
    }
    toasts.say({ text: words.t('equipment.confirmTakenBack') });
  }

  return async (assetIds) => {
    const result = await confirmAsIs(replica, assetIds, clock.now);
    if (!result.ok) {
      refuse(result.issues);
      return false;
    }
    const logs = result.value;
    if (logs.length === 0) return false;
    toasts.say({
      text: words.t('equipment.confirmed', { count: logs.length }),
      action: { label: words.t('equipment.undo'), onclick: () => void takeBack(logs) },
    });
    return true;
  };
}
