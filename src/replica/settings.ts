/** The settings that a device keeps for itself besides records and files: all keys of the table `settings`. */
export type SettingKey =
  // the app itself
  | 'programme'
  // central's changes that people here have seen
  | 'centralSeen'
  | 'centralId'
  | 'hardwareId'
  // the progress of this device's own upkeep
  | 'foldVersion'
  | 'foldCursor'
  | 'holesReadBy'
  | 'filesComparedAt'
  // files: when and how much may be sent
  | 'filesPaused'
  | 'filesOnlyWifi'
  | 'filesNoRoom'
  | 'filesBudget'
  | 'filesSentDay'
  | 'filesSentBytes'
  | 'filesSendAnyway'
  // the people who share it
  | 'people'
  | 'pinTries'
  | 'locked'
  | 'lockAfter'
  // the equipment of stores that staff hold
  | 'heldStores'
  | 'heldWriters'
  | 'heldMissing'
  // a person's choices and beginnings
  | 'assetColumns'
  | 'fleetColumns'
  | 'catalogueColumns'
  | 'itemColumns'
  | 'labelPaper'
  | 'round';

export interface Setting {
  key: SettingKey;
  value: string | number | boolean;
}
