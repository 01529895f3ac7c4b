import { describe, expect, test } from 'vitest';
import { documentOf } from './handshake';
import { rightsOn, type DevicePeer, type StaffPeer } from './peer';

const device: DevicePeer = {
  kind: 'device',
  deviceId: 'd1',
  siteId: 'site',
  clientIds: [1],
  activeStores: ['s1'],
  formerStores: ['s0'],
};
const staff: StaffPeer = {
  kind: 'staff',
  isNational: true,
  userId: 'u1',
  deviceId: 'd2',
  sessionId: 'x1',
  clientIds: [2],
  permissions: ['edit-reasons'],
  ownOrigin: true,
};
const full = { read: true, write: true };
const none = { read: false, write: false };

describe('rights', () => {
  test.each([
    ['[D1] a device reads config', 'config', device, { read: true, write: false }],
    ['[D1] staff with the right write config', 'config', staff, full],
    [
      'staff without the right read it',
      'config',
      { ...staff, permissions: [] },
      { read: true, write: false },
    ],
    [
      '[D1] staff from another origin read it',
      'config',
      { ...staff, ownOrigin: false },
      { read: true, write: false },
    ],
    ['a device has its own stores', 'store/s1/2026', device, full],
    [
      '[D2] a device may send to a store its site has lost',
      'store/s0/2026',
      device,
      { read: false, write: true },
    ],
    ['[D2] a device has no store of others', 'store/s2/2026', device, none],
    ['staff have no store document', 'store/s1/2026', staff, none],
    ['[D2] next year is open', 'store/s1/2027', device, full],
    ['the year after is not', 'store/s1/2028', device, none],
    ['years before all are not', 'store/s1/1999', device, none],
    ['[D5] staff of the whole country read the country', 'country', staff, { read: true, write: false }],
    ['[D5] staff of some regions do not', 'country', { ...staff, isNational: false }, none],
    ['[D5] a device never holds it', 'country', device, none],
    ['what is no document gives nothing', 'store/s1', device, none],
  ])('%s', (_, document, peer, rights) => {
    expect(rightsOn(document, peer, 2026)).toEqual(rights);
  });
});

describe('what a request names', () => {
  test.each([
    ['/sync/config', 'config'],
    ['/sync/store/s1/2026?x=1', 'store/s1/2026'],
    ['/sync/store%2Fs1%2F2026', 'store/s1/2026'],
    ['/sync/%E0%A4%A', ''],
    ['/elsewhere/config', ''],
  ])('%s → %j', (url, document) => {
    expect(documentOf(url)).toBe(document);
  });
});
