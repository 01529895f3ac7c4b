/** Texts that no database keeps as they came are refused before a route reads them: with the sign of number nought, or half a letter. */
import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error';

const UNSOUND = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Changes are judged one by one, and are kept as bytes. */
const JUDGED = '/api/changes';
/** An asset has the id that its change gave it, whatever signs are in it. */
const OF_ASSETS = '/api/assets/';

export function demandSoundTexts(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body, query, params, routeOptions: { url = '' } }) => {
    if (!url.startsWith('/api/') || url === JUDGED) return;
    const ids: unknown[] = url.startsWith(OF_ASSETS) ? [] : Object.values(params ?? {});
    if (!isSound([body, query, ...ids])) throw new ApiError('bad-request');
  });
}

/** Not by calling itself: a body may be nested as deep as it is long. */
function isSound(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string' && UNSOUND.test(one)) return false;
    if (Array.isArray(one)) for (const entry of one) left.push(entry);
    else if (isPlain(one)) for (const [key, entry] of Object.entries(one)) left.push(key, entry);
  }
  return true;
}

/** Bytes and streams hold no texts of ours. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
