/** The person at this device now, and their rights on it: for screens that offer only actions that will be accepted. */
import { personIssue, type CommandRight } from '#shared/domain/person-rights';
import type { Issue } from '#shared/result';
import { createContext } from 'svelte';
import type { ReplicaDatabase } from '../replica/database';
import { live, type Live } from '../replica/live.svelte';
import type { Person } from '../replica/people/people';
import { signingOf, type Signing } from '../replica/people/signing';

/** Follows the database: another tab that locks the device locks this one. */
export class SigningWatch {
  readonly #live: Live<Signing>;

  constructor(db: ReplicaDatabase) {
    this.#live = live(() => signingOf(db));
  }

  /** True once the people and their rights are known. */
  get ready(): boolean {
    return this.#live.value !== undefined;
  }
  get people(): readonly Person[] {
    return this.#live.value?.people ?? [];
  }
  /** The person who signs; undefined: nobody has chosen their name. */
  get person(): Person | undefined {
    return this.people.find(({ userId }) => userId === this.#live.value?.userId);
  }
  get locked(): boolean {
    return this.#live.value?.locked ?? false;
  }
  /** The reason why an act that takes this right is not allowed now. */
  issue(right: CommandRight): Issue | undefined {
    return personIssue(this.#live.value?.signer, right);
  }
  may(right: CommandRight): boolean {
    return this.ready && this.issue(right) === undefined;
  }
}

export const [useSigning, provideSigning] = createContext<SigningWatch>();
