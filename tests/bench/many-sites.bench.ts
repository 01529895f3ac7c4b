/**
 * The rate of a large programme: devices come as often as those of 40,000 sites do, bring two changes each and go. Fewer sites take turns:
 * what a visit costs does not depend on how many others there are.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CentralServer } from '../central/server';
import { Staff, type Joined, type Site } from '../central/staff';
import { waypostLane } from './peers/lanes';
import { printSection, whole } from './table';

const SECONDS = Number(process.env['SECONDS'] ?? 600);
const SITES = Number(process.env['SITES'] ?? 400);
const A_SECOND = 133;
const CHANGES = 2;
const TURN_MS = 10;
/** of /proc, a second */
const TICKS = 100;

interface Device {
  site: Site;
  joined: Joined;
  clock: number;
}

const server = await CentralServer.start();
const staff = await Staff.signIn(server.origin);
const devices: Device[] = [];
for (let number = 0; number < SITES; number++) {
  const site = await staff.makeSite(`S${number}`, `Site ${number}`);
  devices.push({ site, joined: await staff.join(site, `Device ${number}`), clock: 0 });
}

const waits: number[] = [];
let failed = 0;

/** A visit: its socket opens, brings its changes, hears that they are stored, and closes. */
async function visit(device: Device): Promise<void> {
  const lane = await waypostLane(server.origin, device.site, device.joined, device.clock);
  device.clock += CHANGES;
  await new Promise<void>((resolve) => {
    let left = CHANGES;
    lane.onTaken = (some) => {
      waits.push(...some);
      left -= some.length;
      if (left === 0) resolve();
    };
    for (let count = 0; count < CHANGES; count++) lane.send();
  });
  lane.close();
}

/** Milliseconds of processor, and megabytes of memory, of the server. */
function weight(): { cpu: number; memory: number } {
  const pid = server.process.pid ?? 0;
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpu: (ticks * 1000) / TICKS, memory: Number(kilobytes) / 1000 };
}

/** Visits at the rate; a device that is still there is passed over. Returns their number. */
async function visits(seconds: number): Promise<number> {
  const free = [...devices];
  const underWay = new Set<Promise<void>>();
  const from = performance.now();
  let begun = 0;
  while (performance.now() - from < seconds * 1000) {
    for (
      const due = ((performance.now() - from) * A_SECOND) / 1000;
      begun < due && free.length > 0;
      begun++
    ) {
      const device = free.shift();
      if (!device) break;
      const one = visit(device)
        .catch(() => void (failed += 1))
        .finally(() => {
          underWay.delete(one);
          free.push(device);
        });
      underWay.add(one);
    }
    await sleep(TURN_MS);
  }
  await Promise.all(underWay);
  return begun;
}

await visits(Math.min(10, SECONDS / 4));
waits.length = 0;
const before = weight();
console.error(`${SECONDS} s of ${A_SECOND} visits a second …`);
const made = await visits(SECONDS);
const after = weight();
const metrics = await (await fetch(`${server.origin}/api/health`)).json();
await server.remove();

waits.sort((a, b) => a - b);
const at = (share: number): string => `${(waits[Math.floor(waits.length * share)] ?? NaN).toFixed(1)} ms`;
printSection({
  title: 'The rate of 40,000 sites',
  about:
    `${A_SECOND} connections a second for ${SECONDS} s, by ${SITES} sites in turn; each is let in, reads what it lacks, brings ${CHANGES} new assets ` +
    'and goes. Aims: 99 % stored within 250 ms, memory that stays, nothing lost.',
  columns: [
    'visits',
    'failed',
    'stored',
    'p50',
    'p99',
    'processor a visit',
    'memory before → after',
    'lists behind',
  ],
  rows: [
    [
      ...[
        `${whole(made)} (${whole(made / SECONDS)}/s)`,
        whole(failed),
        whole(waits.length),
        at(0.5),
        at(0.99),
      ],
      `${((after.cpu - before.cpu) / made).toFixed(2)} ms`,
      `${whole(before.memory)} → ${whole(after.memory)} MB`,
      whole((metrics as { rowsBehind: number }).rowsBehind),
    ],
  ],
});
process.exit(0);
