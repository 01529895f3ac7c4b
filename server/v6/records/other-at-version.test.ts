import { expect, test } from 'vitest';
import { blankStatusReason } from '#shared/domain/status-reason';
import type { JsonObject } from '#shared/json';
import { isOther } from './other-at-version';

const upgrade = { before: { major: 2, minor: 3 }, now: { major: 2, minor: 15 }, has: new Set<string>() };

/** Of a record that the version before was sent as `former`. */
const isSentAgain = (former: JsonObject, current: JsonObject): boolean =>
  isOther((_entity, tableName, _row, { version }) => ({
    ...{ tableName, recordId: 'r1' },
    data: version === upgrade.before ? former : current,
  }))('statusReason', 'asset_log_reason', { ...blankStatusReason, id: 'r1' }, upgrade);

test('a record that only has its fields in another order is not sent again', () => {
  expect(isSentAgain({ id: 'r1', reason: 'Old' }, { reason: 'Old', id: 'r1' })).toBe(false);
  expect(isSentAgain({ id: 'r1', reason: 'Old' }, { id: 'r1', reason: 'New' })).toBe(true);
});
