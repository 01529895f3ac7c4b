/** The scores of the app by Lighthouse on its phone: a fresh browser, and one that has joined a site with equipment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { equip } from '../central/equipment';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { joinAs, launch, phoneSize } from './sized-browser';
import { printSection } from './table';

const ASSETS = 60;
const AIM = 95;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Points of 100, in the order of the categories; the reasons for a missed aim go to stderr. */
async function scoresOf(address: string, port: number): Promise<number[]> {
  const result = await lighthouse(address, { port, logLevel: 'error', disableStorageReset: true });
  if (!result) throw new Error(`Lighthouse has nothing to say of ${address}`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  return categories.map((id) => {
    const category = lhr.categories[id];
    const points = Math.round((category?.score ?? 0) * 100);
    const weighing = (category?.auditRefs ?? []).filter(({ weight }) => weight > 0);
    for (const { id: audit } of weighing) {
      const { score, title, displayValue = '' } = lhr.audits[audit] ?? { score: null, title: audit };
      if (score !== null && score < 0.9)
        console.error(`  ${new URL(address).pathname}: ${title} ${displayValue}`);
    }
    return points;
  });
}

async function inBrowser<T>(profile: string, use: (port: number) => Promise<T>): Promise<T> {
  const port = await freePort();
  const context = await launch(profile, phoneSize, [`--remote-debugging-port=${port}`]);
  try {
    return await use(port);
  } finally {
    await context.close();
  }
}

console.error('Lighthouse …');
const [fresh, joined] = [
  await mkdtemp(join(tmpdir(), 'waypost-')),
  await mkdtemp(join(tmpdir(), 'waypost-')),
];
const server = await CentralServer.start({ starterData: 'load' });
try {
  const staff = await Staff.signIn(server.origin);
  const site = await staff.makeSite('HC-60', 'District hospital');
  const [assetId] = await equip(staff, site, ASSETS);
  await joinAs(joined, (await staff.makeJoinCode(site)).url);
  const rows: [string, number[]][] = [];
  await inBrowser(fresh, async (port) => {
    rows.push(['a fresh browser: welcome', await scoresOf(`${server.origin}/welcome`, port)]);
  });
  await inBrowser(joined, async (port) => {
    rows.push(['a site: home', await scoresOf(`${server.origin}/`, port)]);
    rows.push(['a site: list of equipment', await scoresOf(`${server.origin}/assets`, port)]);
    rows.push(['a site: one asset', await scoresOf(`${server.origin}/assets/${assetId}`, port)]);
  });
  printSection({
    title: 'Lighthouse on a phone',
    about:
      'The settings that Lighthouse has for phones: a slow processor and a slow 4G link, both simulated. The built app from the ' +
      `central server, over http on the same machine; the site has ${ASSETS} assets. Aim: at least ${AIM} of 100 everywhere.`,
    columns: ['page', 'performance', 'accessibility', 'best practices', 'SEO'],
    rows: rows.map(([page, scores]) => [page, ...scores.map(String)]),
  });
} finally {
  await server.remove();
  await Promise.all([fresh, joined].map((profile) => rm(profile, { recursive: true, force: true })));
}
process.exit(0);
