import { expect, it } from 'vitest';
import { sentenceInEnglish } from './issue-words';

it.each(['last-admin', 'changed-meanwhile', 'unknown-region', 'already-removed'])(
  'a row that stays out by %s has a sentence',
  (code) => expect(sentenceInEnglish(code)).not.toContain(code),
);
