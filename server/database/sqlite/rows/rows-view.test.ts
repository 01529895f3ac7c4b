import { expect, test } from 'vitest';
import { RowsBehind } from '../../port/rows';
import { RowsView } from './rows-view';

test('whoever waits for rows asks for them at once; whoever finds them asks for nothing', async () => {
  let asked = 0;
  const view: RowsView = new RowsView(
    'nowhere',
    () => 7,
    () => {
      asked += 1;
      view.progress({ seq: 7, hasCures: false });
    },
  );
  await view.reached(7, 60_000);
  expect(asked).toBe(1);
  await view.reached(7, 60_000);
  expect(asked).toBe(1);
});

test('rows that do not come are said to be behind', async () => {
  const view = new RowsView('nowhere', () => 7);
  await expect(view.reached(7, 0)).rejects.toThrow(RowsBehind);
});
