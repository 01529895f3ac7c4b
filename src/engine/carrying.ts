/**
 * What carries documents to central and back: Yjs, its provider, and what becomes of what arrives. It is a quarter of the engine,
 * and nothing needs it before central was found: so it is loaded then, and the first page does not wait for it.
 */
export { CarriedDocument } from './carried-document';
export { DocumentSession } from './document-session';
export { takePieces, WORTH_PIECES } from './first-sync';
export { heldContent } from '../replica/proofs/held-content';
