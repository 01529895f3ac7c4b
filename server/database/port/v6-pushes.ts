/**
 * The places in its own log from which a site pushes. They rise; one that comes again is of a push whose answer was lost, or of a site whose
 * own database was put back: what that has is not what it sent or took last.
 */
export interface Pushes {
  /** A push goes from `first` to `last`. */
  pushed(siteId: string, first: number, last: number): Promise<void>;
  /** True where the site pushed from an earlier place since it pulled last. */
  isAgain(siteId: string): Promise<boolean>;
  /** The site pulls, so that what it has is known again; one that begins (`isNew`) begins with its log too. */
  pulls(siteId: string, isNew: boolean): Promise<void>;
}

export interface Pushed {
  last: number;
  isAgain: boolean;
}

/** Among the notes of the database. */
export const pushesKey = (siteId: string): string => `v6_pushes/${siteId}`;

/** Pure. */
export const pushedFrom = (before: Pushed | undefined, first: number, last: number): Pushed => ({
  last,
  isAgain: before !== undefined && (before.isAgain || first <= before.last),
});
