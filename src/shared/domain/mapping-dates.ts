/** The properties that every Open mSupply installation has for the days of the first and the latest temperature mapping. */
export const firstMapping = { id: 'initial_mapping_date-cr', key: 'initial_mapping_date' };
export const latestMapping = { id: 'most_recent_mapping_date-cr', key: 'most_recent_mapping_date' };
export const mappingDates = [firstMapping, latestMapping];
