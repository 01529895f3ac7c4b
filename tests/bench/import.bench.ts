/** The time that tables of people take: equipment of a hospital on a slow phone, and of a country at central. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { bornReasons, bornRows } from '../../server/reference-data/born/born';
import { writeXlsx } from '../../src/spreadsheet/write-xlsx';
import { CentralServer } from '../central/server';
import { Staff, type Site } from '../central/staff';
import { slowDown } from './browser';
import { joinAs, launch, phoneSize } from './sized-browser';
import { printSection, whole } from './table';

const SLOWER = 4;
const AT_A_SITE = 2000;
const AT_CENTRAL = 20_000;
const LONGEST = 10 * 60_000;

const codes = bornRows.flatMap(({ entity, patch }) =>
  entity === 'catalogueItem' && typeof patch['code'] === 'string' ? [patch['code']] : [],
);
const reasons = bornRows.filter(({ id }) => bornReasons('NOT_FUNCTIONING').includes(id));
const reason = String(reasons.find(({ patch }) => patch['commentsRequired'] !== true)?.patch['reason'] ?? '');

/** As an inventory looks: a model, a serial, dates, a place, and a status with its reason where it is broken. */
function tableOf(count: number, storeOf: (index: number) => string | undefined): string[][] {
  const head = ['Asset number', 'Catalogue item code', 'Serial number', 'Installation date', 'Donor'];
  const rest = ['Storage location', 'Functional status', 'Reason', 'Notes'];
  const store = storeOf(0) === undefined ? [] : ['Store'];
  const rows = Array.from({ length: count }, (_, index) => {
    const broken = index % 9 === 0;
    return [
      ...[
        `INV-${String(index + 1).padStart(6, '0')}`,
        codes[index % codes.length] ?? '',
        `SN${31_000 + index * 7}`,
      ],
      ...[
        `20${10 + (index % 14)}-0${1 + (index % 9)}-15`,
        index % 3 === 0 ? 'Gavi' : 'UNICEF',
        `Room ${index % 40}`,
      ],
      ...[
        broken ? 'Not functioning' : 'Functioning',
        broken ? reason : '',
        index % 4 === 0 ? 'Seen, "as new"' : '',
      ],
      ...[storeOf(index) ?? []].flat(),
    ];
  });
  return [[...head, ...rest, ...store], ...rows];
}

const asCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');

/** Notes the longest time without a new frame. As text, since functions that the compiler adds are not known in the page. */
const watchFrames = `
  globalThis.longest = 0;
  let before;
  const next = (now) => {
    if (before !== undefined) globalThis.longest = Math.max(globalThis.longest, now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);`;

async function timed(page: Page, work: () => Promise<unknown>): Promise<{ ms: number; frame: number }> {
  await page.evaluate('globalThis.longest = 0');
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  return { ms, frame: Number(await page.evaluate('globalThis.longest')) };
}

async function onPhone(server: CentralServer, site: Site, staff: Staff): Promise<string[][]> {
  const profile = await mkdtemp(join(tmpdir(), 'waypost-profile-'));
  const rows = tableOf(AT_A_SITE, () => undefined);
  const book = await writeXlsx(rows, 'Inventory');
  const files = [
    {
      name: 'inventory.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await book.arrayBuffer()),
    },
    { name: 'inventory.csv', mimeType: 'text/csv', buffer: Buffer.from(asCsv(rows)) },
  ];
  try {
    await joinAs(profile, (await staff.makeJoinCode(site)).url);
    const context = await launch(profile, phoneSize);
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST);
    await page.addInitScript({ content: watchFrames });
    await page.goto(`${server.origin}/assets/tables`);
    const chooser = page.getByLabel('File to import');
    await chooser.waitFor();
    await context.setOffline(true);
    const quick = await slowDown(context, SLOWER);
    const result: string[][] = [];
    const tell = (what: string, { ms, frame }: { ms: number; frame: number }, aim: string): number =>
      result.push([what, `${(ms / 1000).toFixed(1)} s`, aim, `${whole(frame)} ms`]);
    const start = page.getByRole('button', { name: /^Import [\d,]+ rows$/ });
    for (const file of files) {
      const review = await timed(page, async () => {
        await chooser.setInputFiles(file);
        await start.waitFor();
      });
      tell(`review ${whole(AT_A_SITE)} rows, ${file.name.split('.')[1] ?? ''}`, review, '10 s');
      if (file !== files.at(-1)) await page.getByRole('button', { name: 'Choose another file' }).click();
    }
    const saved = await timed(page, async () => {
      await start.click();
      await page.getByText('rows are saved on this device').waitFor();
    });
    tell(`import ${whole(AT_A_SITE)} rows`, saved, '30 s');
    quick();
    await context.close();
    return result;
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

async function atCentral(staff: Staff, sites: readonly Site[]): Promise<string[]> {
  const text = asCsv(tableOf(AT_CENTRAL, (index) => sites[index % sites.length]?.stores[0].id));
  const began = performance.now();
  const { counts, state } = await staff.sendTable('equipment', text);
  const ms = performance.now() - began;
  if (counts['new'] !== AT_CENTRAL) throw new Error(`${state}: ${JSON.stringify(counts)}`);
  return [
    `read ${whole(AT_CENTRAL)} rows at central (full speed)`,
    `${(ms / 1000).toFixed(1)} s`,
    '30 s',
    '–',
  ];
}

const server = await CentralServer.start({ starterData: 'load' });
try {
  const staff = await Staff.signIn(server.origin);
  const hospital = await staff.makeSite('HC', 'Hospital');
  const others: Site[] = [];
  for (let index = 0; index < 20; index++) others.push(await staff.makeSite(`S${index}`, `Site ${index}`));
  const rows = [...(await onPhone(server, hospital, staff)), await atCentral(staff, others)];
  printSection({
    title: 'Tables that people bring',
    about:
      `An inventory of equipment with model, serial number, dates, place and status; every ninth piece is broken. The phone ` +
      `has the 168 models of a new programme and no equipment yet, is offline, and every process of its browser is slowed ${SLOWER} times. ` +
      'From the choice of the file until the rows can be looked through, and from the press of the button until all are on the disk. ' +
      'The last column is the longest time without a new frame meanwhile.',
    columns: ['what', 'takes', 'aim, under', 'longest frame'],
    rows,
  });
} finally {
  await server.remove();
}
