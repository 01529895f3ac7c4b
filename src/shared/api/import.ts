/** A table that staff sent to central: the progress of its reading, the questions on it, and its rows with the records to save. */
import * as z from 'zod/mini';
import { outcomes } from '../import/planned';
import { page } from './page';

export const importStates = [
  'reading',
  'asking',
  'ready',
  'unreadable',
  'importing',
  'stopped',
  'imported',
  'undone',
] as const;

/** An answer is named by `code`, then `column` and `value` where there are any, with colons between them. */
const question = z.object({
  code: z.string(),
  column: z.optional(z.string()),
  value: z.optional(z.string()),
  choices: z.array(z.string()),
  labels: z.optional(z.array(z.string())),
  scores: z.optional(z.array(z.number())),
  previews: z.optional(z.array(z.array(z.string()))),
  guess: z.optional(z.string()),
  line: z.optional(z.number()),
  rows: z.optional(z.number()),
  answer: z.optional(z.string()),
});
export type ImportQuestion = z.infer<typeof question>;

const heading = z.object({
  text: z.string(),
  column: z.optional(z.string()),
  examples: z.array(z.string()),
});

/**
 * `readAs` and `clearing`: the way in which the file was read, and the fields that its blank cells would clear. Once it is
 * saved: `saved` rows, and those that were `left` out, with the reasons; once it is undone: the `kept` records, since somebody
 * edited them (no fields: the record as a whole).
 */
export const importAnswer = z.object({
  id: z.string(),
  table: z.string(),
  state: z.enum(importStates),
  done: z.number(),
  total: z.number(),
  questions: z.array(question),
  /** while it can still be read again: the answers, the headings of the file, all columns that there are, and its day */
  settled: z.optional(z.array(question)),
  headings: z.optional(z.array(heading)),
  /** all headings, as they stand in the file: those of its rows to mend */
  heading: z.optional(z.array(z.string())),
  columns: z.optional(z.array(z.object({ id: z.string(), name: z.optional(z.string()) }))),
  asOf: z.optional(z.string()),
  /** other sheets of the same file that are imports of their own */
  broughtSheets: z.optional(z.array(z.string())),
  fileName: z.string(),
  createdAt: z.string(),
  by: z.optional(z.string()),
  undoing: z.optional(z.boolean()),
  counts: z.record(z.enum(outcomes), z.number()),
  error: z.optional(z.object({ code: z.string(), message: z.string(), line: z.optional(z.number()) })),
  readAs: z.optional(z.unknown()),
  clearing: z.optional(z.unknown()),
  unknown: z.optional(z.array(z.string())),
  saved: z.optional(z.number()),
  left: z.optional(z.array(z.object({ line: z.number(), code: z.string(), message: z.string() }))),
  kept: z.optional(
    z.array(
      z.object({
        line: z.number(),
        entity: z.string(),
        entityId: z.string(),
        fields: z.array(z.string()),
      }),
    ),
  ),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

/** A past import as a list shows it: without its questions. */
export const importPage = page(importAnswer);
export type ImportPage = z.infer<typeof importPage>;

/** `line` counts as a spreadsheet does: the first row of the file is 1. `values`: the values to be stored, by field. */
const importRow = z.object({
  line: z.number(),
  outcome: z.enum(outcomes),
  /** of a row that stays out: its cells, as text */
  cells: z.optional(z.array(z.string())),
  values: z.record(z.string(), z.unknown()),
  issues: z.array(
    z.object({
      code: z.string(),
      field: z.optional(z.string()),
      data: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
      message: z.string(),
    }),
  ),
});
export type ImportRow = z.infer<typeof importRow>;
export const importRows = page(importRow);
export type ImportRows = z.infer<typeof importRows>;
