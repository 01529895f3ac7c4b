import { expect, test } from 'vitest';
import { readForm } from './join-site';

const form = { address: 'waypost.example.org', code: 'K7MQ-2XHD-9FPT', deviceName: ' Ward phone ' };

test('an address typed without its beginning is taken for https', () => {
  const read = readForm(form);
  expect(read.ok && read.value.address).toBe('https://waypost.example.org');
  expect(read.ok && read.value.deviceName).toBe('Ward phone');
});

test('a whole link pasted in the place of the code brings its own address', () => {
  const read = readForm({ ...form, code: 'https://central.example.org/join#code=K7MQ-2XHD-9FPT' });
  expect(read).toMatchObject({
    ok: true,
    value: { address: 'https://central.example.org', code: 'K7MQ-2XHD-9FPT' },
  });
});

test('each field that cannot be used is named, all at once', () => {
  const read = readForm({ address: 'not an address', code: '?', deviceName: '  ' });
  expect(read.ok ? [] : read.issues.map(({ field }) => field)).toEqual(['address', 'code', 'deviceName']);
});
