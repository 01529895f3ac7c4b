/** The answer of anything that can be refused: a value, or the issues that stand in its way. Words are made where it is shown. */
export type Result<T, I = Issue> = { ok: true; value: T } | { ok: false; issues: I[] };

/** One thing that is wrong: a code of `protocol/error-codes.ts`, the field it is about, and the numbers or names a sentence needs. */
export interface Issue {
  code: string;
  field?: string;
  data?: Record<string, string | number>;
}

export const accepted = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const refused = (...issues: Issue[]): { ok: false; issues: Issue[] } => ({ ok: false, issues });
