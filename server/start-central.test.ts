import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startCentral } from './start-central';

it('lets go of the data directory when it ends, and when it cannot start', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'central-'));
  const settings = { dataDir, host: '127.0.0.1', adminPassword: 'chosen password' };
  const first = await startCentral(settings);
  await expect(startCentral(settings)).rejects.toThrow('Another central server');
  await first.close();
  await expect(startCentral({ ...settings, host: '203.0.113.7' })).rejects.toThrow(
    'is not an address of this machine',
  );
  const second = await startCentral(settings);
  expect(second.centralId).toBe(first.centralId);
  expect(second.firstSignIn).toBeUndefined();
  await second.close();
  rmSync(dataDir, { recursive: true });
});

it('drops what a kill left half received, and nothing that is kept', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'central-'));
  const half = join(dataDir, 'files/arriving/half');
  const kept = join(dataDir, 'files/aa/kept');
  for (const path of [half, kept]) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'bytes');
  }
  const central = await startCentral({ dataDir, host: '127.0.0.1', adminPassword: 'chosen password' });
  expect([existsSync(half), existsSync(kept)]).toEqual([false, true]);
  await central.close();
  rmSync(dataDir, { recursive: true });
});
