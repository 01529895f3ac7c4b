import { expect, test } from 'vitest';
import { readMSupplyForm } from './join-by-msupply';

const form = {
  mSupplyAddress: 'msupply.example.org',
  siteName: ' HC-1 ',
  password: ' kept as it is ',
  deviceName: ' Ward phone ',
};

test('an address typed without its beginning is taken for https; a password is taken as it was typed', () => {
  expect(readMSupplyForm(form)).toEqual({
    ok: true,
    value: {
      ...{ mSupplyAddress: 'https://msupply.example.org', siteName: 'HC-1' },
      ...{ password: ' kept as it is ', deviceName: 'Ward phone' },
    },
  });
});

test('each field that cannot be used is named, all at once', () => {
  const read = readMSupplyForm({ mSupplyAddress: 'no address', siteName: '', password: '', deviceName: ' ' });
  expect(read.ok ? [] : read.issues.map(({ field }) => field)).toEqual([
    ...['mSupplyAddress', 'siteName', 'password', 'deviceName'],
  ]);
});

test('a name that the wire could not tell from its password is refused where it stands', () => {
  expect(readMSupplyForm({ ...form, siteName: 'HC:1' })).toMatchObject({
    ok: false,
    issues: [{ code: 'site-password-wrong', field: 'siteName' }],
  });
});
