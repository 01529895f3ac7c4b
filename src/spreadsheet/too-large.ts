/** A file that a device would choke on, made so by mistake or on purpose. Ten thousand rows are a few megabytes. */
export const MOST_BYTES = 64 * 1024 * 1024;
/** of a workbook, which is packed: unpacked */
export const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;

export class TooLarge extends Error {}
