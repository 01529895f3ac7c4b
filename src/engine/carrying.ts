/**
 * What carries documents to central and back: which of them, Yjs, its provider, what staff send by calls, and what becomes of what arrives. It is a quarter of the engine,
 * and nothing needs it before central was found: so it is loaded then, and the first page does not wait for it.
 */
export { askForMoves } from './ask-for-moves';
export { CarriedDocument } from './carried-document';
export { DocumentSession } from './document-session';
export { takePieces, WORTH_PIECES } from './first-sync';
export { sendFile } from './files/tus-sender';
export { plan } from './plan';
export { postOwed } from './post-owed';
export { setAsideCentralData } from '../replica/changes/take-back';
export { heldContent } from '../replica/proofs/held-content';
