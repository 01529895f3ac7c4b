/** Records that a site is given back as it sent them, which are its memory or could not be read here. */
import { isJsonObject } from '#shared/json';
import type { Door } from '../door';
import { UNREADABLE } from '../wire/received-record';

const ofAsset = ['asset_internal_location', 'asset_log'];
/** Records that have the id of another one. A site keeps those that it pulls by their id alone until it stores them. */
const ofOneId = ['name_oms_fields'];

export const givenBack: Pick<Door, 'assetNeededBy' | 'hangsOnAsset' | 'isStorable' | 'recordIdOf'> = {
  hangsOnAsset: (table) => ofAsset.includes(table),
  assetNeededBy: (table, data) => {
    const id = ofAsset.includes(table) && isJsonObject(data) ? data['asset_id'] : undefined;
    return typeof id === 'string' ? id : undefined;
  },
  isStorable: (table, { action, data }, storeIds) => {
    if (action === UNREADABLE) return false;
    const storeId = table === 'asset' && isJsonObject(data) ? data['store_id'] : undefined;
    return typeof storeId !== 'string' || storeIds.includes(storeId);
  },
  recordIdOf: (table, recordId) => (ofOneId.includes(table) ? `${recordId}_${table}` : recordId),
};
