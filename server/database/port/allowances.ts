/** The allowances of callers and their use, counted where all processes see it. */
export interface Allowance {
  /** the amount that a rested caller may use at once */
  most: number;
  /** in which time all of it has come back, milliseconds */
  restMs: number;
}

export interface AllowanceBook {
  /** Takes it down, an excess too. Returns the milliseconds until the caller may go on; 0: at once. `now`: milliseconds. */
  use(kind: string, caller: string, amount: number, allowance: Allowance, now: number): Promise<number>;
}
