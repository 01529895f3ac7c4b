/** Rights of staff by the sets that most people are given. */
import { may, rights, type Right } from '#shared/domain/rights';

/** Sets of rights that most people are given, by name. */
export const presets = {
  viewer: ['read-fleet', 'export-equipment'],
  recorder: ['read-fleet', 'export-equipment', 'record-status'],
  catalogue: ['read-fleet', 'export-equipment', 'edit-catalogue', 'edit-reasons', 'edit-variants'],
  administrator: rights,
} as const satisfies Record<string, readonly Right[]>;
export type Preset = keyof typeof presets;

/** The preset that gives exactly these rights. */
export function presetOf(has: readonly string[]): Preset | undefined {
  const names = Object.keys(presets) as Preset[];
  return names.find((name) => rights.every((right) => may(presets[name], right) === may(has, right)));
}
