/** The documents that a peer may read, each with the proof of the changes that it holds (rule P8). */
import { CONFIG, COUNTRY } from '#shared/change/documents';
import { rootOf, toHex } from '#shared/proof/digest';
import type { CentralDatabase } from '../database/port/central-database';
import type { DocumentSummary } from '../database/port/changes';
import { hash } from '../database/sqlite/chains';
import { isNational, type Peer } from './peer';

export interface ListedDocument extends DocumentSummary {
  root: string;
}

export async function listedDocuments(
  { changes, proofs }: Pick<CentralDatabase, 'changes' | 'proofs'>,
  peer: Peer,
): Promise<ListedDocument[]> {
  const ofAll = await changes.documents(isNational(peer) ? [CONFIG, COUNTRY] : [CONFIG]);
  const ofStores = peer.kind === 'staff' ? [] : await changes.documentsOfStores(peer.activeStores);
  const listed = [...ofAll, ...ofStores];
  const marks = await proofs.marks(listed.map(({ name }) => name));
  return listed.map((one) => ({ ...one, root: toHex(rootOf(marks.get(one.name)?.values() ?? [], hash)) }));
}
