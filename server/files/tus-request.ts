/** A call of tus as the library takes it: a request of the web, with the headers of tus alone. */
import { PassThrough, Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';

/** Headers that a proxy or a browser adds are none of its business. */
const PASSED = /^(tus-resumable|upload-.*|content-(type|length))$/;

/** Node's stream of the web and the browser's are one thing with two types. */
type RequestBody = NonNullable<NonNullable<ConstructorParameters<typeof Request>[1]>['body']>;
const asBody = (stream: PassThrough) => Readable.toWeb(stream) as RequestBody;

/** `without`: a header that the caller reads itself, in a form that the library may not know. */
export function tusRequest({ method, url, headers, body }: FastifyRequest, without?: string): Request {
  const passed = Object.entries(headers).filter(([name]) => PASSED.test(name) && name !== without);
  return new Request(new URL(url, 'http://central'), {
    method,
    headers: passed.map(([name, value]): [string, string] => [name, String(value)]),
    ...(body instanceof PassThrough && { body: asBody(body), duplex: 'half' as const }),
  });
}
