/**
 * The position of a change: the struct of `client` at `clock` in a document (rules B1, B7). The same change may stand at
 * several positions.
 */

export interface Position {
  document: string;
  /** the Yjs client id under which the change was put there */
  client: number;
  /** the number of that client's structs before it in the document */
  clock: number;
}

export const positionKey = ({ document, client, clock }: Position): string =>
  `${client}/${clock}/${document}`;

export const samePosition = (a: Position, b: Position): boolean =>
  a.document === b.document && a.client === b.client && a.clock === b.clock;
