/** The differences between versions of Open mSupply, as real sites of it were seen or read to be. */
export interface SiteVersion {
  /** as the site sends it: `2.19.0` */
  name: string;
  /** the number it sends as `syncV6Version`; undefined where it sends none */
  v6: number | undefined;
  /** the number it sends to the older server as `version` */
  v5: number;
}

const known: readonly [name: string, v6: number | undefined, v5: number][] = [
  ['2.0.3', undefined, 4],
  ['2.3.5', 2, 6],
  ['2.6.5', 3, 7],
  ['2.9.2', 4, 12],
  ['2.17.6', 5, 14],
  ['2.19.0', 5, 14],
  ['2.21.1', 5, 16],
];

export const versions: readonly SiteVersion[] = known.map(([name, v6, v5]) => ({ name, v6, v5 }));

export function versionOf(name: string): SiteVersion {
  const found = versions.find((version) => version.name === name);
  if (!found) throw new Error(`no site of ${name} is known here`);
  return found;
}

const minorOf = (version: string): number => Number(version.split('.')[1]);

/** True if a site of `version` is of 2.`minor` or later. */
export const isFrom = (minor: number, version: string): boolean => minorOf(version) >= minor;
