import { describe, expect, it } from 'vitest';
import { offsetOf } from './identity/clock-offset';
import { newId } from './new-id';
import { askToPersist } from './persistence';
import { storageIssue } from './storage-issue';

describe('an id', () => {
  it('is a UUID v7, and sorts by the time it was made', () => {
    const [first, second] = [newId(1_780_000_000_000), newId(1_780_000_000_001)];
    for (const id of [first, second])
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first < second).toBe(true);
    expect(new Set(Array.from({ length: 1000 }, () => newId(0))).size).toBe(1000);
  });
});

describe('what the browser says of keeping the data', () => {
  it('is passed on as it is', async () => {
    const estimate = () => Promise.resolve({ usage: 10, quota: 100 });
    expect(await askToPersist({ persist: () => Promise.resolve(true), estimate })).toEqual({
      state: 'kept',
      usedBytes: 10,
      quotaBytes: 100,
    });
    expect(await askToPersist({ persist: () => Promise.resolve(false), estimate })).toMatchObject({
      state: 'may-be-evicted',
    });
    expect(await askToPersist({ persist: () => Promise.reject(new Error('no')) })).toEqual({
      state: 'unknown',
    });
    expect(await askToPersist({})).toEqual({ state: 'unknown' });
  });
});

describe('a failed transaction', () => {
  it('is a full device, storage that cannot be used, or a fault of ours', () => {
    const full = Object.assign(new Error(), { name: 'AbortError', inner: { name: 'QuotaExceededError' } });
    expect(storageIssue(full)).toEqual({ code: 'storage-full' });
    expect(storageIssue(Object.assign(new Error(), { name: 'OpenFailedError' }))).toEqual({
      code: 'storage-unavailable',
    });
    expect(storageIssue(new TypeError('a bug'))).toBeUndefined();
  });
});

describe('the offset of a clock', () => {
  it('takes central’s time to be read halfway of the round trip', () => {
    expect(offsetOf(10_000, 4000, 6000)).toBe(5000);
  });
});
