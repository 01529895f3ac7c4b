/** The demo country: its sites and their stores. */
import type { SiteRecord } from '../database/port/registry-sites';
import { newId } from '../new-id';
import { smallSites } from './small-sites';

const places = [
  {
    code: 'HOS',
    name: 'Port Haven District Hospital',
    nurse: 'Amina Sarr',
    stores: [
      { code: 'HOS-VAX', name: 'Port Haven vaccine store' },
      { code: 'HOS-MAT', name: 'Port Haven maternity ward' },
    ],
  },
  {
    code: 'LAK',
    name: 'Lakeside Health Centre',
    nurse: 'Joseph Banda',
    stores: [
      { code: 'LAK-VAX', name: 'Lakeside vaccine store' },
      { code: 'LAK-OUT', name: 'Lakeside outreach team' },
    ],
  },
  {
    code: 'RDG',
    name: 'North Ridge Health Post',
    nurse: 'Grace Tembo',
    stores: [{ code: 'RDG-VAX', name: 'North Ridge store' }],
  },
];

/** Nurses of the smaller sites, in turn. */
const others = [
  'Fatou Diop',
  'Peter Mwale',
  'Rosa Nunes',
  'Ali Hassan',
  'Mary Phiri',
  'Jean Kouassi',
  'Lucia Tavares',
];
/** The number of the smaller sites that have a second store. */
const WITH_TWO = 8;

const small = smallSites.map(([code, name], index) => ({
  code,
  name,
  nurse: others[index % others.length] ?? 'Nurse',
  stores: [
    { code: `${code}-VAX`, name: `${name} store` },
    ...(index < WITH_TWO ? [{ code: `${code}-OUT`, name: `${name} outreach team` }] : []),
  ],
}));

/** The three that people know come first, so that their contents stay as they were. */
const all = [...places, ...small];

/** The sites for which join codes are offered. */
export const knownSites: readonly string[] = places.map(({ code }) => code);

export const demoSites = (now: number): SiteRecord[] =>
  all.map(({ code, name, stores }) => ({
    id: newId(now),
    code,
    name,
    createdAt: new Date(now).toISOString(),
    stores: stores.map((store) => ({ id: newId(now), ...store })),
  }));

/** The id with which the nurse in charge of a site signs, as people do on a device that several share. */
export function nurseOf(siteCode: string): string {
  const nurse = all.find(({ code }) => code === siteCode)?.nurse ?? 'Nurse';
  return `${nurse}@${siteCode}`;
}
