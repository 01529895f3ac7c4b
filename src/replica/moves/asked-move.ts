/**
 * A move between two stores of the device's own site that a person asked for and central has not made yet (rule W5). It waits here, through
 * restarts and days without a link; one for each asset, so that a second thought takes the place of the first.
 */
export interface AskedMove {
  assetId: string;
  /** of the change that central makes of it: asked for twice, it is made once */
  id: string;
  /** the store that the asset is in, and the one that it is to go to */
  from: string;
  storeId: string;
  /** who asked: a person of the device, or the device itself */
  userId: string;
  /** by this device's clock, milliseconds */
  at: number;
}
