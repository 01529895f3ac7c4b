/**
 * A site that asked from a cursor near the end of all numbers let the next records stand beyond those that can be read. These take places
 * that can, behind all others; a site that was given such a cursor is sent everything.
 */
import { FARTHEST } from '../../port/v6-pulls';
import type { Migration } from '../migration';

export const v6CursorsWithinReach: Migration = {
  version: 30,
  name: 'v6-cursors-within-reach',
  sql: `
    UPDATE v6_log SET first_cursor = NULL WHERE first_cursor > ${FARTHEST};
    UPDATE v6_log SET cursor = -place
      FROM (SELECT cursor AS former, row_number() OVER (ORDER BY cursor) AS place FROM v6_log WHERE cursor > ${FARTHEST})
      WHERE cursor = former;
    UPDATE v6_log SET cursor = ${FARTHEST} - cursor WHERE cursor < 0;
    UPDATE sqlite_sequence SET seq = max(${FARTHEST}, (SELECT coalesce(max(cursor), 0) FROM v6_log))
      WHERE name = 'v6_log' AND seq > ${FARTHEST};
    UPDATE v6_sites SET given = 0 WHERE given > ${FARTHEST};
    UPDATE v6_sites SET v5_up_to = 0 WHERE v5_up_to > ${FARTHEST};
    DELETE FROM meta WHERE key GLOB 'v6_pulls/*' AND (
      coalesce(json_extract(value, '$.taken'), 0) > ${FARTHEST} OR coalesce(json_extract(value, '$.upTo'), 0) > ${FARTHEST}
      OR EXISTS (SELECT 1 FROM json_each(meta.value, '$.ends') AS ends WHERE ends.value > ${FARTHEST}));
  `,
};
