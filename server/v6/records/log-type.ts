/** The type of a log. Sites before 2.18 write none, or words of their own; later ones one of two. */
import type { AssetLog } from '#shared/domain/asset-log';
import type { Json } from '#shared/json';
import type { SiteVersion } from '../door';
import { isFrom } from '../wire/site-version';

type LogType = AssetLog['type'];

const MAPPING = /temperature[\s_-]*mapping/i;

/** The meaning of a type, and the words themselves where they are not ours ('' for none). */
export function readLogType(said: Json | undefined): { type: LogType; asWritten?: string } {
  const words = typeof said === 'string' ? said : '';
  const type = MAPPING.test(words) ? 'TEMPERATURE_MAPPING' : 'STATUS_UPDATE';
  return words === type ? { type } : { type, asWritten: words };
}

/** An older site gets back the text that was written, while it still means the same. */
export function writeLogType(
  type: LogType,
  asWritten: Json | undefined,
  version: SiteVersion,
): string | null {
  if (isFrom(18, version)) return type;
  if (typeof asWritten === 'string' && readLogType(asWritten).type === type) return asWritten || null;
  // the upgrade of such a site reads these words
  return type === 'TEMPERATURE_MAPPING' ? 'Temperature Mapping' : type;
}
