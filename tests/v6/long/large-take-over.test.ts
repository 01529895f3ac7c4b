/** Taking over from the central server of a country: killed on the way, run again, and never with all of it in memory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { derivedUuid } from '#shared/derived-uuid';
import { builtServer } from '../../support/built-server';
import { Programme } from '../central';
import { asset, AT, oldServer, type Rows } from '../old-server';

const ASSETS = Number(process.env['TAKE_OVER_ASSETS'] ?? 50_000);
const SITES = 50;
const FILES = 1000;
/** Megabytes: a tenth of what all the records take. */
const MEMORY = 160;
const LATER = '2024-04-05 07:00:00.123456';
const NAMESPACE = 'c1a1b0de-2d7c-5f0f-9a51-7f4c53c5a6d4';

const folder = mkdtempSync(join(tmpdir(), 'waypost-old-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const idOf = (what: string, at: number): string => derivedUuid(NAMESPACE, `${what} ${at}`);

function countryRows(): Rows {
  const rows: Rows = [];
  for (let at = 0; at < ASSETS; at++) {
    rows.push(
      asset(idOf('asset', at), `store-${at % SITES}`, {
        asset_number: `N-${at}`,
        notes: 'by the door of the second room, behind the desk',
        properties: '{"energy_source":"Electricity","expected_lifespan":10}',
      }),
    );
    for (const status of ['NOT_FUNCTIONING', 'FUNCTIONING'])
      rows.push([
        'asset_log',
        {
          ...{ id: idOf(`log ${status}`, at), asset_id: idOf('asset', at), user_id: 'USER1', status },
          ...{ comment: 'Checked on the monthly round.', type: 'STATUS_UPDATE' },
          ...{ log_datetime: status === 'FUNCTIONING' ? LATER : AT, created_datetime: AT },
        },
      ]);
    if (at < FILES)
      rows.push([
        'sync_file_reference',
        {
          ...{ id: idOf('file', at), table_name: 'asset', record_id: idOf('asset', at) },
          ...{ file_name: 'door.jpg', mime_type: 'image/jpeg', total_bytes: 7, created_datetime: AT },
        },
      ]);
  }
  return rows;
}

function start(dataDir: string, path: string, files: string): ChildProcess {
  const { PATH = '' } = process.env;
  const args = [`--max-old-space-size=${MEMORY}`, builtServer, 'take-over', path, files];
  return spawn(process.execPath, args, { env: { PATH, DATA_DIR: dataDir } });
}

/** Resolves when a line of its output matches. */
async function line(child: ChildProcess, match: RegExp): Promise<void> {
  if (!child.stderr) throw new Error('no output');
  for await (const said of createInterface(child.stderr)) if (match.test(said)) return;
  throw new Error(`it ended before it said ${String(match)}`);
}

it(`${ASSETS} pieces in ${MEMORY} MB, killed at several places and run again: each is here once`, async () => {
  const path = await oldServer(folder, '2.19.0', countryRows());
  const files = join(folder, 'files');
  mkdirSync(files);
  for (let at = 0; at < FILES; at++) writeFileSync(join(files, `${idOf('file', at)}_door.jpg`), 'a photo');
  const programme = await Programme.start({ loadsStarterData: true });
  const { dataDir } = programme;
  for (let at = 0; at < SITES; at++) await programme.v6Site(`site-${at}`, [`store-${at}`]);
  await programme.central.close();
  for (const match of [/^Central data/, /^asset: 5000 of/, /^asset_log: 15000 of/, /^asset_log: all/]) {
    const child = start(dataDir, path, files);
    await line(child, match);
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  const last = start(dataDir, path, files);
  let output = '';
  for (const stream of [last.stdout, last.stderr])
    stream?.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const [code] = (await once(last, 'close')) as [number];
  expect([code, output]).toEqual([0, expect.stringContaining(`Equipment: ${ASSETS} of ${ASSETS}.`)]);
  const after = await Programme.start({ dataDir });
  const counts = await after.staff<{ total: number }>('GET', '/api/assets?limit=1&status=FUNCTIONING');
  const logs = await after.central.database.rows.logsOf(idOf('asset', 4321));
  const kept = await after.kept();
  const { items } = await after.staff<{ items: unknown[] }>('GET', `/api/assets/${idOf('asset', 7)}/files`);
  await after.end();
  expect([counts.total, logs.length, kept.total, items.length]).toEqual([ASSETS, 2, 0, 1]);
}, 1_200_000);
