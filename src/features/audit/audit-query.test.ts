import { expect, test } from 'vitest';
import { auditQuery } from './audit-query';

test('asks for what the address names, the last day included', () => {
  const query = auditQuery(new URLSearchParams('user=u1&kind=site&from=2026-03-01&to=2026-03-01'));
  expect(query).toMatchObject({ userId: 'u1', kind: 'site', limit: 50 });
  expect(Date.parse(query.to ?? '') - Date.parse(query.from ?? '')).toBe(24 * 60 * 60 * 1000);
});

test('leaves out what is no day', () => {
  expect(auditQuery(new URLSearchParams('from=yesterday&to=2026-99-99'))).toEqual({ limit: 50 });
});
