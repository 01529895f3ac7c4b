/** Why a piece of equipment has the status it has. */
import type { FunctionalStatus } from '#shared/domain/functional-status';

export const statusReasons: Partial<Record<FunctionalStatus, readonly string[]>> = {
  NOT_IN_USE: ['Awaiting installation', 'Stored', 'Offsite for repairs', 'Awaiting decommissioning'],
  FUNCTIONING_BUT_NEEDS_ATTENTION: ['Needs servicing', 'Multiple temperature breaches'],
  NOT_FUNCTIONING: [
    'Needs spare parts',
    'Lack of power',
    'Awaiting technician',
    'Solar system fault',
    'Voltage stabilizer fault',
    'Unknown',
  ],
  DECOMMISSIONED: ['Obsolete', 'Surplus', 'Lost or stolen'],
  UNSERVICEABLE: ['Beyond repair', 'Disaster damage'],
};
