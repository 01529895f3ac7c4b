/** The work that waits to be committed: offers of sockets, changes that central authors, runs that are given back, and acts of central. */
import type { Change } from '#shared/change/change';
import type { Digest } from '#shared/proof/digest';
import type { Tx } from '../database/port/central-database';
import type { Offer } from './offer';
import type { HasStore } from './beyond-border';

/** Changes that central is to author; all of them or none. */
export interface Authoring {
  document: string;
  values: readonly unknown[];
  by: Author;
}

/**
 * The person or device for whom central authors. `signs`: new changes get this `userId`, whomever they name (rule C8). `hasStore`: the border
 * of staff of some regions.
 */
export interface Author {
  deviceId: string;
  userId: string;
  rights?: readonly string[];
  hasStore?: HasStore;
  signs?: boolean;
}

/** A change with its stored bytes, to be written into a document under central's own client id. It was judged when it first came. */
export interface Addition {
  document: string;
  change: Change;
  body: Uint8Array;
}

/** Something that central does in one transaction: its changes are decided inside it, from the state of the log then. */
export interface Act {
  by: string;
  plan: (tx: Tx) => Promise<Addition[]>;
}

/** Changes of one client that a receipt proves: they are stored where they stood, unaltered and unjudged (rule G2). */
export interface ProvenRun {
  document: string;
  client: number;
  /** of the first of `changes` */
  clock: number;
  changes: readonly { change: Change; body: Uint8Array }[];
  /** the receipt's digest of the chain at the end of `changes` */
  digest: Digest;
  /** the moment at which central had them, milliseconds */
  at: number;
  /** a part of a chain that is too long to be stored at once: it counts only where it goes on in its place */
  isPart?: boolean;
  /** `GIVEN_BACK`: whoever brings it back is not the one that central took it from */
  by: string;
}

export type Submission =
  | { kind: 'offer'; offer: Offer }
  | { kind: 'author'; authoring: Authoring }
  | { kind: 'act'; act: Act }
  | { kind: 'proven'; run: ProvenRun };

/** The amount of work in a submission, in structs. */
export function sizeOf(submission: Submission): number {
  switch (submission.kind) {
    case 'offer':
      return submission.offer.structs.length;
    case 'author':
      return submission.authoring.values.length;
    case 'proven':
      return submission.run.changes.length;
    case 'act':
      return 1;
  }
}
