/** Proofs of the changes that central has or had (rules P1 to P4): digests of its documents, its starts, and the keys of its receipts. */
import type { Mark } from '#shared/proof/digest';

/** One run of this central server: the client id under which it writes, and the sequence number from which on it does. */
export interface Start {
  start: number;
  fromSeq: number;
}

export interface ReceiptKey {
  keyId: number;
  key: Uint8Array;
}

/** Reads of committed data only. */
export interface ProofReader {
  /** Per document, the digest of each client's chain at its head. */
  marks(documents: readonly string[]): Promise<Map<string, Map<number, Mark>>>;
  /** The last mark of a client at or before `clock`; undefined where its chain has to be followed from its beginning. */
  markBefore(document: string, client: number, clock: number): Promise<Mark | undefined>;
  /** A peer has another digest of this client: what is read here is compared with what it was copied from. None: it is no copy. */
  prove?(document: string, client: number): Promise<void>;
  /** Oldest first. */
  starts(): Promise<Start[]>;
  /** Every key that receipts were ever made with, the newest last. */
  keys(): Promise<ReceiptKey[]>;
}

/** The reads and writes of one transaction. Digests are kept by `insertChanges` itself, so that none can be forgotten. */
export interface ProofTx {
  /** The digests of these clients' chains at their heads. */
  marks(document: string, clients: readonly number[]): Promise<Mark[]>;
  lastSeq(): Promise<number>;
  addStart(start: number, beganAt: string): Promise<void>;
  addKey(key: ReceiptKey, madeAt: string): Promise<void>;
  keys(): Promise<ReceiptKey[]>;
}
