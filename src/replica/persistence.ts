/** The browser's promise to keep this device's data when it needs room; asked for once something is worth keeping. */
interface Persistence {
  /** `unknown`: the browser does not say */
  state: 'kept' | 'may-be-evicted' | 'unknown';
  usedBytes?: number;
  quotaBytes?: number;
}

type Storage = Partial<Pick<StorageManager, 'persist' | 'persisted' | 'estimate'>>;

/** Asks the browser to keep the data; returns whether it will. */
export const askToPersist = (storage: Storage | undefined = browserStorage()): Promise<Persistence> =>
  describe(storage, () => storage?.persist?.());

export const readPersistence = (storage: Storage | undefined = browserStorage()): Promise<Persistence> =>
  describe(storage, () => storage?.persisted?.());

// absent where the page is not served securely
const browserStorage = (): Storage | undefined => ('storage' in navigator ? navigator.storage : undefined);

async function describe(
  storage: Storage | undefined,
  ask: () => Promise<boolean> | undefined,
): Promise<Persistence> {
  const [kept, estimate] = await Promise.all([settled(ask()), settled(storage?.estimate?.())]);
  const state = kept === undefined ? 'unknown' : kept ? 'kept' : 'may-be-evicted';
  const { usage, quota } = estimate ?? {};
  return {
    state,
    ...(usage !== undefined && { usedBytes: usage }),
    ...(quota !== undefined && { quotaBytes: quota }),
  };
}

async function settled<T>(asked: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}
