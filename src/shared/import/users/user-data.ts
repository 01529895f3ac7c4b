/** A row of a list of people: an account with its rights, and the regions in which they hold. No list holds a password. */

/** The facts of an account that a list can give. */
export interface AccountFacts {
  displayName: string;
  permissions: readonly string[];
  /** none: the whole country */
  regionIds: readonly string[];
}

/** Saved by the user name: an account that is not there when the row is saved is made then. */
export interface ImportedUser {
  username: string;
  /** only the fields that the row gives; all of them for a new account */
  facts: Partial<AccountFacts>;
  /** the account when the file was read; null: it was not there */
  then: AccountFacts | null;
}

export interface KnownUser extends AccountFacts {
  id: string;
  username: string;
  /** the account of the person who imports: a list does not change it */
  isOwn: boolean;
}
