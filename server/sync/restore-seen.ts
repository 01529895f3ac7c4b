/** Who is told of what peers show of a time that this database may not know. */
import type { Receipt } from '#shared/proof/receipt';

export interface RestoreSeen {
  /** a receipt that this central server made, now or before */
  shown(receipt: Receipt): void;
  /** changes that came back; `isBranch`: beside others */
  gaveBack(changes: number, isBranch: boolean): void;
  /** somebody with a receipt whom the database does not know, or has shut out */
  unknownDevice(id: string): void;
  /** a receipt that was made with a key that is not here */
  keyMissing(deviceId: string): void;
}
