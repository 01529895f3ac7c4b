/** Rights of staff by the sets that most people are given. */
import { may, rights } from '#shared/domain/rights';
import { rightSets, type RightSet } from '#shared/domain/right-sets';

export const presets = rightSets;
export type Preset = RightSet;

/** The preset that gives exactly these rights. */
export function presetOf(has: readonly string[]): Preset | undefined {
  const names = Object.keys(presets) as Preset[];
  return names.find((name) => rights.every((right) => may(presets[name], right) === may(has, right)));
}
