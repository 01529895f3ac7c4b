/** The values of a field that need no schema to be known as sound: nearly all that are ever sent, in a fraction of the time. */
import type * as z from 'zod/mini';
import type { Json } from '../json';
import { id, isId, line, LINE_LENGTH, text, TEXT_LENGTH } from './fields';

type Fits = (value: Json) => boolean;

const known = new Map<z.ZodMiniType, Fits>();

/** False says nothing: then the schema decides. */
export function isSurelyOf(schema: z.ZodMiniType, value: Json): boolean {
  let fits = known.get(schema);
  if (!fits) known.set(schema, (fits = fitsOf(schema)));
  return fits(value);
}

const isText =
  (fits: (value: string) => boolean): Fits =>
  (value) =>
    typeof value === 'string' && fits(value);

const never: Fits = () => false;

function fitsOf(schema: z.ZodMiniType): Fits {
  if (schema === id) return isText(isId);
  if (schema === line) return isText((value) => value.length <= LINE_LENGTH);
  if (schema === text) return isText((value) => value.length <= TEXT_LENGTH);
  // the definitions that zod keeps say what a schema is made of
  const { type, innerType, entries } = schema._zod.def as Definition;
  if (type === 'optional' && innerType) return fitsOf(innerType);
  if (type === 'boolean') return (value) => typeof value === 'boolean';
  if (type !== 'enum' || !entries) return never;
  const values = new Set<Json>(Object.values(entries));
  return (value) => values.has(value);
}

interface Definition {
  type: string;
  innerType?: z.ZodMiniType;
  entries?: Record<string, string>;
}
