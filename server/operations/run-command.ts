/** Runs one command of the command line: reads the typed words, prints the result, returns the exit code. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Config } from '../config';
import { say, sayError } from '../log';
import { StartError } from '../start-error';
import type { Given } from './command';
import { commands } from './commands';

export interface Typed {
  name: string;
  words: string[];
  isJson: boolean;
  back: boolean;
  keyFile: string | undefined;
}

/** The command as it was typed. Throws StartError for words that no command understands. */
function readTyped(args: readonly string[]): Typed {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, back: { type: 'boolean' }, 'key-file': { type: 'string' } },
    });
    const [name = 'help', ...words] = positionals;
    const { json = false, back = false } = values;
    return { name, words, isJson: json, back, keyFile: values['key-file'] };
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : 'unknown option';
    throw new StartError(`${why}. Options are --json, --back and --key-file FILE.`, { cause });
  }
}

export async function runCommand(args: readonly string[], config: Config): Promise<number> {
  const isJson = args.includes('--json');
  try {
    const typed = readTyped(args);
    const command = commands.get(typed.name);
    if (!command) return unknown(typed, isJson);
    const { lines, data, exitCode = 0 } = await command.run(given(typed, config));
    say(isJson ? JSON.stringify(data) : lines.join('\n'));
    return exitCode;
  } catch (error) {
    const line = error instanceof StartError || isJson ? lineOf(error) : `This failed: ${lineOf(error)}`;
    sayFailure({ code: error instanceof StartError ? 'not-done' : 'internal', line }, isJson);
    return 1;
  }
}

/** Of the one shape for programs, a line for a person. */
export function sayFailure({ code, line }: { code: string; line: string }, isJson: boolean): void {
  if (isJson) say(JSON.stringify({ error: { code, message: line } }));
  else sayError(line);
}

const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');

function given({ words, back, keyFile, isJson }: Typed, config: Config): Given {
  return {
    config,
    words,
    back,
    passphrase: passphraseOf(keyFile ?? config.backupKeyFile) ?? config.backupPassphrase,
    now: Date.now,
    note: isJson ? () => undefined : (line) => sayError(line),
  };
}

/** The text of a key file is the passphrase. */
function passphraseOf(keyFile: string | undefined): string | undefined {
  if (keyFile === undefined) return undefined;
  try {
    const text = readFileSync(keyFile, 'utf8').trim();
    if (text.length >= 16) return text;
  } catch (cause) {
    throw new StartError(`The key file ${keyFile} cannot be read.`, { cause });
  }
  throw new StartError(`The key file ${keyFile} holds fewer than 16 characters.`);
}

function unknown({ name }: Typed, isJson: boolean): number {
  const list = [...commands].map(([, { usage, does }]) => `  ${usage.padEnd(28)} ${does}`);
  const isHelp = name === 'help';
  if (!isHelp) {
    const line = `There is no command ${name}. There is: ${[...commands.keys()].join(', ')}.`;
    sayFailure({ code: 'unknown-command', line }, isJson);
    return 1;
  }
  say(
    isJson
      ? JSON.stringify({ commands: [...commands.keys()] })
      : ['waypost <command> [--json]', ...list].join('\n'),
  );
  return 0;
}
