/** The examples that a programme begins with: its models and items. Staff say once whether they stay. */
import { importCentralData } from '#shared/commands/import-central-data';
import { saveCentralData } from '#shared/commands/save-central-data';
import { PROGRAMME_SETTINGS, STARTER_DATA, type starterAnswers } from '#shared/domain/programme-settings';
import { accepted, type Result } from '#shared/result';
import { isInUse } from './record/kind';
import { touchedByDevice } from '../../replica/changes/history';
import type { ReplicaDatabase } from '../../replica/database';
import type { Replica } from '../../replica/replica';
import { centralRowsInMemory } from '../../replica/row-reader';

export const exampleEntities = ['catalogueItem', 'item', 'packVariant'] as const;
type ExampleEntity = (typeof exampleEntities)[number];

/** The ids of the examples that are in use. */
async function examplesOf(db: ReplicaDatabase, entity: ExampleEntity): Promise<string[]> {
  const ids = await touchedByDevice(db, entity, STARTER_DATA);
  const rows = await db.rowsOf(entity).bulkGet(ids);
  return rows.flatMap((row) => (row && isInUse(row) ? [row.id] : []));
}

/** True if nobody has answered yet, and there is something to ask about. */
export async function isStarterOpen(db: ReplicaDatabase): Promise<boolean> {
  const settings = await db.programmeSettings.get(PROGRAMME_SETTINGS);
  if (settings?.starterData !== undefined) return false;
  const found = await Promise.all(exampleEntities.map((entity) => examplesOf(db, entity)));
  return found.flat().length > 0;
}

/** Retires the examples if that is the answer, and then keeps the answer for all of staff. */
export async function answerStarter(
  replica: Replica,
  answer: (typeof starterAnswers)[number],
): Promise<Result<unknown>> {
  const retired = answer === 'retired' ? await retireExamples(replica) : accepted([]);
  if (!retired.ok) return retired;
  const values = { starterData: answer };
  return replica.commit(saveCentralData, { entity: 'programmeSettings', id: PROGRAMME_SETTINGS, values });
}

async function retireExamples({ db, commitOver }: Replica): Promise<Result<unknown>> {
  const known = await centralRowsInMemory(db);
  for (const entity of exampleEntities) {
    const ids = await examplesOf(db, entity);
    const records = ids.map((id) => ({ id, values: {}, retired: true }));
    const result = await commitOver(known, importCentralData, { entity, records });
    if (!result.ok) return result;
  }
  return accepted([]);
}
