/** A number of things, in words for a person: `1 file`, `2 files`. */
export const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** The same with a verb: `1 file is`, `2 files are`. */
export const countedAre = (count: number, one: string): string =>
  `${counted(count, one)} ${count === 1 ? 'is' : 'are'}`;
