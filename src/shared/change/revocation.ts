/** The record in central data that a device was shut out: every device carries it, so a restored server hears of it again (rule K8). */
import type { Change } from './change';

export const REVOCATION = 'device.revoke';

export const isRevocation = ({ kind }: Pick<Change, 'kind'>): boolean => kind === REVOCATION;
