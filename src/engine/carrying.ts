/**
 * The code that carries documents to central and back: the plan, Yjs, its provider, the calls of staff, and the work on everything that
 * arrives. It is a quarter of the engine, and nothing needs it before central was found. So it is loaded then, and the first page does
 * not wait for it.
 */
export { carryAll } from './carry/carry-all';
export { CarriedDocument } from './carried-document';
export { DocumentSession } from './document-session';
export { takePieces, WORTH_PIECES } from './first-sync';
export { sendFile } from './files/tus-sender';
export { showSignedToken } from './carry/signed-token';
export { mendDoubled } from '../replica/bundles/mend-doubled';
export { readHolesAgain } from '../replica/changes/holes';
export { heldContent } from '../replica/proofs/held-content';
