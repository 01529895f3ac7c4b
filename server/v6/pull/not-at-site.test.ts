import { expect, it } from 'vitest';
import { turnsDuring } from '../../../tests/support/turns';
import type { LogQuery } from '../../database/port/v6';
import type { LookParts } from './look-at';
import { notAtSite } from './not-at-site';

const COUNT = 1000;

it('lets others have their turn while it looks, and asks for no totals', async () => {
  const asked: LogQuery[] = [];
  const page = async (query: LogQuery) => {
    asked.push(query);
    const length = Math.min(query.limit, COUNT - query.cursor);
    const entries = Array.from({ length }, (_, index) => ({
      ...{ cursor: query.cursor + index + 1, entity: 'asset', id: `a${index}`, table: 'asset' },
    }));
    return { entries, total: 0, newest: COUNT };
  };
  const parts = {
    database: { rows: { row: async () => undefined } },
    v6: { log: { page }, bases: { of: async () => new Map() } },
    door: { unknownTables: () => [], translation: async () => ({}) },
  } as unknown as LookParts;
  const site = { siteId: 'hill', storeIds: ['hill-store'] };
  const { value, turns } = await turnsDuring(() =>
    notAtSite(parts, site, { cursor: 0, version: { major: 2, minor: 19 } }),
  );
  expect(value).toEqual({ items: [] });
  expect(turns).toBeGreaterThanOrEqual(10);
  expect(asked.every(({ isCounted, limit }) => isCounted === false && limit <= 100)).toBe(true);
});
