/** The moment at which each device was last heard. Kept in memory and written many at a time: thousands call every minute. */
import type { Contact, DeviceBook } from '../database/port/registry-devices';

const PENDING_MAX = 1000;

export class Contacts {
  #pending = new Map<string, Contact>();

  constructor(
    private readonly devices: DeviceBook,
    private readonly now: () => number,
  ) {}

  note(deviceId: string, appVersion?: string): void {
    const contact = {
      deviceId,
      at: new Date(this.now()).toISOString(),
      ...(appVersion !== undefined && { appVersion }),
    };
    this.#pending.set(deviceId, { ...this.#pending.get(deviceId), ...contact });
    if (this.#pending.size >= PENDING_MAX) void this.write();
  }

  /** Writes pending contacts: before they are read, now and then, and at the end. Contacts that a disk refuses are tried again later. */
  async write(): Promise<void> {
    const pending = this.#pending;
    if (pending.size === 0) return;
    this.#pending = new Map();
    try {
      await this.devices.recordContacts([...pending.values()]);
    } catch {
      this.#pending = new Map([...pending, ...this.#pending]);
    }
  }
}
