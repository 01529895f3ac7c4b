/** The faults and doubts of a cell or a row. Errors keep the row out; warnings are there to be looked at. */
import type { RuleCode } from '../protocol/error-codes';

const errorCodes = [
  'missing',
  'too-long',
  'not-a-number',
  'number-waits',
  'not-whole',
  'not-positive',
  'negative',
  'not-yes-no',
  'not-a-date',
  'only-year',
  'only-month',
  'short-year',
  'date-waits',
  'not-allowed',
  'unknown-status',
  'unknown-class',
  'unknown-category',
  'unknown-type',
  'unknown-item',
  'unknown-region',
  'unknown-right',
  'not-a-user-name',
  'own-account',
  'same-row',
  'code-taken',
  'error-cell',
  'cut-number',
  'shortened-number',
  'more-cells',
  'row-short',
  'open-quote',
  'rows-in-cell',
  'item-doubtful',
  'store-doubtful',
  'moves-store',
  'in-other-store',
  'comment-alone',
  'reason-alone',
  'waits-for-answer',
  'left-out',
] as const;

const warningCodes = [
  'unknown-id',
  'new-id',
  'not-for-type',
  'stays-retired',
  'date-far',
  'would-clear',
  'long-number',
  'short-form',
  'lost-letters',
  'was-date',
  'was-yes-no',
  'serial-here',
  'was-removed',
  'serial-same-row',
  'looks-like',
  'number-elsewhere',
  'contradicts-item',
  'said-later',
  'gives-all-rights',
  'name-stays',
] as const;

export const issueCodes = [...errorCodes, ...warningCodes] as const;
export type IssueCode = (typeof issueCodes)[number];

const warnings: ReadonlySet<string> = new Set(warningCodes);

export interface CellIssue {
  /** the column it is about; '' for the row */
  column: string;
  /** of the tables, or of the rules */
  code: IssueCode | RuleCode;
  data?: Record<string, string | number>;
}

export const isWarning = ({ code }: Pick<CellIssue, 'code'>): boolean => warnings.has(code);

/** The column that an issue of the rules is about; '' where it is about the whole row. */
export const columnOfField = (field = ''): string => (field === 'reasonId' ? 'reason' : field);
