import { expect, test } from 'vitest';
import { GrowingOffer } from './growing-offer';
import type { Candidate } from './offer';

const structs = (count: number): Candidate[] =>
  Array.from({ length: count }, (_none, clock) => ({ type: 'foreign', client: 1, clock }));
const writer = { clientIds: [1], mayWrite: true, isCentral: false, name: 'd1' };
const offerOf = (count: number): GrowingOffer =>
  new GrowingOffer('store/s1/2026', writer, structs(count), 10);

test('[M3] what a socket brings while its offer waits is judged with it', () => {
  const offer = offerOf(1);
  expect(offer.join(structs(2), 5)).toBe(true);
  expect(offer).toMatchObject({ bytes: 15, structs: [{ clock: 0 }, { clock: 0 }, { clock: 1 }] });
});

test('[M3] nothing joins an offer that is being judged: its acknowledgement would not hold for it', () => {
  const offer = offerOf(1);
  offer.take();
  expect(offer.join(structs(1), 5)).toBe(false);
  expect(offer).toMatchObject({ bytes: 10, structs: [{ clock: 0 }] });
});

test('an offer does not grow so large that others wait long for it', () => {
  const offer = offerOf(999);
  expect(offer.join(structs(2), 5)).toBe(false);
  expect(offer.join(structs(1), 5)).toBe(true);
});
