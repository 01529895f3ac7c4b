/** The words of the five languages that stand in cells: statuses, yes and no. A test compares them with the app's catalogue. */
import { functionalStatuses, type FunctionalStatus } from '../../domain/functional-status';
import { sameHeading } from './same-heading';

export const statusWords: Readonly<Record<FunctionalStatus, readonly string[]>> = {
  FUNCTIONING: ['Functioning', 'Fonctionne', 'Funciona', 'A funcionar', 'يعمل'],
  FUNCTIONING_BUT_NEEDS_ATTENTION: [
    'Needs attention',
    'À surveiller',
    'Requiere atención',
    'Requer atenção',
    'يحتاج إلى عناية',
  ],
  NOT_FUNCTIONING: ['Not functioning', 'En panne', 'No funciona', 'Avariado', 'معطّل'],
  NOT_IN_USE: ['Not in use', 'Non utilisé', 'Sin uso', 'Fora de uso', 'غير مستخدم'],
  DECOMMISSIONED: ['Decommissioned', 'Mis hors service', 'Dado de baja', 'Abatido', 'أُخرج من الخدمة'],
  UNSERVICEABLE: ['Unserviceable', 'Irréparable', 'Irreparable', 'Irreparável', 'غير قابل للإصلاح'],
};

const byName = new Map<string, FunctionalStatus>(
  functionalStatuses.flatMap((status) =>
    [status, ...statusWords[status]].map((name) => [sameHeading(name), status] as const),
  ),
);

export const statusNamed = (text: string): FunctionalStatus | undefined => byName.get(sameHeading(text));

const yes = new Set(
  ['yes', 'y', 'true', 'vrai', 'verdadero', 'verdadeiro', '1', 'x', 'oui', 'si', 'sim', 'نعم'].map(
    sameHeading,
  ),
);
const no = new Set(['no', 'n', 'false', 'faux', 'falso', '0', 'non', 'nao', 'لا'].map(sameHeading));

export function readYesNo(text: string): boolean | undefined {
  const said = sameHeading(text);
  return yes.has(said) ? true : no.has(said) ? false : undefined;
}
