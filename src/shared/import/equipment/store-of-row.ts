/**
 * The store that a row is about. Where there is one store no column is needed; a piece that is known lies where it lies, and
 * nothing is moved.
 */
import type { NamedStore } from './equipment-data';
import type { StoreFound } from './find-store';
import type { EquipmentContext, RowInHand } from './row-in-hand';

export function storeOfRow({ findStore, data }: EquipmentContext, hand: RowInHand): string {
  const text = hand.texts.get('storeId') ?? '';
  if (text === '') return unnamedStore(data.stores, hand);
  const found = findStore(text);
  noteStore(hand, found, data.stores);
  const named = found !== 'unknown' && 'store' in found ? found.store.id : '';
  return hand.target?.storeId ?? named;
}

function unnamedStore(stores: readonly NamedStore[], { target, issues }: RowInHand): string {
  if (target) return target.storeId;
  const [only, ...others] = stores;
  if (only && others.length === 0) return only.id;
  issues.push({ column: 'storeId', code: 'missing' });
  return '';
}

function noteStore(
  { target, issues, questions, row }: RowInHand,
  found: StoreFound,
  stores: readonly NamedStore[],
): void {
  if (found === 'unknown') issues.push({ column: 'storeId', code: 'store-not-here' });
  else if ('question' in found) {
    issues.push({ column: 'storeId', code: 'store-doubtful' });
    questions.push({ ...found.question, line: row.line });
  } else if (target && found.store.id !== target.storeId) {
    const store = stores.find(({ id }) => id === target.storeId)?.code ?? target.storeId;
    issues.push({ column: 'storeId', code: 'moves-store', data: { store } });
  }
}
