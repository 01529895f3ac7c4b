/**
 * The two parts of an upload: `json_part` names the file, `file_part` is the file. In this order, so that nothing is stored for a stranger.
 */
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { other } from '../wire/answers';
import { readUpload, type Credentials } from '../wire/requests';

const JSON_BYTES = 64 * 1024;
/** Sites give the file no type: it is then called a text, or nothing in particular. */
const saysNothing = ['application/octet-stream', 'text/plain'];

export interface Upload {
  fileId: string;
  syncV5Settings: Credentials;
  /** of its part; '' when the part has none */
  mimeType: string;
  bytes: AsyncIterable<Uint8Array>;
}

export async function readUploadParts(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw other('The request is not multipart/form-data.');
  const parts = request.parts();
  const first = await parts.next();
  if (first.done === true || first.value.fieldname !== 'json_part')
    throw other('The first part must be json_part.');
  const { fileId, syncV5Settings } = readUpload(await readJson(first.value));
  const second = await parts.next();
  if (second.done === true || second.value.fieldname !== 'file_part' || second.value.type !== 'file')
    throw other('The second part must be file_part, a file.');
  const { file, mimetype } = second.value;
  const mimeType = saysNothing.includes(mimetype.toLowerCase()) ? '' : mimetype.toLowerCase();
  return { fileId, syncV5Settings, mimeType, bytes: wholeOf(file) };
}

/** Ends where the part ends; one that is cut off before that is no file. */
async function* wholeOf(file: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    if (isTooLarge(error)) throw other('The file is too large.');
    throw other('The upload was cut off.');
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';

/** A JSON part may come as a field, as parsed JSON or as a file, depending on the headers that its sender gave it. */
async function readJson(part: MultipartFile | MultipartValue): Promise<unknown> {
  if (part.type === 'file') return parse((await collect(part.file)).toString());
  return typeof part.value === 'string' ? parse(part.value) : part.value;
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > JSON_BYTES) throw other('json_part is too large.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw other('json_part is not JSON.');
  }
}
