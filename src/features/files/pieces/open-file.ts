/** The bytes of a file: from this device, else from central, whose copy is then kept until the room is needed. */
import { accepted, refused, type Result } from '#shared/result';
import type { Central } from '../../../central-api/central';
import { Arriving, getFile } from '../../../central-api/files';
import type { ReplicaDatabase } from '../../../replica/database';
import { bytesHere, keepCopy, sha256Of, type WantedFile } from '../../../replica/files/kept-copy';

/** Refuses with `offline`, `file-not-at-central` or the server's code. */
export async function openFile(
  db: ReplicaDatabase,
  central: Central,
  wanted: WantedFile,
  arriving = new Arriving(),
  onprogress?: (bytes: number) => void,
): Promise<Result<ArrayBuffer>> {
  const here = await bytesHere(db, wanted);
  if (here) return accepted(here);
  const fetched = await getFile(central, wanted.sha256, arriving, onprogress);
  if (!fetched.ok) return fetched;
  arriving.clear();
  if ((await sha256Of(fetched.value)) !== wanted.sha256) return refused({ code: 'file-hash-differs' });
  await keepCopy(db, wanted, fetched.value);
  return fetched;
}
