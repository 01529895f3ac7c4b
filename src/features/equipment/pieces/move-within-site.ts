/** Moves between the stores of the site, as screens ask for them: one tap, and one to take it back. */
import type { Issue } from '#shared/result';
import { useMode } from '../../../page/mode';
import { useSigning } from '../../../page/signing.svelte';
import { useToasts } from '../../../page/toasts.svelte';
import type { ReplicaDatabase } from '../../../replica/database';
import type { AskedMove } from '../../../replica/moves/asked-move';
import { askedMoveOf, askMoves, takeBackMoves } from '../../../replica/moves/ask-moves';
import type { StoreName } from '../../../replica/records';
import { useReplica } from '../../../replica/replica-context';
import { useWords } from '../../../words/words.svelte';

export interface MoveWithinSite {
  /** where equipment of one of these stores may go; empty at a site with one store, and for who may not edit */
  targets(fromStoreIds: readonly string[]): readonly StoreName[];
  /** Asks for it, says so, and offers to take it back. False when it was refused; then a notice says why. */
  ask(assetIds: readonly string[], store: StoreName): Promise<boolean>;
  /** Forgets moves that wait for central. */
  takeBack(assetIds: readonly string[]): Promise<void>;
}

/** A move that waits is forgotten; equipment that central has moved already is moved back. */
async function undo(db: ReplicaDatabase, moves: readonly AskedMove[]): Promise<readonly Issue[]> {
  for (const { assetId, id, from } of moves) {
    const standing = await askedMoveOf(db, assetId);
    if (standing?.id === id) await takeBackMoves(db, [assetId]);
    // a later wish stands
    else if (!standing) {
      const back = await askMoves(db, [assetId], from);
      if (!back.ok) return back.issues;
    }
  }
  return [];
}

/** To be called while a component is set up. */
export function useMoveWithinSite(): MoveWithinSite {
  const { db } = useReplica();
  const words = useWords();
  const toasts = useToasts();
  const signing = useSigning();
  const mode = useMode();

  function sayWrong(issues: readonly Issue[]): void {
    for (const { code, data } of issues.slice(0, 1))
      toasts.say({ text: words.sayError(code, data), tone: 'error' });
  }

  async function takeAllBack(moves: readonly AskedMove[]): Promise<void> {
    const issues = await undo(db, moves);
    if (issues.length > 0) sayWrong(issues);
    else toasts.say({ text: words.t('equipment.moveTakenBack') });
  }

  return {
    targets(fromStoreIds) {
      const { current } = mode;
      if (current.kind !== 'device' || !signing.may('edit')) return [];
      const [only] = new Set(fromStoreIds).size === 1 ? fromStoreIds : [];
      return current.stores.filter(({ id }) => id !== only);
    },
    async ask(assetIds, store) {
      const asked = await askMoves(db, assetIds, store.id);
      if (!asked.ok) {
        sayWrong(asked.issues);
        return false;
      }
      const moves = asked.value;
      if (moves.length > 0)
        toasts.say({
          text: words.t('equipment.moveAsked', { count: moves.length, store: store.name }),
          action: { label: words.t('equipment.undo'), onclick: () => void takeAllBack(moves) },
        });
      return true;
    },
    async takeBack(assetIds) {
      await takeBackMoves(db, assetIds);
      toasts.say({ text: words.t('equipment.moveTakenBack') });
    },
  };
}
