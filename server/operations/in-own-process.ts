/** Runs a command of the command line in a process of its own, so that reading a whole database makes nobody wait for the server. */
import { spawn } from 'node:child_process';

/** Resolves to undefined when the command went well, else to the line that it printed. */
export type RunOperation = (
  args: readonly string[],
  signal: AbortSignal,
) => Promise<{ ok: true } | { ok: false; line: string }>;

/** `entry`: the file that this program was started with; the settings are those of this process, in this data directory. */
export const inOwnProcess =
  (entry: string, dataDir: string, nodeOptions: readonly string[] = process.execArgv): RunOperation =>
  (args, signal) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [...nodeOptions, entry, ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, DATA_DIR: dataDir },
        signal,
        killSignal: 'SIGTERM',
      });
      let said = '';
      child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-2000)));
      const failed = (line: string): void => resolve({ ok: false, line: line.trim().replace(/\s+/g, ' ') });
      child.once('error', (error) => failed(error.message));
      child.once('close', (code) =>
        code === 0 ? resolve({ ok: true }) : failed(said || `it ended with ${code ?? 'a signal'}`),
      );
    });
