/** The result of the reader's worker for a picture. */
export const isFault = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'fault' in answer;

/** The texts of the codes, as many as the picture shows. */
export function textsOf(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null || !('texts' in answer)) return [];
  return Array.isArray(answer.texts)
    ? answer.texts.filter((text): text is string => typeof text === 'string' && text !== '')
    : [];
}

export const startReader = (): Worker =>
  new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' });
