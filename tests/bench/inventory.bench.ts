/**
 * A country's inventory in an afternoon. A ministry's workbook of 20,000 rows is read, its doubts are settled, it is imported, undone and
 * imported again; a list of a year later comes after it. The server runs with a watch on its event loop.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ImportAnswer } from '#shared/api/import';
import { bornRows } from '../../server/reference-data/born/born';
import { CentralServer, admin } from '../central/server';
import { facilitiesOf, ministryWorkbook, regions, type Facility, type Model } from '../import/ministry';
import { printSection, whole } from './table';

const ROWS = Number(process.env['ROWS'] ?? 20_000);
const FACILITIES = Math.max(20, Math.round(ROWS / 4));

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const models: Model[] = bornRows.flatMap(({ entity, patch }) =>
  entity === 'catalogueItem'
    ? [{ code: text(patch['code']), manufacturer: text(patch['manufacturer']), model: text(patch['model']) }]
    : [],
);

class Caller {
  constructor(
    private readonly origin: string,
    private readonly cookie: string,
  ) {}

  static async signIn(origin: string): Promise<Caller> {
    const answer = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(admin),
    });
    const cookies = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
    return new Caller(origin, cookies.join('; '));
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        ...{ cookie: this.cookie, origin: this.origin },
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    // other tests check the server's answers by its own schema
    return (await answer.json()) as Answer;
  }
}

/** The sites of the country come from a list too: a ministry has them in a table. */
function listOfSites(facilities: readonly Facility[]): string {
  const rows = facilities.map(({ code, name, nationalId, region }) =>
    [code, name, region, nationalId, `${code}-A`, `${name} dépôt`].join(';'),
  );
  return ['Code FOSA;Formation sanitaire;Province;Numéro national;Code du dépôt;Dépôt', ...rows].join('\n');
}

/** Times in which the event loop did nothing else, milliseconds. */
interface Watch {
  longest: number;
  p99: number;
  /** the same without the time in which other programs had the core */
  own: number;
  /** the most that the thread worked in one go, whatever the disk and other programs did */
  work: number;
  ownP99: number;
  /** cores that the whole process used, on the average */
  cpu: number;
  /** resident memory since the start, the highest, megabytes */
  peak: number;
}

const server = await CentralServer.start({
  starterData: 'load',
  nodeOptions: [
    ...['--import', fileURLToPath(new URL('watch-loop.mjs', import.meta.url))],
    ...(process.env['PROFILE'] === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${process.env['PROFILE']}`]),
  ],
});
const rowsOfTable: string[][] = [];
try {
  const caller = await Caller.signIn(server.origin);
  const facilities = facilitiesOf(FACILITIES);
  for (const [at, name] of regions.entries())
    await caller.call('POST', '/api/regions', { code: `R${at}`, name, level: 'Province' });
  const watch = async (): Promise<Watch> => {
    server.process.send?.('tell');
    await setTimeout(50);
    return JSON.parse(await readFile(`${server.dataDir}/loop.json`, 'utf8')) as Watch;
  };
  const timed = async (
    what: string,
    work: () => Promise<ImportAnswer>,
    aim: string,
  ): Promise<ImportAnswer> => {
    await watch();
    const began = performance.now();
    let answer = await work();
    while (answer.state === 'reading' || answer.state === 'importing' || answer.undoing) {
      await setTimeout(200);
      answer = await caller.call<ImportAnswer>('GET', `/api/imports/${answer.id}`);
    }
    const seconds = (performance.now() - began) / 1000;
    const { longest, p99, own, ownP99, work: worked, cpu, peak } = await watch();
    const { counts } = answer;
    const told = `${whole(counts['new'] ?? 0)} / ${whole(counts['changed'] ?? 0)} / ${whole(counts['same'] ?? 0)} / ${whole(counts['wrong'] ?? 0)}`;
    rowsOfTable.push([
      what,
      `${seconds.toFixed(1)} s`,
      aim,
      `${worked.toFixed(0)} ms`,
      `${own.toFixed(0)} / ${ownP99.toFixed(0)} ms`,
      `${longest.toFixed(0)} / ${p99.toFixed(0)} ms`,
      cpu.toFixed(2),
      `${whole(peak)} MB`,
      told,
    ]);
    console.error(rowsOfTable.at(-1)?.join(' | '), answer.state, answer.questions.length, answer.saved ?? '');
    return answer;
  };
  const bring = (table: string, bytes: BlobPart, name: string): Promise<ImportAnswer> => {
    const form = new FormData();
    form.append('table', table);
    form.append('file', new Blob([bytes]), name);
    return caller.call('POST', '/api/imports', form);
  };
  const send = (isLater: boolean): Promise<ImportAnswer> => {
    const bytes = ministryWorkbook({ rows: ROWS, facilities, models, isLater });
    return bring('equipment', new Uint8Array(bytes), 'inventaire.xlsx');
  };
  const run = (id: string, what: string): Promise<ImportAnswer> =>
    caller.call('POST', `/api/imports/${id}/${what}?wait=no`);

  /** The answers that a person would press: the most likely one, and the first choice where none is. */
  const answersTo = ({ questions }: ImportAnswer): Record<string, string> => {
    const reason = questions
      .flatMap(({ choices }) => choices)
      .find((one) => one.startsWith('NOT_FUNCTIONING:'));
    return Object.fromEntries(
      questions.map(({ code, column, value, guess, choices }) => [
        [code, column, value].filter((piece) => piece !== undefined).join(':'),
        (guess === 'NOT_FUNCTIONING' ? reason : guess) ?? choices[0] ?? '',
      ]),
    );
  };
  const settle = async (read: ImportAnswer, more: Record<string, string> = {}): Promise<ImportAnswer> => {
    let answer = read;
    for (
      let answers = { ...answersTo(answer), ...more };
      Object.keys(answers).length > 0;
      answers = answersTo(answer)
    )
      answer = await timed(
        `${whole(answer.questions.length)} doubts answered, read again`,
        () => caller.call('PATCH', `/api/imports/${answer.id}`, { answers }),
        '30 s',
      );
    return answer;
  };
  const sites = await timed(
    `a list of ${whole(FACILITIES)} sites, read`,
    () => bring('site', listOfSites(facilities), 'fosa.csv'),
    '30 s',
  );
  await timed('its sites and stores imported', () => run(sites.id, 'commit'), '–');
  const first = await settle(await timed('read and tried dry', () => send(false), '30 s'), {
    'as-of': '2024-06-30',
  });
  await timed('imported', () => run(first.id, 'commit'), '–');
  await timed('undone', () => run(first.id, 'undo'), '–');
  const again = await settle(await timed('the same list again, read', () => send(false), '30 s'));
  await timed('imported again', () => run(again.id, 'commit'), '–');
  const same = await timed('the same list once more, read', () => send(false), '30 s');
  if ((same.counts['new'] ?? 0) > 0) throw new Error('what is there is new');
  const later = await settle(await timed('a list of a year later, read', () => send(true), '30 s'), {
    'as-of': '2025-06-30',
  });
  await timed('its differences imported', () => run(later.id, 'commit'), '–');
  printSection({
    title: 'A country’s inventory',
    about:
      `A ministry’s workbook of ${whole(ROWS)} rows for ${whole(FACILITIES)} facilities (tests/import/ministry.ts): merged titles, two sheets, ` +
      'facilities spelt otherwise, statuses in three languages, dates of three kinds. Read in a thread of its own, saved in groups on the one that serves. ' +
      'How long the event loop of the serving thread was held; the aim is under 50 ms. First the most that the thread itself worked in one go; then the longest time and the 99th of 100 with what it waited for the disk; then with what it waited for a core that other programs had (as Linux counts both). The processor is how many cores the whole process used; the memory is the highest since its start; rows are new / changed / the same / kept out.',
    columns: [
      'what',
      'takes',
      'aim, under',
      'loop held by work',
      'and the disk',
      'and other programs',
      'cores',
      'memory',
      'rows',
    ],
    rows: rowsOfTable,
  });
} finally {
  if (process.env['PROFILE'] !== undefined) {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
  await server.remove();
}
