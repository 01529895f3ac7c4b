import { describe, expect, test } from 'vitest';
import {
  blankStatusDraft,
  reasonsFor,
  statusInput,
  whensAt,
  withStatus,
  withWhen,
  type StatusDraft,
} from '../features/equipment/pieces/status-draft';

const reason = (id: string, functionalStatus: 'NOT_FUNCTIONING' | 'NOT_IN_USE', deletedAt?: string) => ({
  id,
  functionalStatus,
  reason: id,
  commentsRequired: false,
  ...(deletedAt !== undefined && { deletedAt }),
});

describe('the draft of a status', () => {
  test('offers only the reasons of the chosen status, none that was retired', () => {
    const all = [
      reason('spare parts', 'NOT_FUNCTIONING'),
      reason('no power', 'NOT_FUNCTIONING'),
      reason('old', 'NOT_FUNCTIONING', '2026-01-01T00:00:00Z'),
      reason('stored', 'NOT_IN_USE'),
    ];
    expect(reasonsFor(all, 'NOT_FUNCTIONING').map(({ id }) => id)).toEqual(['no power', 'spare parts']);
    expect(reasonsFor(all, '')).toEqual([]);
  });

  test('lets the reason go when another status is chosen, not when the same is', () => {
    const draft: StatusDraft = { ...blankStatusDraft, functionalStatus: 'NOT_FUNCTIONING', reasonId: 'r' };
    expect(withStatus(draft, 'NOT_IN_USE').reasonId).toBe('');
    expect(withStatus(draft, 'NOT_FUNCTIONING').reasonId).toBe('r');
  });

  test('leaves the time to the moment of saving, unless an earlier one is given', () => {
    const draft: StatusDraft = {
      ...blankStatusDraft,
      functionalStatus: 'FUNCTIONING',
      loggedAt: '2026-03-01T08:00',
    };
    expect(statusInput(draft)).toEqual({ functionalStatus: 'FUNCTIONING' });
    expect(statusInput({ ...draft, when: 'earlier' }).loggedAt).toBe(
      new Date('2026-03-01T08:00').toISOString(),
    );
  });

  test('this morning and yesterday stand for an hour of the day, and nothing that lies ahead is offered', () => {
    const at = new Date('2026-03-02T09:30').getTime();
    expect(whensAt(at)).not.toContain('morning');
    const later = new Date('2026-03-02T15:30').getTime();
    expect(whensAt(later)).toContain('morning');
    const instant = (local: string) => new Date(local).toISOString();
    expect(statusInput(withWhen(blankStatusDraft, 'morning', later)).loggedAt).toBe(
      instant('2026-03-02T08:00'),
    );
    const yesterday = withWhen(blankStatusDraft, 'yesterday', later);
    expect(statusInput(yesterday).loggedAt).toBe(instant('2026-03-01T12:00'));
    expect(statusInput(withWhen(yesterday, 'now', later))).toEqual({});
  });

  test('an earlier time that is not given is not taken for now', () => {
    expect(statusInput({ ...blankStatusDraft, when: 'earlier' }).loggedAt).toBe('');
  });
});
