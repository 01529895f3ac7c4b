/** A program of the benchmark in a process of its own, so that it is weighed alone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  process: ChildProcess;
  port: number;
  end(): Promise<void>;
}

/** Starts a script of this folder; it prints its port once it listens. */
export async function startChild(script: string, nodeOptions: readonly string[] = []): Promise<Child> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, '--import', 'tsx', path], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new Error(`${script} has no output`);
  for await (const line of createInterface(child.stdout)) {
    const [, port] = /^listening on (\d+)/.exec(line) ?? [];
    if (port !== undefined) return { process: child, port: Number(port), end: () => end(child) };
  }
  throw new Error(`${script} did not start`);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
