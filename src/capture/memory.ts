/** Checks that a picture fits into this device's memory: its size stands in its head, and is read before anything is opened. */
import { imageSize } from 'image-size';
import type { Issue } from '#shared/result';

/** Enough bytes to reach the size, also behind everything that a camera writes before it. */
const HEAD_BYTES = 512 * 1024;
/**
 * Opened, a pixel takes four bytes, and drawing it again as many. The system ends a browser that holds more of them, and the
 * typed text is lost.
 */
const MEGAPIXELS_PER_GB = 25;
/** The memory of a browser that does not give it: most phones have two gigabytes or more. */
const USUAL_GB = 2;

/** Undefined for a picture that fits, and for one of unknown size. */
export async function memoryIssue(
  file: Blob,
  memoryGb = memoryHere(),
): Promise<Issue<'picture-too-many-pixels'> | undefined> {
  const pixels = await pixelsOf(file);
  const most = Math.max(12.5, memoryGb * MEGAPIXELS_PER_GB);
  const megapixels = Math.round((pixels ?? 0) / 1_000_000);
  return megapixels > most
    ? { code: 'picture-too-many-pixels', data: { megapixels, most: Math.floor(most) } }
    : undefined;
}

async function pixelsOf(file: Blob): Promise<number | undefined> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  try {
    const { width, height } = imageSize(head);
    return width * height;
  } catch {
    return undefined;
  }
}

/** Gigabytes, as far as the browser tells. */
function memoryHere(): number {
  const told: unknown = 'deviceMemory' in navigator ? navigator.deviceMemory : undefined;
  return typeof told === 'number' ? told : USUAL_GB;
}
