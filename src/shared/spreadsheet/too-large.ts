/** The sizes beyond which a file is not opened: a device would choke on it. Ten thousand rows are a few megabytes. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** The most bytes of a workbook once it is unpacked. */
export const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;
