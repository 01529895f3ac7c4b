/** Labels that name an asset by its id: those that we print, and those of Open mSupply, which hold the bare id. */

const OWN_LABEL = /^(?:\][A-Za-z]\d)?waypost:asset:([A-Za-z0-9_.-]{1,64})$/i;
const BARE_ID = /^(?:\][A-Za-z]\d)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The text of our own printed label: it holds the asset's id. */
export const ownLabel = (assetId: string): string => `waypost:asset:${assetId}`;

/** The id on one of our own labels; undefined for any other text. */
export const readOwnLabel = (scanned: string): string | undefined => OWN_LABEL.exec(scanned.trim())?.[1];

/** The id on a label of Open mSupply; undefined for any other text. */
export const readBareId = (scanned: string): string | undefined => BARE_ID.exec(scanned.trim())?.[1];
