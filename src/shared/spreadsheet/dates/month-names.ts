/** The names of the months in the languages of the app, and how spreadsheets shorten them. */
import { foldCase } from '../../same-text';

const names: readonly (readonly string[])[] = [
  ['january', 'jan', 'janvier', 'janv', 'enero', 'ene', 'janeiro', 'يناير', 'كانون الثاني', 'جانفي'],
  ['february', 'feb', 'février', 'févr', 'fév', 'febrero', 'fevereiro', 'fev', 'فبراير', 'شباط', 'فيفري'],
  ['march', 'mar', 'mars', 'marzo', 'março', 'مارس', 'آذار'],
  ['april', 'apr', 'avril', 'avr', 'abril', 'abr', 'أبريل', 'ابريل', 'إبريل', 'نيسان', 'أفريل'],
  ['may', 'mai', 'mayo', 'maio', 'مايو', 'أيار', 'ماي'],
  ['june', 'jun', 'juin', 'junio', 'junho', 'يونيو', 'يونيه', 'حزيران', 'جوان'],
  ['july', 'jul', 'juillet', 'juil', 'julio', 'julho', 'يوليو', 'يوليه', 'تموز', 'جويلية'],
  ['august', 'aug', 'août', 'agosto', 'ago', 'أغسطس', 'آب', 'أوت'],
  ['september', 'sep', 'sept', 'septembre', 'septiembre', 'setiembre', 'setembro', 'set', 'سبتمبر', 'أيلول'],
  ['october', 'oct', 'octobre', 'octubre', 'outubro', 'out', 'أكتوبر', 'تشرين الأول'],
  ['november', 'nov', 'novembre', 'noviembre', 'novembro', 'نوفمبر', 'تشرين الثاني'],
  ['december', 'dec', 'décembre', 'déc', 'diciembre', 'dic', 'dezembro', 'dez', 'ديسمبر', 'كانون الأول'],
];

/** Hamzas are left out as often as written. */
const key = (name: string): string =>
  foldCase(name)
    .replace(/[\u0653-\u0655]/g, '')
    .replace(/[أإآ]/g, 'ا');

const byName = new Map(names.flatMap((list, at) => list.map((name) => [key(name), at + 1] as const)));

/** 1 to 12; undefined where it is no month. */
export const monthNamed = (name: string): number | undefined => byName.get(key(name));
