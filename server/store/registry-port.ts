/** Sites, stores, devices and staff. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Registry {}
