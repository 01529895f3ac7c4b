/** The table of commands. A new command is a file beside this one and a line here. */
import type { Command } from './command';
import { backup } from './backup-command';
import { doctor } from './doctor-command';
import { moveDatabase } from './move-database-command';
import { rebuild } from './rebuild-command';
import { rehearse } from './rehearse-command';
import { resetPassword } from './reset-password-command';
import { restore } from './restore-command';
import { takeOverCommand } from './take-over-command';
import { upgrade } from './upgrade-command';
import { verify } from './verify-command';

export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['backup', backup],
  ['restore', restore],
  ['rehearse', rehearse],
  ['doctor', doctor],
  ['verify', verify],
  ['rebuild', rebuild],
  ['move-database', moveDatabase],
  ['upgrade', upgrade],
  ['take-over', takeOverCommand],
  ['reset-password', resetPassword],
]);
