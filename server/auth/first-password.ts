/** First passwords that are handed out on paper: random, good for a month, and only to come in with and choose another. */
import { randomInt } from 'node:crypto';
import type { StaffUser } from '../database/port/registry-staff';

const DAY = 24 * 60 * 60 * 1000;
const GOOD_FOR = 30 * DAY;
/** no letters and figures that are read as one another */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;

/** 79 bits, in groups of four. */
export const newFirstPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');

export const firstPasswordUntil = (now: number): string => new Date(now + GOOD_FOR).toISOString();

type Standing = Pick<StaffUser, 'firstPasswordUntil'>;

/** They never chose a password of their own. */
export const awaitsOwnPassword = ({ firstPasswordUntil: until }: Standing): boolean => until !== undefined;

/** What was handed out counts no more, or nothing was. */
export const isFirstPasswordOver = ({ firstPasswordUntil: until }: Standing, now: number): boolean =>
  until !== undefined && (until === '' || Date.parse(until) < now);
