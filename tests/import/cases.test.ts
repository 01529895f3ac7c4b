// Tables that people really brought, each small and made up, with its right result. The rows of README-like lists in bug reports of
// other systems stand behind them; files named *-control were right before and stay so.
import { describe, expect, test } from 'vitest';
import { atHospital, atRidge, catalogue } from './known';
import { asked, bytesOf, centralIn, equipmentIn, planOf, stored, told } from './planning';

const equipment = async (file: string, ...rest: [typeof atRidge?, object?]) =>
  planOf(await equipmentIn(await bytesOf(file), ...rest));
const catalogueIn = async (file: string, said = {}) =>
  planOf(await centralIn('catalogue-items', await bytesOf(file), said));
const fresh = (lines: number[]) => lines.map((line) => `${line} new`);

describe('no row, cell or quote is swallowed', () => {
  test('a quotation mark that closes before its cell ends is a part of the text', async () => {
    const plan = await equipment('quote-comma.csv');
    expect(told(plan)).toEqual(fresh([2, 3, 4, 5]));
    expect(stored(plan, 'storageLocation')).toEqual(['Room 1', '"Mobile" clinic', 'Room 3', 'Room 4']);
  });

  test.each(['quote-unclosed-long.csv', 'quote-last-row.csv'])(
    '%s names the line of its mark',
    async (file) => {
      expect(await equipmentIn(await bytesOf(file))).toEqual({ fault: { code: 'open-quote', line: 3 } });
    },
  );

  test.each([
    ['quote-inside-cell-control.csv', [2, 3]],
    ['newlines-crlf-then-lf.csv', [2, 3, 4, 5, 6]],
    ['newlines-crlf-then-lf-silent.csv', [2, 3, 4, 5, 6]],
    ['newlines-cr-only-control.csv', [2, 3, 4, 5, 6]],
    ['newlines-lf-in-cell-control.csv', [2, 3]],
    ['more-cells-trailing-comma-control.csv', [2]],
  ])('%s has all its rows', async (file, lines) => {
    expect(told(await equipment(file))).toEqual(fresh(lines));
  });

  test('more cells than headings are an error', async () => {
    expect(told(await equipment('more-cells.csv'))).toEqual(['2 wrong more-cells']);
  });

  test('a row is named as a spreadsheet counts it, blank rows too', async () => {
    const plan = await equipment('row-numbers.csv');
    expect(told(plan)).toEqual(['2 new', '6 new', '8 wrong unknown-status(functionalStatus)']);
  });
});

describe('numbers are settled by their column', () => {
  test.each(['thousands-comma.csv', 'thousands-semicolon.csv', 'thousands-tab.tsv'])('%s', async (file) => {
    const plan = await catalogueIn(file);
    expect(asked(plan)).toEqual([]);
    expect(stored(plan, 'properties.storageCapacity5')).toEqual([1250, 12500, 1250.5, 99.5]);
  });

  test('cells that contradict each other keep the doubtful ones out, until somebody says', async () => {
    const plan = await catalogueIn('numbers-as-text.xlsx');
    const column = 'properties.storageCapacity5';
    expect(asked(plan)).toEqual([`decimal-mark:${column}`]);
    expect(stored(plan, column)).toEqual([undefined, undefined, 1250.5, 99.5]);
    const point = await catalogueIn('numbers-as-text.xlsx', { answers: { [`decimal-mark:${column}`]: '.' } });
    expect(stored(point, column)).toEqual([1250, 1.25, 1250.5, 99.5]);
    const comma = await catalogueIn('numbers-as-text.xlsx', { answers: { [`decimal-mark:${column}`]: ',' } });
    expect(stored(comma, column)).toEqual([1.25, 1250, 1250.5, 99.5]);
  });

  test('pack sizes that nothing settles are asked, none is made small', async () => {
    const bytes = await bytesOf('pack-sizes.csv');
    const plan = planOf(await centralIn('pack-variants', bytes));
    expect(asked(plan)).toEqual(['decimal-mark:packSize']);
    expect(stored(plan, 'packSize')).toEqual([undefined, 1000, undefined]);
    const said = planOf(
      await centralIn('pack-variants', bytes, { answers: { 'decimal-mark:packSize': '.' } }),
    );
    expect(stored(said, 'packSize')).toEqual([1000, 1000, 2500]);
    const left = planOf(
      await centralIn('pack-variants', bytes, { answers: { 'decimal-mark:packSize': 'leave-out' } }),
    );
    expect([asked(left), left.rows.map(({ outcome }) => outcome)]).toEqual([
      ['decimal-mark:packSize=leave-out'],
      ['wrong', 'new', 'wrong'],
    ]);
  });
});

describe('files of Open mSupply', () => {
  test('its equipment comes with class, status and dates; its ids and times are passed over', async () => {
    const plan = await equipment('oms-equipment-headers.csv');
    expect(told(plan)).toEqual(['2 new']);
    expect(plan.unknown).toEqual([]);
    expect(plan.rows[0]?.values).toMatchObject({
      ...{ classId: 'cold', functionalStatus: 'FUNCTIONING', installationDate: '2021-02-14' },
      ...{ warrantyStart: '2021-02-14', warrantyEnd: '2023-02-13', serialNumber: 'VF-70001' },
    });
  });

  test('its words are read, and a reason that lacks is asked once', async () => {
    const plan = await equipment('oms-values.csv');
    expect(told(plan)).toEqual(['2 new', '3 wrong reason-missing(reason)', ...fresh([4, 5, 6, 7])]);
    expect(stored(plan, 'installationDate')[0]).toBe('2021-02-14');
    expect(asked(plan)).toEqual(['reason:reason']);
    const said = await equipment('oms-values.csv', atRidge, {
      answers: { 'reason:reason': 'Lack of power' },
    });
    expect(told(said)[1]).toBe('3 new');
    expect(said.rows[1]?.record.status).toEqual({ functionalStatus: 'NOT_FUNCTIONING', reasonId: 'power' });
  });

  test('its catalogue is known by its headings', async () => {
    const plan = await catalogueIn('oms-catalogue-headers.csv');
    expect([told(plan), plan.missing, plan.unknown]).toEqual([['2 new'], [], []]);
  });
});

describe('dates', () => {
  test('are read as people write them', async () => {
    const plan = await equipment('dates-written.csv');
    const day = '2024-12-31';
    expect(stored(plan, 'installationDate')).toEqual([
      ...Array.from({ length: 12 }, () => day),
      ...[undefined, day, day, '2204-12-31', day, day, day, undefined, undefined],
    ]);
    expect(told(plan)[15]).toBe('17 new date-far(installationDate)');
    expect(told(plan).slice(19)).toEqual([
      '21 wrong only-month(installationDate)',
      '22 wrong short-year(installationDate)',
    ]);
  });

  test('whose column proves the month first are read so, and those that prove the day are', async () => {
    const months = await equipment('dates-month-first.csv');
    expect(stored(months, 'installationDate')).toEqual([
      '2020-12-31',
      '2021-01-02',
      '2023-10-28',
      '2023-06-07',
    ]);
    const days = await equipment('dates-day-first-control.csv');
    expect([told(days), asked(days)]).toEqual([fresh([2, 3, 4, 5]), []]);
    expect(stored(days, 'installationDate')).toEqual([
      '2020-12-31',
      '2021-02-01',
      '2023-10-28',
      '2023-07-06',
    ]);
  });

  test('a year alone is no day', async () => {
    const plan = await equipment('year-only.xlsx');
    expect(told(plan)).toEqual([
      ...['2 wrong only-year(installationDate)', '3 wrong only-year(installationDate)', '4 new', '5 new'],
      ...['6 wrong only-year(installationDate)', '7 wrong not-a-date(installationDate)'],
      ...['8 wrong not-a-date(installationDate)', '9 new', '10 wrong not-a-date(installationDate)'],
    ]);
    expect(stored(plan, 'installationDate').filter(Boolean)).toEqual([
      '2024-12-31',
      '2024-12-31',
      '2024-12-31',
    ]);
  });

  test.each(['date1904-true.xlsx', 'date1904-1-control.xlsx'])('%s counts from 1904', async (file) => {
    expect(stored(await equipment(file), 'installationDate')).toEqual(['2024-01-01', '2024-01-01']);
  });
});

describe('letters', () => {
  test.each(['codepage-1256-arabic.csv', 'codepage-mixed.csv'])(
    '%s: a person says what they are',
    async (file) => {
      expect(asked(await equipment(file))).toEqual(['encoding']);
    },
  );

  test('the words of each choice are shown, and the chosen ones are stored', async () => {
    const arabic = await equipment('codepage-1256-arabic.csv', atRidge, {
      answers: { encoding: 'windows-1256' },
    });
    expect(stored(arabic, 'storageLocation')).toEqual(['غرفة اللقاحات']);
    const [question] = (await equipment('codepage-1256-arabic.csv')).questions;
    expect(question?.previews?.[question.choices.indexOf('windows-1256')]).toEqual(['غرفة', 'اللقاحات']);
    const mixed = await equipment('codepage-mixed.csv', atRidge, { answers: { encoding: 'windows-1252' } });
    expect(stored(mixed, 'storageLocation')).toEqual(['Réfrigérateur à gaz', 'Salle à côté']);
  });

  test('French that can be nothing else is read, and the words are told', async () => {
    const plan = await equipment('codepage-1252-french-control.csv');
    expect(stored(plan, 'storageLocation')).toEqual(['Réfrigérateur à gaz']);
    expect(plan.readAs).toMatchObject({ isGuess: true, words: ['Réfrigérateur', 'à'] });
  });
});

describe('which sheet and which line was read', () => {
  test.each([
    ['first-sheet-hidden.xlsx', [2, 3], 'Inventory', 1],
    ['first-sheet-read-me.xlsx', [2, 3], 'Inventory', 1],
    ['title-row.xlsx', [4, 5], 'Inventory', 3],
    ['title-row.csv', [3], '', 2],
  ])('%s', async (file, lines, sheet, headingLine) => {
    const plan = await equipment(file);
    expect(told(plan)).toEqual(fresh(lines));
    expect(plan.readAs).toMatchObject({ sheet, headingLine });
  });

  test.each([
    ['old.xls', 'old-excel'],
    ['picture.csv', 'picture'],
  ])('%s is named as what it is', async (file, code) => {
    expect(await equipmentIn(await bytesOf(file))).toEqual({ fault: { code } });
  });
});

describe('what is here stays', () => {
  test('blank cells clear nothing by themselves, and how many would is said', async () => {
    const plan = await equipment('blanks.csv');
    expect(plan.clearing).toEqual({ rows: 1, values: 6, answer: 'keep' });
    expect(plan.rows[0]?.changes.map(({ column }) => column)).toEqual(['notes']);
    const clear = await equipment('blanks.csv', atRidge, { answers: { clearing: 'clear' } });
    expect(clear.rows[0]?.changes).toHaveLength(7);
    expect(clear.rows[0]?.values).not.toHaveProperty('serialNumber');
  });

  test('an error cell is an error, and clears nothing', async () => {
    expect(told(await equipment('error-cells.xlsx'))).toEqual([
      '2 wrong error-cell(serialNumber) error-cell(donor)',
    ]);
  });

  test('a comment without a status is asked about, or logged with the known status', async () => {
    const plan = await equipment('comment-without-status.csv');
    expect([told(plan), asked(plan)]).toEqual([['2 wrong comment-alone(comment)'], ['comment-status']]);
    const answers = { 'comment-status': 'known-status' };
    const said = await equipment('comment-without-status.csv', atRidge, { answers });
    expect(said.rows[0]?.record.status).toEqual({
      functionalStatus: 'FUNCTIONING',
      comment: 'door seal torn',
    });
  });
});

describe('one piece stays one piece', () => {
  test('marks that cannot be seen are no part of a text', async () => {
    const plan = await equipment('invisible.csv');
    expect(told(plan)).toEqual(fresh([2, 3, 4]));
    expect(stored(plan, 'serialNumber')).toEqual(['SN-77', 'SN-78', 'SN-79']);
  });

  test('a number that only looks different is the known one', async () => {
    const plan = await equipment('invisible-number.csv');
    expect(plan.rows.map(({ record }) => record.id)).toEqual([2, 3, 4, 5, 6, 7, 8].map((at) => `rdg-${at}`));
    expect(plan.rows.every(({ outcome }) => outcome === 'same')).toBe(true);
  });

  test('six ways to write one number are one piece', async () => {
    const outcomes = (await equipment('twin-numbers.csv')).rows.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['new', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
  });

  test('leading zeros and one serial are asked about', async () => {
    const before = planOf(await equipmentIn(await bytesOf('leading-zero-before.csv')));
    const first = before.rows[0]?.record;
    const [known] = atRidge.assets;
    if (!first || !known) throw new Error('nothing was planned');
    const there = { ...known, id: 'seven', assetNumber: '007', serialNumber: 'TZ-12345' };
    const after = await equipment('leading-zero-after.csv', {
      ...atRidge,
      assets: [...atRidge.assets, there],
    });
    expect(after.rows[0]?.issues).toEqual([
      { column: 'assetNumber', code: 'looks-like', data: { assetNumber: '007' } },
      { column: 'serialNumber', code: 'serial-here', data: { assetNumber: '007' } },
    ]);
  });

  test('a serial that is here already, or twice in the file, is marked at each row', async () => {
    expect(told(await equipment('serials-twice.csv'))).toEqual([
      ...['2 new serial-here(serialNumber)', '3 new serial-same-row(serialNumber)'],
      ...['4 new serial-same-row(serialNumber)', '5 new serial-here(serialNumber)'],
    ]);
  });

  test('what a spreadsheet has shortened or broken is marked', async () => {
    expect(told(await equipment('scientific.csv'))).toEqual([
      ...['2 wrong shortened-number(serialNumber)', '3 wrong shortened-number(serialNumber)'],
      ...['4 wrong shortened-number(assetNumber)', '5 wrong shortened-number(serialNumber)'],
      ...[
        '6 wrong error-cell(serialNumber)',
        '7 new short-form(serialNumber)',
        '8 wrong cut-number(serialNumber)',
      ],
    ]);
  });

  test('a store that differs is an error, with the id and without', async () => {
    const text = new TextDecoder().decode(await bytesOf('move-with-id.csv'));
    const withId = planOf(await equipmentIn(text.replace(/^<.*?>/m, 'hos-1'), atHospital));
    expect(told(withId)).toEqual(['2 wrong moves-store(storeId)']);
    const header = 'assetNumber,storeId,serialNumber,functionalStatus,catalogueItemId';
    const row = 'HOS-VAX-001,HOS-MAT,SN465987,Functioning,E003/007';
    const without = planOf(await equipmentIn(`${header}\n${row}\n`, atHospital));
    expect(without.rows[0]?.outcome).toBe('wrong');
    expect(told(without)[0]).toContain('in-other-store(storeId)');
  });
});

describe('the catalogue', () => {
  test('what contradicts the code is told, and what is shown is what is saved', async () => {
    const plan = await equipment('contradiction.csv');
    expect(told(plan)).toEqual(['2 new contradicts-item(manufacturer) contradicts-item(model)']);
    expect([stored(plan, 'manufacturer'), stored(plan, 'model')]).toEqual([['Vestfrost'], ['MK 304']]);
  });

  test('a code in two lists is asked about', async () => {
    const added = await catalogueIn('two-subcatalogues.csv');
    const two = added.rows.map(({ record }, at) => {
      const [like] = catalogue;
      if (!like) throw new Error('no catalogue');
      return { ...like, ...record.values, id: `tl-${at}` };
    });
    const data = { ...atRidge, catalogue: [...catalogue, ...two] };
    const file = 'assetNumber,functionalStatus,catalogueItemId\nX-1,Functioning,TL-1\n';
    const plan = planOf(await equipmentIn(file, data));
    expect(asked(plan)).toEqual(['catalogue-item:catalogueItemId:TL-1']);
    expect(told(plan)[0]).toContain('item-doubtful(catalogueItemId)');
    const answers = { 'catalogue-item:catalogueItemId:TL-1': 'Donor list / TL-1' };
    const said = planOf(await equipmentIn(file, data, { answers }));
    expect(said.rows[0]?.record.values['catalogueItemId']).toBe('tl-1');
  });

  test('one key means another kind of value in another class', async () => {
    const plan = await equipment('imp18-capacity.csv');
    expect(told(plan)).toEqual(fresh([2, 3]));
    expect(stored(plan, 'properties.capacity')).toEqual(['5 kVA', 30.5]);
  });
});

test('words that are no status stay so', async () => {
  const outcomes = (await equipment('misspelt.csv')).rows.map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['wrong', 'new', 'new', 'wrong', 'wrong', 'wrong', 'wrong']);
});
