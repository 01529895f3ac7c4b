/**
 * The mark of this build's fold: its rules, and the kinds and fields that it knows. A database whose rows another build folded
 * folds everything again, once. Changes that it kept from a newer app thereby become rows after the upgrade.
 */
import { FOLD_VERSION } from '../change/fold';
import { entities, entityNames } from './entities';

const known = entityNames.map((name) => [
  name,
  entities[name].verbs,
  Object.keys(entities[name].schema.shape),
]);

/** FNV-1a: it only has to differ from the one before. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

export const FOLDED_BY = `${FOLD_VERSION}-${shortHash(JSON.stringify(known))}`;
