/** Records that stood beyond the numbers that can be read, as in SQLite's step of that name. */
import { FARTHEST } from '../../port/v6-pulls';
import type { PgMigration } from '../migrations';

export const v6CursorsWithinReach: PgMigration = {
  version: 7,
  sql: `
    UPDATE v6_log SET first_cursor = NULL WHERE first_cursor > ${FARTHEST};
    UPDATE v6_log SET cursor = -place
      FROM (SELECT cursor AS former, row_number() OVER (ORDER BY cursor) AS place FROM v6_log WHERE cursor > ${FARTHEST}) AS known
      WHERE cursor = former;
    UPDATE v6_log SET cursor = ${FARTHEST} - cursor WHERE cursor < 0;
    UPDATE v6_newest SET cursor = greatest(${FARTHEST}, (SELECT coalesce(max(cursor), 0) FROM v6_log))
      WHERE cursor > ${FARTHEST};
    UPDATE v6_sites SET given = 0 WHERE given > ${FARTHEST};
    UPDATE v6_sites SET v5_up_to = 0 WHERE v5_up_to > ${FARTHEST};
    DELETE FROM meta WHERE key LIKE 'v6_pulls/%' AND (
      coalesce((value::jsonb ->> 'taken')::numeric, 0) > ${FARTHEST} OR coalesce((value::jsonb ->> 'upTo')::numeric, 0) > ${FARTHEST}
      OR EXISTS (SELECT 1 FROM jsonb_array_elements(value::jsonb -> 'ends') AS ends WHERE ends::text::numeric > ${FARTHEST}));
  `,
};
