/** The settings that a device keeps for itself besides records and files: all keys of the table `settings`. */
export type SettingKey =
  // what the app is
  | 'programme'
  // what people here have seen of what central changed
  | 'centralSeen'
  | 'centralId'
  | 'hardwareId'
  // how far this device's own upkeep has come
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
  // what staff hold of the equipment of stores
  | 'heldStores'
  | 'heldWriters'
  | 'heldMissing'
  // what a person chose or began
  | 'assetColumns'
  | 'catalogueColumns'
  | 'itemColumns'
  | 'labelPaper'
  | 'round';

export interface Setting {
  key: SettingKey;
  value: string | number | boolean;
}
