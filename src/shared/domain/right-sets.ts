/** Sets of rights that most people are given, by name. */
import { rights, type Right } from './rights';

export const rightSets = {
  viewer: ['read-fleet', 'export-equipment'],
  recorder: ['read-fleet', 'export-equipment', 'record-status'],
  catalogue: ['read-fleet', 'export-equipment', 'edit-catalogue', 'edit-reasons', 'edit-variants'],
  administrator: rights,
} as const satisfies Record<string, readonly Right[]>;
export type RightSet = keyof typeof rightSets;
