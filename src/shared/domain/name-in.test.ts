// Central data are called as their reader calls them, and by their own name where there is no other.
import { expect, test } from 'vitest';
import { allNames, nameFor, spokenIn } from './name-in';

const fridge = { id: 't', name: 'Refrigerator', nameIn: { fr: 'Réfrigérateur', es: '', ar: null } };
const reason = { id: 'r', reason: 'Lack of power', nameIn: { pt: 'Falta de energia' } };

test('a name is that of the language, else the name itself; a blank one is none', () => {
  expect(['fr', 'es', 'ar', 'pt', 'en'].map((locale) => nameFor(fridge, locale))).toEqual([
    'Réfrigérateur',
    ...Array<string>(4).fill('Refrigerator'),
  ]);
  expect(nameFor(reason, 'pt')).toBe('Falta de energia');
  expect(nameFor({ name: 'Freezer' }, 'constructor')).toBe('Freezer');
});

test('rows are shown in a language, and those without a name in it stay the very same', () => {
  const freezer = { id: 'f', name: 'Freezer' };
  const [shown, same] = spokenIn([fridge, freezer], 'fr');
  expect(shown).toEqual({ ...fridge, name: 'Réfrigérateur' });
  expect(same).toBe(freezer);
  expect(spokenIn([reason], 'pt')[0]?.reason).toBe('Falta de energia');
});

test('whoever searches finds it by every name', () => {
  expect(allNames(fridge)).toEqual(['Refrigerator', 'Réfrigérateur', '']);
});
