/** The forms of which this device keeps drafts. */

/** A draft is found again by the name of its form, so a name stays as it is. */
export type FormName =
  | 'asset.add'
  | 'asset.edit'
  | 'asset.mapping'
  | 'asset.move'
  | 'asset.status'
  | 'assets.status'
  | 'join'
  | 'person'
  | 'record'
  | 'region'
  | 'regions.import'
  | 'round.found'
  | 'site.add'
  | 'site.facility'
  | 'site.open-msupply'
  | 'site.person'
  | 'site.rename'
  | 'store.add'
  | 'store.move'
  | 'user.add'
  | 'user.edit'
  | 'view';
