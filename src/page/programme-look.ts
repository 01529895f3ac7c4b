/** The name and the logo of the programme, as staff have set them; '' where nobody has, or where what is kept is no logo. */
import { isLogo } from '#shared/domain/logo';
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import type { ReplicaDatabase } from '../replica/database';

export interface ProgrammeLook {
  name: string;
  logo: string;
}

export async function programmeLook(db: ReplicaDatabase): Promise<ProgrammeLook> {
  const settings = await db.programmeSettings.get(PROGRAMME_SETTINGS);
  const logo = settings?.programmeLogo ?? '';
  return { name: settings?.programmeName ?? '', logo: isLogo(logo) ? logo : '' };
}
