import type { ErrorCode } from '#shared/protocol/error-codes';
import { describe, expect, test } from 'vitest';
import { newAddress, whereCentralIs, type Seen, type Told, type Where } from './where-central';

const known = { url: 'https://a.example.org', centralId: 'ours' };
const ours: Seen = { type: 'central', centralId: 'ours' };
const another: Seen = { type: 'central', centralId: 'another' };
const silent: Seen = { type: 'silent', code: 'offline' };
const portal: Seen = { type: 'silent', code: 'not-a-central-server' };

const notAsked: Told = { type: 'not-asked' };
const same: Told = { type: 'address', url: known.url };
const moved: Told = { type: 'address', url: 'https://b.example.org' };
const outage: Told = { type: 'nothing', code: 'msupply-unreachable' };
const wrong: Told = { type: 'nothing', code: 'site-password-wrong' };
const stay: Where = { type: 'at', url: known.url };
const no = (code: ErrorCode): Where => ({ type: 'refused', code });

describe('where the central server is', () => {
  test.each<[string, Told, Seen, Seen | undefined, Where]>([
    ['joined by a code: at the address that it joined', notAsked, ours, undefined, stay],
    [
      'joined by a code, and another is there now: nowhere',
      notAsked,
      another,
      undefined,
      no('another-central'),
    ],
    ['joined by a code, and nobody answers: nowhere yet', notAsked, silent, undefined, no('offline')],
    ['mSupply names the address that is known', same, ours, undefined, stay],
    ['mSupply names it, and another is there', same, another, undefined, no('another-central')],
    ['mSupply names it, and a portal answers', same, portal, undefined, no('not-a-central-server')],
    ['it has moved, the same identity', moved, silent, ours, { type: 'at', url: 'https://b.example.org' }],
    ['it has moved and answers at both', moved, ours, ours, { type: 'at', url: 'https://b.example.org' }],
    ['mSupply names another identity', moved, ours, another, no('told-another-central')],
    ['mSupply names another, and the known one is gone', moved, silent, another, no('told-another-central')],
    ['nobody is at the new address yet', moved, ours, silent, { ...stay, notice: 'new-address-silent' }],
    ['nobody is anywhere: as the known address says', moved, portal, silent, no('not-a-central-server')],
    ['the new address is silent and the known one another', moved, another, silent, no('another-central')],
    ['mSupply is out', outage, ours, undefined, { ...stay, notice: 'msupply-unreachable' }],
    [
      'mSupply takes the password no more',
      wrong,
      ours,
      undefined,
      { ...stay, notice: 'site-password-wrong' },
    ],
    ['mSupply is out, and nobody answers', outage, silent, undefined, no('offline')],
    ['mSupply is out, and another is there', outage, another, undefined, no('another-central')],
  ])('%s', (_case, told, atKnown, atNew, where) => {
    expect(whereCentralIs(known, told, atKnown, atNew)).toEqual(where);
  });
});

describe('a new address', () => {
  test('is looked at when mSupply names one', () => {
    expect(newAddress(known, moved)).toBe('https://b.example.org');
    for (const told of [notAsked, same, outage]) expect(newAddress(known, told)).toBeUndefined();
  });

  test('without https never takes the place of one with it, since the key of the device goes there', () => {
    const told: Told = { type: 'address', url: 'http://b.example.org' };
    expect(newAddress(known, told)).toBeUndefined();
    expect(whereCentralIs(known, told, ours)).toEqual({ ...stay, notice: 'new-address-silent' });
    const plain = { ...known, url: 'http://10.0.0.2:8080' };
    expect(newAddress(plain, told)).toBe('http://b.example.org');
  });
});
