// A list of people takes what the page of a person takes, and nothing is kept of it but what a column of ours takes.
import { expect, it } from 'vitest';
import { rights } from '../../domain/rights';
import { planUsers } from './plan-users';

const heading = 'Username;Name;Rights;Regions';
const regions = Array.from({ length: 250 }, (_, at) => ({
  id: `r${at}`,
  code: `R${at}`,
  name: `Region ${at}`,
}));

async function planned(rows: readonly string[]) {
  const bytes = new TextEncoder().encode(rows.join('\n'));
  const answered = await planUsers(
    { bytes, answers: {}, mapping: {}, now: Date.parse('2026-11-30') },
    { users: [], regions },
  );
  if (!('plan' in answered)) throw new Error('no plan');
  return answered.plan;
}
const issuesOf = async (row: string) =>
  (await planned([heading, row])).rows.map(({ issues }) =>
    issues.map(({ column, code }) => `${column} ${code}`),
  );

it('takes names and regions up to the lengths of the page', async () => {
  const many = (count: number) => regions.slice(0, count).map(({ code }) => code).join('; '); // prettier-ignore
  expect(await issuesOf(`ana;${'a'.repeat(200)};Viewer;R1`)).toEqual([[]]);
  expect(await issuesOf(`ana;${'a'.repeat(201)};Viewer;R1`)).toEqual([['displayName too-long']]);
  expect(await issuesOf(`ana;Ana;Viewer;"${many(200)}"`)).toEqual([[]]);
  expect(await issuesOf(`ana;Ana;Viewer;"${many(201)}"`)).toEqual([['regions too-long']]);
  const all = (await planned([heading, `ana;Ana;"${rights.join('; ')}";R1`])).rows[0];
  expect(all?.record.facts.permissions).toEqual([...rights]);
});

it.each(['Clave', 'pwd', 'Passcode', 'الرقم السري', 'Code', ''])(
  'keeps nothing that stands under “%s”',
  async (secret) => {
    const plan = await planned([
      `${heading};${secret};Notes`,
      'zoé;Zoé;Viewer;R1;Soleil-été;x',
      'eve;Eve;Magic;R1;Lune;y;Étoile',
    ]);
    expect(plan.rows.map(({ cells }) => cells.slice(0, 4))).toEqual([
      ['zoé', 'Zoé', 'Viewer', 'R1'],
      ['eve', 'Eve', 'Magic', 'R1'],
    ]);
    expect(plan.rows[1]?.issues.map(({ code }) => code)).toContain('more-cells');
    for (const kept of ['Soleil', 'Lune', 'Étoile']) expect(JSON.stringify(plan)).not.toContain(kept);
  },
);

it('shows no word of a secret cell for how the letters were read', async () => {
  const text = [`${heading};Clave`, 'zoe;Zoé;Viewer;R1;Été-1'].join('\n');
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const answered = await planUsers({ bytes, answers: {}, mapping: {}, now: 0 }, { users: [], regions });
  expect(JSON.stringify(answered)).toContain('Zoé');
  expect(JSON.stringify(answered)).not.toContain('Été');
});
