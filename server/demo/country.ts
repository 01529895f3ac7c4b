/** The demo country: its sites and their stores. */
import type { SiteRecord } from '../database/port/registry-sites';
import { newId } from '../new-id';

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

export const demoSites = (now: number): SiteRecord[] =>
  places.map(({ code, name, stores }) => ({
    id: newId(now),
    code,
    name,
    createdAt: new Date(now).toISOString(),
    stores: stores.map((store) => ({ id: newId(now), ...store })),
  }));

/** The id with which the nurse in charge of a site signs, as people do on a device that several share. */
export function nurseOf(siteCode: string): string {
  const nurse = places.find(({ code }) => code === siteCode)?.nurse ?? 'Nurse';
  return `${nurse}@${siteCode}`;
}
