/** Ids that sort by the time they were made (UUID v7), so that indexes stay compact. */
import { v7 } from 'uuid';

export const newId = (now = Date.now()): string => v7({ msecs: now });
