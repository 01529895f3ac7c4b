/** What members of staff may do. */
import { EDIT_CENTRAL_DATA } from '../sync/peer';

export const permissions = [EDIT_CENTRAL_DATA, 'manage-sites', 'manage-users', 'read-fleet'] as const;
export type Permission = (typeof permissions)[number];
