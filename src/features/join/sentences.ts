/** The sentences for a failed join: those that are special to it, else those that hold everywhere. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';

const special = {
  'address-not-valid': 'join.addressNotValid',
  'code-not-valid': 'join.codeNotValid',
  unreachable: 'join.unreachable',
  'cut-off': 'join.cutOff',
  'cut-off-msupply': 'join.cutOffMSupply',
  'told-unreachable': 'join.toldUnreachable',
  'another-central': 'join.anotherCentral',
  'another-site': 'join.anotherSite',
  'bad-request': 'join.codeNotValid',
} as const;

const isSpecial = (code: string): code is keyof typeof special => code in special;

export function joinSentence(words: Words, { code, data = {} }: Issue): string {
  if (isSpecial(code)) return words.t(special[code], { address: String(data['address'] ?? '') });
  if (code === 'too-many-tries' && typeof data['seconds'] === 'number') {
    return words.t('app.tooManyTries', { count: Math.ceil(data['seconds'] / 60) });
  }
  return words.sayError(code, data);
}
