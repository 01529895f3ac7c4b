/** The ministries' words for the state of a piece, and their most likely meaning: a guess that a person accepts or corrects. */
import type { FunctionalStatus } from '../../domain/functional-status';
import { searchKey } from '../../text-folding';

const said: Readonly<Record<FunctionalStatus, string>> = {
  FUNCTIONING:
    'functional|operational|working|ok|good|works|in use|fonctionnel|fonctionnelle|bon etat|bon|marche|en marche|en service|operationnel|funcional|funcionando|operativo|bueno|en uso|funciona bien|funcionante|operacional|bom|em uso|صالح|جيد|عامل|f|fn|w',
  FUNCTIONING_BUT_NEEDS_ATTENTION:
    'functional needs repair|needs repair|needs service|working needs repair|partially functional|fair|functional but needs maintenance|a reparer|fonctionnel a reparer|etat moyen|moyen|fonctionnel mais defectueux|partiellement fonctionnel|necesita reparacion|regular|parcialmente funcional|precisa de reparacao|razoavel|يحتاج صيانة',
  NOT_FUNCTIONING:
    'non functional|not functional|not working|broken|broken down|faulty|out of order|down|defective|bad|non fonctionnel|non fonctionnelle|pas fonctionnel|ne marche pas|ne fonctionne pas|hors service|hs|h s|defectueux|gate|mauvais|mauvais etat|no funcional|no operativo|averiado|danado|descompuesto|malo|nao funcional|nao funciona|inoperacional|avaria|mau|لا يعمل|عاطل|nf|n f',
  NOT_IN_USE:
    'not installed|in store|in stock|spare|unused|stored|new not installed|not used|non installe|en stock|en reserve|non utilise|pas encore installe|neuf non installe|no instalado|en almacen|sin instalar|nao instalado|em armazem|غير مركب',
  DECOMMISSIONED:
    'obsolete|retired|disposed|scrapped|reforme|a reformer|mis au rebut|obsolete reforme|condamne|dado de baja|desechado|abatido|مستبعد',
  UNSERVICEABLE:
    'beyond repair|irreparable|not repairable|non reparable|irrecuperable|irreparavel|sem reparacao|تالف',
};

const key = (text: string): string =>
  searchKey(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const guesses = new Map(
  Object.entries(said).flatMap(([status, texts]) =>
    // keys of `said` are statuses
    texts.split('|').map((text) => [key(text), status as FunctionalStatus] as const),
  ),
);

export const statusGuess = (text: string): FunctionalStatus | undefined => guesses.get(key(text));
