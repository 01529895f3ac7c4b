/** Some lists of people hold passwords in plain. No column of ours takes them, and no row keeps them: not to be shown, not to be mended. */
import { searchKey } from '../../text-folding';
import { textOfCell } from '../../spreadsheet/cell';
import type { Plan, Planned } from '../planned';

const secret =
  /pass ?word|passwort|mot de passe|\bmdp\b|contrasena|palavra-passe|senha|كلمه (?:ال)?(?:مرور|سر)|\bpin\b/;

export function withoutSecrets<Record>(planned: Planned<Record>): Planned<Record> {
  return 'plan' in planned ? { plan: blanked(planned.plan) } : planned;
}

function blanked<Record>(plan: Plan<Record>): Plan<Record> {
  const secrets = new Set(
    plan.heading.flatMap((cell, at) =>
      plan.columns[at] === undefined && secret.test(searchKey(textOfCell(cell))) ? [at] : [],
    ),
  );
  if (secrets.size === 0) return plan;
  return {
    ...plan,
    rows: plan.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, at) => (secrets.has(at) ? null : cell)),
    })),
  };
}
