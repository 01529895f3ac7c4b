/** Before and after all tests of a run: gives them a folder, in which the first that needs PostgreSQL makes one, and stops that at the end. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-pg-'));
  project.provide('postgresFolder', folder);
  return () => {
    const pid = join(folder, 'cluster', 'data', 'postmaster.pid');
    // SIGQUIT: at once, since nothing of it is kept
    if (existsSync(pid)) process.kill(Number(readFileSync(pid, 'utf8').split('\n')[0]), 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}
