/** A command of the command line: the words that name it, its work, and its result. */
import type { Config } from '../config';

export interface Given {
  config: Config;
  /** the words after the name of the command, options aside */
  words: readonly string[];
  /** `upgrade --back` */
  back: boolean;
  /** opens and makes encrypted backups; undefined: backups are made as they are */
  passphrase: string | undefined;
  /** milliseconds, UTC */
  now: () => number;
  /** progress of a long command, for a person; silent for programs */
  note: (line: string) => void;
}

export interface Outcome {
  /** for a person */
  lines: string[];
  /** for a program, with `--json` */
  data: Record<string, unknown>;
  /** default: 0 */
  exitCode?: number;
}

export interface Command {
  /** as it is typed */
  usage: string;
  /** one line on its work */
  does: string;
  /** Rejects with StartError, whose message is one line for a person. */
  run(given: Given): Promise<Outcome>;
}
