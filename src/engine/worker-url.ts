/** The address of the engine's thread. The build puts the address of its file here (scripts/engine-entry.mjs). */
export const workerUrl: string | URL = new URL('./worker.ts', import.meta.url);
