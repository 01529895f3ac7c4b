import { mkdtempSync, rmSync } from 'node:fs';
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
