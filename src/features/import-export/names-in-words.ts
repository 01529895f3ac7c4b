/** The words of all languages that a table may use: a file written by one person is read by another. */
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { functionalStatuses } from '#shared/domain/functional-status';
import { folded } from '../../spreadsheet/cell';

type Messages = Record<string, string>;

const tables = Object.values(
  import.meta.glob<Messages>('../../words/*/tables.json', { eager: true, import: 'default' }),
);
const statuses = Object.values(
  import.meta.glob<Messages>('../../words/*/first/status.json', { eager: true, import: 'default' }),
);

/** All that a column may be called, folded: by its field's name, and in every language. */
export const columnNames = (id: string): Set<string> =>
  new Set([id, ...tables.flatMap((messages) => messages[`column-${id}`] ?? [])].map(folded));

/** The column that says what was wrong in a file of rows to mend. */
export const isProblemsColumn = (header: string): boolean => columnNames('problems').has(folded(header));

const byStatusName = new Map<string, FunctionalStatus>(
  functionalStatuses.flatMap((status) =>
    [status, ...statuses.flatMap((messages) => messages[status] ?? [])].map(
      (name) => [folded(name), status] as const,
    ),
  ),
);

export const statusNamed = (text: string): FunctionalStatus | undefined => byStatusName.get(folded(text));

const yes = new Set(
  ['yes', 'y', 'true', 'vrai', 'verdadero', 'verdadeiro', '1', 'x', 'oui', 'si', 'sim', 'نعم'].map(folded),
);
const no = new Set(['no', 'n', 'false', 'faux', 'falso', '0', 'non', 'nao', 'لا'].map(folded));

export function readYesNo(text: string): boolean | undefined {
  const said = folded(text);
  return yes.has(said) ? true : no.has(said) ? false : undefined;
}
