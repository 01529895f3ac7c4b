/** The form of a region is named for it, or for the region that a new one is to lie in: the name finds its draft again. */
import type { RegionAnswer } from '#shared/api/region';

interface Opened {
  /** the one that is edited; without it a new one */
  region?: RegionAnswer | undefined;
  parentId?: string | undefined;
}

const within = 'in ';

export const formOf = ({ region, parentId = '' }: Opened): string => region?.id ?? within + parentId;

/** Undefined for a region that is not there. */
export function regionOfForm(name: string, regions: readonly RegionAnswer[]): Opened | undefined {
  if (!name.startsWith(within)) {
    const region = regions.find(({ id }) => id === name);
    return region && { region };
  }
  return { parentId: name.slice(within.length) || undefined };
}
