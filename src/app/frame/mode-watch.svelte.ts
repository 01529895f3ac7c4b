/** Follows the identity in the database: joining, signing in and signing out in any tab change this browser's mode. */
import { liveQuery } from 'dexie';
import type { Mode, ModeBox } from '../../page/mode';
import type { ReplicaDatabase } from '../../replica/database';
import { readIdentity } from '../../replica/identity/identity';
import type { Identity } from '../../replica/records';
import { rememberKind } from '../../start/last-kind';

export class ModeWatch implements ModeBox {
  current: Mode = $state.raw({ kind: 'nobody', stores: [] });
  readonly #db: ReplicaDatabase;

  constructor(db: ReplicaDatabase) {
    this.#db = db;
  }

  /** Rejects when the database cannot be used. */
  refresh = async (): Promise<void> => {
    this.#take(await readIdentity(this.#db));
  };

  /** Follows it from now on, and calls back when another kind of browser has come of this one. */
  follow(onchange: () => void): () => void {
    const subscription = liveQuery(() => readIdentity(this.#db)).subscribe((identity) => {
      const before = this.current.kind;
      this.#take(identity);
      if (before !== this.current.kind) onchange();
    });
    return () => subscription.unsubscribe();
  }

  /** An equal mode is no news: everything read for the stores of a site would be read once more. */
  #take(identity: Identity | undefined): void {
    const mode = modeOf(identity);
    if (JSON.stringify(mode) !== JSON.stringify(this.current)) this.current = mode;
    rememberKind(mode.kind);
  }
}

export function modeOf(identity: Identity | undefined): Mode {
  if (identity === undefined) return { kind: 'nobody', stores: [] };
  if (identity.kind === 'staff') return { kind: 'staff', identity, stores: [] };
  return { kind: 'device', identity, stores: identity.stores };
}
