/** The description of a backup. It is written last: a backup without one was cut short, and counts as none. */
import * as z from 'zod';
import { textOf, streamOf } from './bytes-of';
import type { BackupTarget } from './target';

const part = z.object({
  /** its name in DATA_DIR */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/),
  bytes: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Of an import: its name in DATA_DIR, one or two folders deep. */
const importPart = part.extend({
  name: z.string().regex(/^imports\/[\w-]{1,80}(?:\.json|\/[\w-]{1,40}(?:\.jsonl?)?)$/),
});

const manifest = z.object({
  format: z.literal('waypost-backup-1'),
  /** of the program that made it */
  version: z.string(),
  /** instant at which the snapshot was taken */
  time: z.iso.datetime(),
  centralId: z.string(),
  /** of the last change that is in it */
  sequence: z.number(),
  /** the start of the server that wrote last; none: of a version that knew no starts */
  incarnation: z.string().optional(),
  databaseVersion: z.number(),
  isSealed: z.boolean(),
  counts: z.record(z.string(), z.number()),
  databases: z.array(part),
  /** keys and other small files of the data directory */
  keys: z.array(part),
  /** what staff brought to be imported; none: a backup of before */
  imports: z.array(importPart).default([]),
  files: z.object({
    count: z.number(),
    bytes: z.number(),
    /** of the list of hashes */
    list: part,
    /** hashes of files that were damaged when the backup was made; they are not in it */
    damaged: z.array(z.string()),
  }),
  /** the time that it took */
  ms: z.number(),
});

export type Part = z.infer<typeof part>;
export type Manifest = z.infer<typeof manifest>;

const NAME = 'manifest.json';
const STAMP = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/;

/** The name of a backup made at that time, milliseconds: names sort as their times do. */
export const stampOf = (time: number): string => new Date(time).toISOString().replace(/[:.]/g, '-');

export const isStamp = (text: string): boolean => STAMP.test(text);

/** The backups of a place that are whole, the oldest first. */
export async function stampsIn(target: BackupTarget): Promise<string[]> {
  const whole: string[] = [];
  for (const stamp of (await target.folders()).filter(isStamp).sort())
    if (await target.has(`${stamp}/${NAME}`)) whole.push(stamp);
  return whole;
}

export async function readManifest(target: BackupTarget, stamp: string): Promise<Manifest> {
  return manifest.parse(JSON.parse(await textOf(await target.get(`${stamp}/${NAME}`))));
}

export const writeManifest = (target: BackupTarget, stamp: string, made: Manifest): Promise<void> =>
  target.put(`${stamp}/${NAME}`, streamOf(`${JSON.stringify(made, undefined, 2)}\n`));
