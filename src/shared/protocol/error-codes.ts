/**
 * Every code with which anything is refused, flagged or reported: the same on sockets, over HTTP and in the app. The type of an
 * issue (`result.ts`) lets no other code be used. The words for each are in the message catalogue: `errors.<code>`, or
 * `record-errors.<code>` where the first pages of a visit cannot meet it, or the page's own words for `pageCodes`.
 */
export const refusalCodes = [
  'central-only', // central data is written by support staff on the central server's own origin
  'no-right', // staff whose rights do not reach this far
  'not-yours', // an entity of a store that is not this site's
  'unknown-client', // a Yjs client id that central never gave out
  'overwrite', // a change id that exists with other content
  'clock-reused', // a clock that holds another change: a cloned or restored device
  'not-a-change', // bytes that are not a plain change under its own id
  'bad-envelope',
  'bad-field',
  'wrong-document',
  'change-too-large',
] as const;

export const socketCodes = [
  'malformed',
  'unknown-device',
  'not-allowed',
  'protocol-version',
  'another-central',
  'too-large',
  'refused',
  'busy',
] as const;

export const httpCodes = [
  'bad-request',
  'not-found',
  'not-signed-in',
  'wrong-password',
  'too-many-tries',
  'second-factor', // the password is right; a code is asked for too
  'second-factor-wrong',
  'over-budget', // more than any honest device asks for
  'foreign-origin',
  'code-unknown',
  'code-used',
  'code-expired',
  'another-site', // a device that holds one site's data was given a code of another
  'site-password-wrong', // the name or the password of an mSupply site
  'site-not-known', // mSupply knows the site, this central server does not
  'another-installation', // another installation syncs as this site
  'msupply-unreachable',
  'not-relayed', // this server asks no mSupply central server at that address
  'already-exists',
  'password-too-short',
  'same-password', // the one that was handed out, chosen as one's own
  'last-admin', // nobody would be left with the right to manage users
  'moved-meanwhile', // the asset that a device wants moved is in another store by now
  'store-left', // one of the two stores is not at the site of the device any more
  'not-now', // an import is in a state that does not allow it
  'unsupported-type',
  'upgrade-needed', // a proxy passes no WebSocket upgrades on
  'store-unwritable',
  'rows-behind', // it is stored, and lists do not show it yet
  'draining',
  'internal',
] as const;

export const deviceCodes = [
  'offline',
  'not-a-central-server',
  'call-spoilt', // an answer that is about the call, not about what was sent with it
  'not-msupply', // something else answered in the place of an mSupply central server
  'no-central-named', // mSupply knows the site and no central server for it
  'told-another-central', // mSupply names another central server than the one that was joined
  'page-not-safe', // http: the browser hashes no password there
  'storage-full',
  'storage-unavailable',
  'device-revoked',
  'clock-wrong',
  'update-needed',
  'newer-value', // something of a document that only a newer app can read
  'crashed',
  'not-saved', // a fault of ours while saving: the typed text is still on the screen
  'not-joined',
  'unknown', // a code of a newer central server, which `errorCode` in the data names
  'stopped', // a call that the person left before it was answered
] as const;

/** Rules of the domain: a command refuses with them; central accepts the change and flags it with them. */
export const ruleCodes = [
  'missing-field',
  'unknown-field',
  'unknown-kind',
  'too-long',
  'unknown-asset',
  'unknown-catalogue-item',
  'unknown-reason',
  'unknown-category',
  'unknown-type',
  'unknown-item',
  'category-not-of-class',
  'type-not-of-category',
  'asset-number-taken',
  'serial-number-taken',
  'id-taken', // another record of central data has the id that a new one is to have
  'id-not-valid',
  'code-taken',
  'name-taken',
  'warranty-ends-before-start',
  'replaced-before-installed',
  'locked-field',
  'status-missing',
  'reason-missing',
  'reason-not-of-status',
  'comment-missing',
  'logged-in-future',
  'clock-ahead',
  'said-by-another', // a change names another author than the device that sent it
  'second-entry',
  'pack-size-not-positive',
  'number-not-valid',
  'whole-number-needed',
  'number-out-of-range',
  'already-removed',
  'label-in-two-stores',
  'merged-elsewhere', // two records of one piece in two stores: the merge does not count
  'same-piece', // same serial number and maker as another record: perhaps the same piece
  'unknown-log',
  'log-of-another', // a site voids only its own logs
  'store-not-here',
  'nothing-changed',
] as const;

/** The faults of the text of a scanned label. */
export const labelCodes = [
  'label-empty',
  'label-not-gs1',
  'label-cut-off',
  'label-bad-value',
  'label-bad-check-digit',
  'label-foreign-sign', // a sign that no label may hold
  'label-product-only', // EAN or UPC: names no single piece
  'label-unreadable-photo',
  'label-known', // the asset that the label names is there already
] as const;

/** Photos and documents: the reasons that keep one from being attached, sent or shown. */
export const fileCodes = [
  'file-too-large',
  'picture-too-many-pixels', // more than the memory of the device holds
  'file-empty',
  'file-kind-refused', // a program
  'file-kind-not-taken', // photos, videos, documents …: the programme takes none of this family
  'file-kind-differs', // its bytes are not of the kind that its sender names
  'file-hash-differs', // the bytes that came are not those that were sent
  'file-not-at-central', // its bytes are still on another device
  'file-place-stays', // the location of a picture cannot be removed from it
  'film-place-stays',
  'original-place-stays', // nor from the original of a picture that is kept
  'original-too-large', // the shrunk picture is kept, the original is not
  'file-lost', // the browser took its bytes away, or spoilt them
  'upload-offset', // the upload stands at another byte
] as const;

/** People who share a device: the acts that one of them has no right to. Central never sends these. */
export const personCodes = [
  'device-locked',
  'name-not-chosen',
  'person-may-not-record-status',
  'person-may-not-edit',
  'person-may-not-manage-people',
  'last-manager', // nobody would be left with the right to manage the people of the device
  'person-known', // another person on the device has this name
  'pin-needed',
  'pin-wrong',
  'pin-waits', // too many wrong ones
  'pin-not-valid',
] as const;

/** Refusals that one page alone can meet: their sentences are among the words of that page. */
export const pageCodes = [
  'address-not-valid',
  'code-not-valid',
  'unreachable', // no central server was reached, and no join code was spent
  'cut-off', // the link broke when the code was perhaps spent
  'cut-off-msupply',
  'told-unreachable', // mSupply named an address at which no central server is
  'code-twice', // two stores of one site under one code
  'username-spaces',
  'camera-refused',
  'camera-absent',
  'camera-busy',
  'camera-insecure', // the page came over plain http
] as const;

export type RefusalCode = (typeof refusalCodes)[number];
/** The faults of bytes that cannot be read. Each closes the socket that sent them. */
export type UnreadableCode = 'malformed' | 'too-large';
export type RuleCode = (typeof ruleCodes)[number];
export type ErrorCode =
  | RefusalCode
  | (typeof socketCodes)[number]
  | (typeof httpCodes)[number]
  | (typeof deviceCodes)[number]
  | (typeof fileCodes)[number]
  | (typeof labelCodes)[number]
  | (typeof personCodes)[number]
  | (typeof pageCodes)[number]
  | RuleCode;
