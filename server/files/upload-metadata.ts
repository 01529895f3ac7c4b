/** The facts that a sender gives of a file before its bytes. None of them ever becomes a path. */
import * as z from 'zod';
import { plainName } from '#shared/domain/file-kind';
import { limits } from '#shared/protocol/limits';

const metadata = z.object({
  sha256: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/),
  storeId: z.string().min(1).max(limits.idLength),
  filename: z
    .string()
    .nullish()
    .transform((name) => plainName(name ?? '')),
  filetype: z
    .string()
    .nullish()
    .transform((type) => (/^[\w.+-]+\/[\w.+-]+$/.test(type ?? '') ? (type ?? '').toLowerCase() : '')),
});
export type UploadMetadata = z.infer<typeof metadata>;

/** Undefined when the sha256 or the store is not given. */
export const readMetadata = (said: unknown): UploadMetadata | undefined => metadata.safeParse(said).data;
