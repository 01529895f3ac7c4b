/** What is wrong, or doubtful, with a cell. Errors keep the row out; warnings are to be looked at. */
import type { RuleCode } from '#shared/protocol/error-codes';

export const issueCodes = [
  'missing',
  'too-long',
  'not-a-number',
  'number-doubtful',
  'not-whole',
  'not-positive',
  'not-yes-no',
  'not-a-date',
  'date-doubtful',
  'not-allowed',
  'unknown-status',
  'unknown-class',
  'unknown-category',
  'unknown-type',
  'unknown-item',
  'same-row',
  'code-taken',
  'unknown-id',
  'not-for-type',
  'stays-retired',
] as const;
export type IssueCode = (typeof issueCodes)[number];

const warnings: ReadonlySet<string> = new Set<IssueCode>([
  'number-doubtful',
  'date-doubtful',
  'unknown-id',
  'not-for-type',
  'stays-retired',
]);

export interface CellIssue {
  /** the column it is about */
  column: string;
  /** of the tables, or of the rules */
  code: IssueCode | RuleCode;
  data?: Record<string, string | number>;
}

export const isWarning = ({ code }: Pick<CellIssue, 'code'>): boolean => warnings.has(code);

/** The column that an issue of the rules is about; '' where it is about the whole row. */
export const columnOfField = (field = ''): string => (field === 'reasonId' ? 'reason' : field);
