/** A site as mSupply knows it. The password itself is never kept: only its hash goes over the wire. */
export interface MSupplySite {
  /** of the mSupply central server, without a slash at its end */
  url: string;
  siteName: string;
  /** hex */
  passwordSha256: string;
  /** this installation: mSupply lets one sync as the site */
  hardwareId: string;
}
