/** Checks that a value may be a change of a document at all. Central refuses the rest from every sender (rules C1 to C6, D3). */
import * as z from 'zod/mini';
import { id as entityIdSchema } from '../domain/fields';
import { isSurelyOf } from '../domain/surely';
import { isOnlyTooLong } from '../domain/rules/too-long';
import {
  entities,
  fieldSchema,
  isOptional,
  onlyIdOf,
  parseKind,
  type EntityName,
  type Verb,
} from '../domain/entities';
import { isPlainJson, type Json } from '../json';
import type { RefusalCode } from '../protocol/error-codes';
import { accepted, refused, type Issue, type Result } from '../result';
import { changeSchema, isSurelyChange, type Change } from './change';
import { parseDocument } from './documents';
import { isWord, wordFields } from './standing';

/** `copied`: by central, into the document of the store to which its asset was moved; it still names the store it was made in. */
export type Origin = 'made' | 'copied';

/** A change, or why it is none: the codes are those that central refuses with. */
export type CheckedChange = Result<Change, Issue<RefusalCode>>;

/** Reads an untrusted value as a change of `document`. */
export function checkChange(value: unknown, document: string, origin: Origin = 'made'): CheckedChange {
  if (!isPlainJson(value)) return refused({ code: 'not-a-change' });
  // as what it was just found to be
  if (isSurelyChange(value)) return checked(value as unknown as Change, document, origin);
  const parsed = z.safeParse(changeSchema, value);
  if (!parsed.success) return refused({ code: 'bad-envelope', ...fieldOf(parsed.error.issues[0]?.path) });
  return checked(parsed.data, document, origin);
}

function checked(change: Change, document: string, origin: Origin): CheckedChange {
  const issue = checkKind(change, document, origin);
  return issue ? refused(issue) : accepted(change);
}

/** As `checkChange`, of a value that is known to be plain JSON with a sound envelope. */
export const checkContent = (change: Change, document: string): CheckedChange =>
  checked(change, document, 'made');

function fieldOf(path: PropertyKey[] | undefined): Pick<Issue, 'field'> {
  return path?.length ? { field: path.map(String).join('.') } : {};
}

/** A kind of a newer app is let through: it is kept, flagged, and folded after the upgrade (rule C6). */
function checkKind(change: Change, document: string, origin: Origin): Issue<RefusalCode> | undefined {
  const known = parseKind(change.kind);
  const filedIn = parseDocument(document);
  if (!filedIn) return { code: 'wrong-document' };
  if (!known) return undefined;
  if (entities[known.entity].filedIn !== filedIn.kind) return { code: 'wrong-document' };
  const wrong = Object.entries(change.patch).find(([field, value]) => !fits(known.entity, field, value));
  if (wrong) return { code: 'bad-field', field: wrong[0] };
  return (
    checkRekey(known.verb, change) ??
    checkMerge(known.verb, change) ??
    checkWord(change) ??
    checkFiling(known.entity, change, filedIn, origin)
  );
}

/** It gives the present id of a log's reason, and nothing else of it (rule F8). */
function checkRekey(verb: Verb, { patch }: Change): Issue<RefusalCode> | undefined {
  const other = verb === 'rekey' ? Object.keys(patch).find((field) => field !== 'reasonId') : undefined;
  return other === undefined ? undefined : { code: 'bad-field', field: other };
}

/** It says which changes it is about, and nothing of the entity (rules W4, K8). */
function checkWord(change: Change): Issue<RefusalCode> | undefined {
  if (!isWord(change)) return undefined;
  const known: readonly string[] = wordFields;
  const field = Object.keys(change.patch).find((one) => !known.includes(one));
  return field === undefined ? undefined : { code: 'bad-field', field };
}

/** A merge names the record that stands for this one, and nothing else (rule T1). */
function checkMerge(verb: Verb, { patch, entityId }: Change): Issue<RefusalCode> | undefined {
  if (verb !== 'merge') return undefined;
  const other = Object.keys(patch).find((field) => !mergeFields.includes(field));
  if (other !== undefined) return { code: 'bad-field', field: other };
  const into = patch['into'] ?? patch['mergedInto'];
  const isNamed = z.safeParse(entityIdSchema, into).success && into !== entityId;
  return isNamed ? undefined : { code: 'bad-field', field: 'into' };
}

/** The row has `mergedInto`; a change may use that name too. */
const mergeFields: readonly string[] = ['into', 'mergedInto'];

function fits(entity: EntityName, field: string, value: Json): boolean {
  const schema = fieldSchema(entity, field);
  if (!schema) return true;
  if (isSurelyOf(schema, value)) return true;
  if (value === null) return isOptional(schema);
  return z.safeParse(schema, value).success || isOnlyTooLong(schema, value);
}

/** The envelope and the document give an entity's id and store; a patch may repeat them, not contradict them (rule C5). */
function checkFiling(
  entity: EntityName,
  change: Change,
  filedIn: { kind: string; storeId?: string },
  origin: Origin,
): Issue<RefusalCode> | undefined {
  const { id, storeId } = change.patch;
  if (id !== undefined && id !== change.entityId) return { code: 'bad-field', field: 'id' };
  if (change.entityId !== (onlyIdOf(entity) ?? change.entityId)) return { code: 'bad-field', field: 'id' };
  const isElsewhere = storeId !== undefined && storeId !== filedIn.storeId;
  const moves = change.kind === 'asset.move' || origin === 'copied';
  const mayBeElsewhere = entity === 'asset' ? moves : entity !== 'round';
  return isElsewhere && !mayBeElsewhere ? { code: 'bad-field', field: 'storeId' } : undefined;
}
