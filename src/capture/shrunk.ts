/** The size in which a picture is kept. Pure. */

/** Pixels of the longest side. */
export const PICTURE_SIDE = 1600;
export const THUMBNAIL_SIDE = 240;
/** of the picture from which a placeholder is made; the library takes no larger one */
export const PLACEHOLDER_SIDE = 64;
export const THUMBNAIL_BYTES = 12 * 1024;

export interface Size {
  width: number;
  height: number;
}

/** A size of the same shape, its longest side no longer than `longest`; a small picture stays as it is. */
export function shrunk({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
