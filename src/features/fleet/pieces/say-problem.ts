/** A problem in words. Where these could be about any field, its name stands before them. */
import type { FleetAsset, FleetProblem } from '#shared/api/fleet';
import type { Words } from '../../../words/words.svelte';
import { fieldLabel } from '../../equipment/pieces/asset-fields';

/** Codes whose words name no field. */
const ofAnyField = ['missing-field', 'too-long', 'whole-number-needed'];

export function sayProblem(
  words: Words,
  { code, field, data }: Pick<FleetProblem, 'code' | 'field' | 'data'>,
): string {
  const name = field !== undefined && ofAnyField.includes(code) ? fieldLabel(words, field) : undefined;
  return words.line(name === field ? undefined : name, words.sayError(code, data));
}

/** The fields that every piece of equipment has. */
const needed = ['assetNumber', 'classId', 'categoryId', 'typeId'] as const;

/** A problem of a piece of equipment, of which the code alone is known. */
export function sayProblemOf(
  words: Words,
  asset: Pick<FleetAsset, (typeof needed)[number]>,
  code: string,
): string {
  const blank = code === 'missing-field' ? needed.filter((field) => asset[field] === '') : [];
  const names = blank.length > 0 ? words.list(blank.map((field) => fieldLabel(words, field))) : undefined;
  return words.line(names, words.sayError(code, { assetNumber: asset.assetNumber }));
}
