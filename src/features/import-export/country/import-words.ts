/** An import at central in the reader's language: its state, its choices, and the faults of its rows. */
import type { ImportAnswer, ImportQuestion } from '#shared/api/import';
import { issueCodes, type IssueCode } from '#shared/import/import-issue';
import { questionCodes, type Question } from '#shared/import/reading/answers';
import { AS_COMMENT, NOTHING } from '#shared/import/matching/settle-status';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { Words } from '../../../words/words.svelte';
import { assetColumnName } from '../assets/asset-column-name';

const ofPlace = new Map([
  ['facilityId', 'imports.column-facilityId'],
  ['facilityRegion', 'imports.column-facilityRegion'],
  ['facilityDistrict', 'imports.column-facilityDistrict'],
  ['storeId', 'imports.column-storeId'],
  ['siteCode', 'imports.column-siteCode'],
  ['siteName', 'imports.column-siteName'],
  ['storeCode', 'imports.column-storeCode'],
  ['storeName', 'imports.column-storeName'],
  ['regionId', 'imports.column-regionId'],
  ['nationalId', 'imports.column-nationalId'],
  ['type', 'imports.column-type'],
  ['ownership', 'imports.column-ownership'],
  ['supplyLevel', 'imports.column-supplyLevel'],
  ['latitude', 'imports.column-latitude'],
  ['longitude', 'imports.column-longitude'],
  ['username', 'imports.column-username'],
  ['displayName', 'imports.column-displayName'],
  ['rights', 'imports.column-rights'],
  ['regions', 'imports.column-regions'],
] as const);

export function importColumnName(words: Words, columns: ImportAnswer['columns'], id: string): string {
  const key = [...ofPlace].find(([own]) => own === id)?.[1];
  if (key !== undefined) return words.t(key);
  const name = columns?.find((column) => column.id === id)?.name;
  return assetColumnName(words, { id, kind: 'text', ...(name !== undefined && { name }) });
}

/** A question as the rest of the app knows it. */
export function asQuestion(question: ImportQuestion): Question | undefined {
  const code = questionCodes.find((one) => one === question.code);
  return code && ({ ...question, code } as Question);
}

/** The label of an answer to a doubt: from central where it is a record, else from the words of the app. */
export function choiceLabel(words: Words, question: ImportQuestion, choice: string): string {
  const { choices, labels, scores } = question;
  const at = choices.indexOf(choice);
  const label = labels?.[at] ?? choice;
  const own = fixedLabel(words, question, choice) ?? statusLabel(words, choice, label);
  if (own !== undefined) return own;
  if (choice.startsWith('type:')) return words.t('imports.choice-byHand', { type: label });
  const percent = Math.round((scores?.[at] ?? 0) * 100);
  return percent === 0 ? label : words.t('imports.choice-alike', { label, percent });
}

function fixedLabel(words: Words, { column }: ImportQuestion, choice: string): string | undefined {
  if (choice === 'leave-out') return words.t('tables.choice-leave-out');
  if (choice === NOTHING) return words.t('imports.choice-nothing');
  return choice === AS_COMMENT && column === 'reason' ? words.t('imports.choice-comment') : undefined;
}

/** A status, or a status and its reason. */
function statusLabel(words: Words, choice: string, label: string): string | undefined {
  const [status, reason] = choice.split(':');
  const known = functionalStatuses.find((one) => one === status);
  if (known === undefined) return undefined;
  const name = words.t(`status.${known}`);
  return reason === undefined ? name : words.t('forms.labelled', { label: name, value: label });
}

const isOfTables = (code: string): code is IssueCode => issueCodes.some((one) => one === code);

export const rowIssueInWords = (
  words: Words,
  { code, data }: { code: string; data?: Record<string, string | number> | undefined },
): string => (isOfTables(code) ? words.t(`tables.issue-${code}`, data) : words.sayError(code, data));

export const stateTone = {
  reading: 'neutral',
  asking: 'warning',
  ready: 'accent',
  unreadable: 'danger',
  importing: 'accent',
  stopped: 'warning',
  imported: 'accent',
  undone: 'neutral',
} as const satisfies Record<ImportAnswer['state'], string>;
