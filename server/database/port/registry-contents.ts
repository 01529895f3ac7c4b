/** The stores for which the content of a file was brought here whole: to name a hash proves nothing, to have sent its bytes does. */
export interface ContentBook {
  /** Notes that the bytes came for this store, and that they match their hash. */
  prove(sha256: string, storeId: string): Promise<void>;
  /** The stores for which they came. */
  storesOf(sha256: string): Promise<string[]>;
}
