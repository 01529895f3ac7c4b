/** The command line: `main [--demo]` starts a central server, `main <command>` operates it (operations/commands.ts); settings from the environment. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig, type Config } from './config';
import { demoSettings, ensureDemo } from './demo/demo';
import { say, sayError } from './log';
import { inOwnProcess } from './operations/in-own-process';
import { runCommand, sayFailure } from './operations/run-command';
import { startCentral, type Central } from './start-central';
import { StartError } from './start-error';

/** From `dist/server/` or, in development, from `server/`. */
const clientDirs = ['../client', '../dist/client'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Built beside this file; where the program runs as it is written, the rows are kept, and files are read, on the thread that serves. */
const built = (program: string): URL | undefined =>
  [new URL(program, import.meta.url)].find((url) => existsSync(url));
const rowsThread = built('rows-thread.js');
const journalThread = built('journal-thread.js');
const importThread = built('import-thread.js');

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const isDemo = args.includes('--demo');
  const read = readConfig({ ...(isDemo && demoSettings), ...process.env });
  if (!read.ok) throw new StartError(read.line);
  if (args.some((arg) => arg !== '--demo')) {
    process.exitCode = await runCommand(args, read.config);
    return;
  }
  const clientDir = clientDirs.find((path) => existsSync(path));
  const central = await startCentral({
    ...read.config,
    ...(clientDir !== undefined && { clientDir }),
    ...{ rowsThread, journalThread },
    ...(importThread && { importThread }),
    runOperation: inOwnProcess(fileURLToPath(import.meta.url), read.config.dataDir),
  });
  drainOnSignals(central);
  const { publicOrigin } = read.config;
  const demo = isDemo ? await ensureDemo(central, publicOrigin ?? central.origin) : [];
  const address = publicOrigin === undefined ? central.origin : `${central.origin} (${publicOrigin})`;
  say([`Waypost central server on ${address}`, ...howToSignIn(central, read.config), ...demo].join('\n'));
}

function howToSignIn({ firstSignIn }: Central, { adminUsername, adminPassword }: Config): string[] {
  if (adminPassword === demoSettings.ADMIN_PASSWORD)
    return [`Sign in as ${adminUsername} with the password ${adminPassword}`];
  if (!firstSignIn) return [];
  const { username, password, isGenerated } = firstSignIn;
  return isGenerated
    ? [`Sign in as ${username} with the password ${password} (shown only now)`]
    : [`Sign in as ${username} with the password that was set`];
}

/** Signals within this many milliseconds are one: npm passes on a signal that the terminal has sent already. */
const SAME_SIGNAL = 500;

function drainOnSignals(central: Central): void {
  let first: number | undefined;
  const end = (): void => {
    if (first !== undefined && Date.now() - first > SAME_SIGNAL) process.exit(1);
    if (first !== undefined) return;
    first = Date.now();
    central.close().then(
      () => process.exit(0),
      (error: unknown) => {
        sayError(
          `The server could not shut down cleanly: ${error instanceof Error ? error.message : String(error)}`,
        );
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main().catch((error: unknown) => {
  if (error instanceof StartError)
    sayFailure({ code: 'not-done', line: error.message }, process.argv.includes('--json'));
  else
    sayError(
      `The server could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  process.exit(1);
});
