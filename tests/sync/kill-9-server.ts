/** A sync server in a process of its own, to be killed: prints its port, keeps its data in the file it is given. */
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { startRig } from '../support/relay';

const [path = '', clients = ''] = process.argv.slice(2);
const rig = await startRig(await openSqliteDatabase({ path }));
for (const clientId of clients.split(',').map(Number)) {
  await rig.device({ id: `device-${clientId}`, clientIds: [clientId], stores: ['s1'] });
}
process.stdout.write(`${rig.url}\n`);
