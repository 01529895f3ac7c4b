import type { ErrorCode } from './protocol/error-codes';

/** The result of anything that can be refused: a value, or the issues that stand in its way. Words are made where it is shown. */
export type Result<T, I = Issue> = { ok: true; value: T } | Refused<I>;

/** A refusal names at least one issue, so that every reader of it has a code. */
export interface Refused<I = Issue> {
  ok: false;
  issues: Issues<I>;
}

export type Issues<I = Issue> = [I, ...I[]];

/** One thing that is wrong: its code, the field it is about, and the numbers or names a sentence needs. */
export interface Issue<Code extends ErrorCode = ErrorCode> {
  code: Code;
  field?: string;
  data?: Record<string, string | number>;
}

export const accepted = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const refused = <Code extends ErrorCode>(...issues: Issues<Issue<Code>>): Refused<Issue<Code>> => ({
  ok: false,
  issues,
});

/** True if a search for faults found any: a refusal needs at least one. */
export const hasIssues = <I>(issues: readonly I[]): issues is Issues<I> => issues.length > 0;
