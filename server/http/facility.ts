/** The facility of a site over HTTP: its region and its known facts, as changes in the country's document. */
import { facility as facilityAnswer, type FacilityAnswer } from '#shared/api/region';
import { presentName } from '#shared/domain/former-names';
import type { JsonObject } from '#shared/json';
import { writeCountry } from '../country/write-country';
import { ApiError } from './api-error';
import type { StaffCaller } from './demand';
import type { FacilitySaid } from './facility-schemas';
import type { Services } from './services';

export async function writeFacility(
  services: Services,
  staff: StaffCaller,
  siteId: string,
  { regionId, facility = {} }: FacilitySaid,
): Promise<void> {
  const patch: JsonObject = regionId === undefined ? {} : { regionId };
  for (const [field, value] of Object.entries(facility))
    if (value !== undefined) patch[presentName('facility', field)] = value;
  if (Object.keys(patch).length === 0) return;
  const by = { deviceId: staff.deviceId, userId: staff.user.id };
  const written = await writeCountry(services, { entity: 'facility', id: siteId, patch, by });
  if (!written.ok) throw new ApiError('refused', { ...written.issues[0] });
}

/** The known facts of these facilities, as they stand in an answer; nothing for one of which nothing is recorded. */
export async function facilityOf(
  services: Services,
  siteId: string,
): Promise<{ regionId?: string; facility?: FacilityAnswer }> {
  const known = (await services.country.now()).facilities.get(siteId);
  if (!known) return {};
  const { regionId } = known;
  const facility = facilityAnswer.parse(known);
  return {
    ...(regionId !== undefined && { regionId }),
    ...(Object.keys(facility).length > 0 && { facility }),
  };
}
