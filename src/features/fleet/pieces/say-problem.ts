/** A problem in words. Where these could be about any field, its name stands before them. */
import type { FleetAsset, FleetProblem } from '#shared/api/fleet';
import type { Words } from '../../../words/words.svelte';
import { fieldLabel } from '../../equipment/pieces/asset-fields';

/** Codes whose words name no field. */
const ofAnyField = ['too-long', 'whole-number-needed'];

export function sayProblem(
  words: Words,
  { code, field, data }: Pick<FleetProblem, 'code' | 'field' | 'data'>,
  fields: readonly string[] = field === undefined ? [] : [field],
): string {
  if (code === 'missing-field') return sayBlank(words, fields);
  const name = field !== undefined && ofAnyField.includes(code) ? fieldLabel(words, field) : undefined;
  return words.line(name === field ? undefined : name, words.sayError(code, data));
}

/** Fields that must have a value; one that only a newer app knows has no name here. */
function sayBlank(words: Words, fields: readonly string[]): string {
  const names = fields.map((field) => ({ field, name: fieldLabel(words, field) }));
  const known = names.flatMap(({ field, name }) => (name === field ? [] : [name]));
  return known.length === 0
    ? words.sayError('missing-field')
    : words.t('fleet.notFilledIn', { fields: words.list(known) });
}

/** The fields that every piece of equipment has. */
const needed = ['assetNumber', 'classId', 'categoryId', 'typeId'] as const;

/** A problem of a piece of equipment, of which the code alone is known. */
export function sayProblemOf(
  words: Words,
  asset: Pick<FleetAsset, (typeof needed)[number]>,
  code: string,
): string {
  return code === 'missing-field'
    ? sayBlank(
        words,
        needed.filter((field) => asset[field] === ''),
      )
    : words.sayError(code, { assetNumber: asset.assetNumber });
}
