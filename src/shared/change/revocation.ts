/** That a device was shut out, said in central data, so that every device carries it and a restored server hears of it again (rule K8). */
import type { Change } from './change';

export const REVOCATION = 'device.revoke';

export const isRevocation = ({ kind }: Pick<Change, 'kind'>): boolean => kind === REVOCATION;
