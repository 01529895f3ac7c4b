/** Requests of real sites of 2.6.5 and 2.19.0, as they sent them; only the cursor is that of this server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Programme } from './central';

interface Exchange {
  during: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown> & { multipart?: string };
  answer: unknown;
}

const read = (name: string): Exchange[] =>
  readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange);

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
  const site = await programme.makeSite('hill', ['STORE000000000000000000000000001']);
  await programme.staff('PATCH', `/api/sites/${site.id}/v6`, { name: 'hill', password: 'pass', number: 7 });
});
afterEach(() => programme.end());

describe.each(['recorded-2.6.jsonl', 'recorded-2.19.jsonl'])('the life of a site (%s)', (name) => {
  it('goes as it went: nothing is refused, nothing comes twice, and central has what it made', async () => {
    let cursor = 0;
    for (const exchange of read(name)) {
      const { path, answer } = exchange;
      const isPull = path.endsWith('/pull');
      const said = (await send(exchange, cursor)) as { data: { end_cursor: number; records: unknown[] } };
      if (!isPull) expect(said).toEqual(answer);
      if (path.endsWith('/push') || path.endsWith('/upload_file')) await untilIntegrated(read(name));
      if (!isPull) continue;
      if (typeof answer === 'object')
        expect(said.data).toMatchObject({ total_records: 0, records: [], is_last_batch: true });
      expect(said.data.end_cursor).toBeGreaterThanOrEqual(cursor - 1);
      cursor = said.data.end_cursor + 1;
      // there is more here to begin with than there was
      if (exchange.during === 'initialising') cursor = await pulledFrom(exchange, cursor);
    }
    expect(await programme.kept()).toEqual({ items: [], total: 0 });
    const asset = await programme.asset(assetIdIn(read(name)));
    expect(asset).toMatchObject({
      assetNumber: 'HILL-0001',
      notes: 'by the window',
      catalogueItemId: '9d77cc99-6098-438a-8242-0bb55a450b49',
      properties: { energy_source: 'Electricity' },
      functionalStatus: 'NOT_FUNCTIONING',
      comment: 'since the storm',
      reasonId: '290ed6c8-20ef-469d-bf6c-dd944ae24e8f',
      problems: [],
    });
  }, 120_000);
});

async function send({ method, path, headers, body }: Exchange, cursor: number): Promise<unknown> {
  const bytes =
    body.multipart?.replace('<3000 bytes>', 'x'.repeat(3000)) ??
    JSON.stringify('cursor' in body ? { ...body, cursor } : body);
  const type = headers['content-type'] ?? '';
  const answer = await fetch(programme.origin + path, {
    method,
    headers: { 'content-type': type },
    body: bytes,
  });
  return answer.json();
}

async function pulledFrom(exchange: Exchange, from: number): Promise<number> {
  for (let cursor = from; ;) {
    const { data } = (await send(exchange, cursor)) as {
      data: { end_cursor: number; is_last_batch: boolean };
    };
    cursor = data.end_cursor + 1;
    if (data.is_last_batch) return cursor;
  }
}

const assetIdIn = (exchanges: readonly Exchange[]): string =>
  /"tableName":"asset","recordId":"([^"]+)"/.exec(JSON.stringify(exchanges))?.[1] ?? '';

async function untilIntegrated(exchanges: readonly Exchange[]): Promise<void> {
  const status = exchanges.find(({ path }) => path.endsWith('/site_status'));
  if (!status) throw new Error('the recording asks for no status');
  while (JSON.stringify(await send(status, 0)) !== '{"data":{"is_integrating":false}}')
    await new Promise(setImmediate);
}
