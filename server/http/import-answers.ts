/** The shapes in which an import is returned. Its open questions are part of it only while they can be answered. */
import type { ImportAnswer } from '#shared/api/import';
import type { Question } from '#shared/import/reading/answers';
import type { ImportRecord } from '../imports/import-record';

export function answerOf(record: ImportRecord, by?: string): ImportAnswer {
  const { id, table, state, done, total, counts, readAs, clearing, unknown, fileName, createdAt } = record;
  return {
    ...{ id, table, state, done, total, counts, fileName, createdAt },
    ...(by !== undefined && { by }),
    questions: [],
    ...(record.error && { error: record.error }),
    ...(record.heading && { heading: [...record.heading] }),
    ...(record.isUndoing && { undoing: true }),
    ...(readAs !== undefined && { readAs, clearing }),
    ...(unknown && { unknown: [...unknown] }),
    ...(canBeSaid(record) && whatCanBeSaid(record)),
    ...(hasRun(record) && { saved: record.saved, left: [...record.left] }),
    ...(state === 'undone' && { kept: record.kept.map((one) => ({ ...one, fields: [...one.fields] })) }),
  };
}

/** For a list: counts only. */
export function lineOf(record: ImportRecord, by: string | undefined): ImportAnswer {
  const { id, table, state, done, total, counts, fileName, createdAt } = record;
  return {
    ...{ id, table, state, done, total, counts, fileName, createdAt, questions: [] },
    ...(record.isUndoing && { undoing: true }),
    ...(by !== undefined && { by }),
    ...(hasRun(record) && { saved: record.saved }),
  };
}

const hasRun = ({ state, saved, left }: ImportRecord): boolean =>
  state === 'importing' || state === 'imported' || state === 'undone' || saved + left.length > 0;

export const canBeSaid = ({ state, saved }: ImportRecord): boolean =>
  saved === 0 && (state === 'asking' || state === 'ready' || state === 'unreadable');

const asOf = ({ answers }: ImportRecord): { asOf?: string } =>
  answers['as-of'] === undefined ? {} : { asOf: answers['as-of'] };

const whatCanBeSaid = (record: ImportRecord): Partial<ImportAnswer> => ({
  questions: record.questions.map(plain),
  settled: record.settled.map(plain),
  headings: record.headings.map((one) => ({ ...one, examples: [...one.examples] })),
  columns: [...record.columns],
  ...asOf(record),
});

const plain = ({
  choices,
  labels,
  scores,
  previews,
  ...rest
}: Question): ImportAnswer['questions'][number] => ({
  ...rest,
  choices: [...choices],
  ...(labels && { labels: [...labels] }),
  ...(scores && { scores: [...scores] }),
  ...(previews && { previews: previews.map((one) => [...one]) }),
});
