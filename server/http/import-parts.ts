/** The parts of a file that staff send to be imported: `file`, `table`, and optional `mapping` and `answers` as JSON. */
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { importTables } from '../imports/import-record';
import type { ImportFile } from '../imports/imports';
import { ApiError } from './api-error';

const texts = z.record(z.string().max(400), z.string().max(400));
/** Answers come by name, or as a list whose entries name their questions. */
const about = z.object({
  code: z.string(),
  column: z.string().optional(),
  value: z.string().optional(),
  answer: z.string().max(400),
});
const answers = z.union([
  texts,
  z
    .array(about)
    .transform((list) =>
      Object.fromEntries(
        list.map(({ code, column, value, answer }) => [
          [code, column, value].filter((piece) => piece !== undefined).join(':'),
          answer,
        ]),
      ),
    ),
]);

/** The same of a file that is read already. */
export const saidParts = z.object({ answers: answers.default({}), mapping: texts.default({}) });

export async function readImportParts(request: FastifyRequest): Promise<ImportFile> {
  if (!request.isMultipart())
    throw new ApiError('unsupported-type', undefined, {}, 'Send multipart/form-data.');
  const fields = new Map<string, string>();
  let file: { bytes: Uint8Array; fileName: string } | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { bytes: await wholeOf(part), fileName: part.filename.slice(0, 200) };
    else fields.set(part.fieldname, typeof part.value === 'string' ? part.value : JSON.stringify(part.value));
  }
  const table = importTables.find((one) => one === fields.get('table'));
  if (!file || !table) throw wrong(file ? 'table' : 'file');
  return { ...file, table, ...said(fields) };
}

const wrong = (field: string): ApiError => new ApiError('bad-request', { field });

function said(fields: ReadonlyMap<string, string>): Pick<ImportFile, 'answers' | 'mapping'> {
  return { answers: json(fields, 'answers', answers), mapping: json(fields, 'mapping', texts) };
}

function json(
  fields: ReadonlyMap<string, string>,
  name: string,
  schema: z.ZodType<Record<string, string>>,
): Record<string, string> {
  const text = fields.get(name);
  if (text === undefined || text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong(name);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw wrong(name);
  return parsed.data;
}

async function wholeOf(part: MultipartFile): Promise<Uint8Array> {
  try {
    return await part.toBuffer();
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';
    throw new ApiError(isLarge ? 'too-large' : 'bad-request', { field: 'file' });
  }
}
