/** What the reader's worker answers to a picture. */
export const isFault = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'fault' in answer;

/** The text of the code; undefined where the picture shows none. */
export function textOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('text' in answer)) return undefined;
  return typeof answer.text === 'string' && answer.text !== '' ? answer.text : undefined;
}

export const startReader = (): Worker =>
  new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' });
