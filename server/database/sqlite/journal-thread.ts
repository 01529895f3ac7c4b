/** The thread that takes the journal of a SQLite file into it (gather-beside.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import { isDiskRefusal, isHeldElsewhere, openConnection } from './connection';
import type { FromGathering, ToGathering } from './gathering';

// given by `gatheringIn`
const connection = await openConnection(workerData as string, 'NORMAL');
// it waits for nobody: what another holds is gathered the next time
connection.exec('PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0');

function gather(): FromGathering {
  try {
    connection.exec('PRAGMA wal_checkpoint(PASSIVE)');
    return '';
  } catch (error) {
    if (isDiskRefusal(error) || isHeldElsewhere(error)) return '';
    return error instanceof Error ? error.message : String(error);
  }
}

parentPort?.on('message', (message: ToGathering) => {
  if (message === 'gather') return parentPort?.postMessage(gather());
  connection.close();
  parentPort?.close();
});
