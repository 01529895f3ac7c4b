/** A minute of all that central can take, and how long its lists lag behind afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { waypostLane, type Lane } from './peers/lanes';
import { printSection, whole } from './table';

const SECONDS = Number(process.env['SECONDS'] ?? 60);
const CONNECTIONS = 50;
const IN_FLIGHT = 20;
const STEADY = 500;
const STEADY_SECONDS = 10;

const behind = async (origin: string): Promise<number> =>
  ((await (await fetch(`${origin}/api/health`)).json()) as { rowsBehind: number }).rowsBehind;

async function untilFollowed(origin: string): Promise<number> {
  const from = performance.now();
  while ((await behind(origin)) > 0) await sleep(50);
  return (performance.now() - from) / 1000;
}

const server = await CentralServer.start();
const staff = await Staff.signIn(server.origin);
const lanes: Lane[] = [];
for (let number = 0; number < CONNECTIONS; number++) {
  const site = await staff.makeSite(`S${number}`, `Site ${number}`);
  lanes.push(await waypostLane(server.origin, site, await staff.join(site, `Device ${number}`)));
}

/** Changes, one after the other at an even pace; the numbers behind that were seen meanwhile. */
async function steadily(): Promise<number[]> {
  const seen: number[] = [];
  const from = performance.now();
  let sent = 0;
  for (const lane of lanes) lane.onTaken = () => undefined;
  while (performance.now() - from < STEADY_SECONDS * 1000) {
    for (const due = ((performance.now() - from) * STEADY) / 1000; sent < due; sent++)
      lanes[sent % lanes.length]?.send();
    seen.push(await behind(server.origin));
    await sleep(10);
  }
  return seen.sort((a, b) => a - b);
}

const seen = await steadily();
await untilFollowed(server.origin);
let taken = 0;
let isOver = false;
for (const lane of lanes)
  lane.onTaken = (some) => {
    taken += some.length;
    if (!isOver) for (let count = 0; count < some.length; count++) lane.send();
  };
for (const lane of lanes) for (let count = 0; count < IN_FLIGHT; count++) lane.send();
await sleep(SECONDS * 1000);
isOver = true;
const atEnd = await behind(server.origin);
const gone = await untilFollowed(server.origin);
for (const lane of lanes) lane.close();
await server.remove();

/** The time that stands for a number of changes at the steady pace. */
const lag = (changes: number): string => `${whole((changes * 1000) / STEADY)} ms`;
const at = (share: number): number => seen[Math.floor((seen.length - 1) * share)] ?? 0;
printSection({
  title: 'The lag of the lists',
  about:
    `${STEADY} changes a second over ${CONNECTIONS} connections for ${STEADY_SECONDS} s: the lists’ distance to the log, as time at that pace ` +
    `(aim: under 300 ms). Then ${SECONDS} s of all that ${CONNECTIONS} × ${IN_FLIGHT} give: the lists must be there after 4 times as long.`,
  columns: ['load', 'taken', 'lists behind', 'gone after'],
  rows: [
    [`${STEADY}/s`, whole(STEADY * STEADY_SECONDS), `${lag(at(0.5))}, 99 % ${lag(at(0.99))}`, '–'],
    [
      `burst of ${SECONDS} s`,
      `${whole(taken)} (${whole(taken / SECONDS)}/s)`,
      whole(atEnd),
      `${gone.toFixed(1)} s`,
    ],
  ],
});
process.exit(0);
