/** Second factors of staff: a secret that an authenticator app shares, and codes for the day on which it is lost. */

interface SecondFactor {
  /** base32, as an authenticator app takes it */
  secret: string;
  /** instant since which signing in asks for it; absent: it was begun, and no code of it was typed yet */
  confirmedAt?: string;
}

export interface SecondFactorBook {
  of(userId: string): Promise<SecondFactor | undefined>;
  /** Begins one, in the place of one that was begun. False where one is in force, or no such user. */
  begin(userId: string, secret: string): Promise<boolean>;
  /** Brings the one that was begun into force. `step`: the time step of the code that was typed, which is used up by it. False where none was begun. */
  confirm(
    userId: string,
    confirmed: { step: number; at: string; recoveryHashes: readonly string[] },
  ): Promise<boolean>;
  /** Uses up the codes of a time step and of all before it. False where they are used up: a code counts once. */
  useStep(userId: string, step: number): Promise<boolean>;
  /** Uses up a recovery code. False where there is none with this hash. */
  useRecovery(userId: string, hash: string): Promise<boolean>;
  /** False where there is none. */
  remove(userId: string): Promise<boolean>;
}
