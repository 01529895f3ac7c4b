/** Bytes of changes that one socket may have staged: more than a hundred thousand changes of one device in one store and year. */
export const STAGE_CAP = 64 * 1024 * 1024;
/** Changes of a part of a long chain that is stored at once, where it did not come in smaller pieces. */
export const PART = 500;
