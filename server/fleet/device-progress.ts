/** The part of each document that a device has, as its sockets prove it. Kept in memory and written many at a time, like contacts. */
import type { StateVector } from '#shared/change/state-vector';
import type { CentralDatabase } from '../database/port/central-database';
import type { DeviceDocument } from '../database/port/registry-devices';

interface Noted {
  deviceId: string;
  document: string;
  vector: StateVector;
  at: string;
}

export class DeviceProgress {
  #pending = new Map<string, Noted>();

  constructor(
    private readonly database: Pick<CentralDatabase, 'changes' | 'registry'>,
    private readonly now: () => number,
  ) {}

  note(deviceId: string, document: string, vector: StateVector): void {
    const at = new Date(this.now()).toISOString();
    this.#pending.set(`${deviceId} ${document}`, { deviceId, document, vector, at });
  }

  /** Writes pending progress; entries that a disk refuses are tried again later. */
  async write(): Promise<void> {
    const pending = this.#pending;
    if (pending.size === 0) return;
    this.#pending = new Map();
    try {
      await this.database.registry.devices.recordDocuments(await this.#records([...pending.values()]));
    } catch {
      this.#pending = new Map([...pending, ...this.#pending]);
    }
  }

  /** Devices that have the same, as most do, are looked up once. */
  async #records(noted: readonly Noted[]): Promise<DeviceDocument[]> {
    const seqs = new Map<StateVector, number>();
    const records: DeviceDocument[] = [];
    for (const { vector, ...one } of noted) {
      const seq = seqs.get(vector) ?? (await this.database.changes.seqOf(one.document, vector));
      seqs.set(vector, seq);
      const changes = [...vector.values()].reduce((sum, clock) => sum + clock, 0);
      records.push({ ...one, changes, seq });
    }
    return records;
  }
}
