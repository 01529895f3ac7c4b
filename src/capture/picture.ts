/** A picture drawn again: upright, shrunk, and without the camera's notes beside it (the location above all). */
import { rgbaToThumbHash } from 'thumbhash';
import { PICTURE_SIDE, PLACEHOLDER_SIDE, shrunk, THUMBNAIL_BYTES, THUMBNAIL_SIDE } from './shrunk';

export interface Picture {
  blob: Blob;
  thumbnail: Blob;
  /** base64 */
  placeholder: string;
}

export const PICTURE_TYPE = 'image/jpeg';
const QUALITY = 0.8;

/** Undefined when this browser cannot draw it: it is kept as the document it is then. */
export async function drawPicture(file: Blob): Promise<Picture | undefined> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!image) return undefined;
  try {
    return {
      blob: await draw(image, PICTURE_SIDE).encode(QUALITY),
      thumbnail: await drawThumbnail(image),
      placeholder: placeholderOf(image),
    };
  } finally {
    image.close();
  }
}

/** A thumbnail in the best quality that fits into its bytes. */
async function drawThumbnail(image: ImageBitmap): Promise<Blob> {
  let smallest: Blob | undefined;
  for (const [side, quality] of [
    [THUMBNAIL_SIDE, 0.7],
    [THUMBNAIL_SIDE, 0.5],
    [160, 0.5],
  ] as const) {
    smallest = await draw(image, side).encode(quality);
    if (smallest.size <= THUMBNAIL_BYTES) return smallest;
  }
  return draw(image, 96).encode(0.4);
}

function placeholderOf(image: ImageBitmap): string {
  const { width, height, context } = draw(image, PLACEHOLDER_SIDE);
  const hash = rgbaToThumbHash(width, height, context.getImageData(0, 0, width, height).data);
  return btoa(String.fromCharCode(...hash));
}

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

function draw(image: ImageBitmap, side: number) {
  const { width, height } = shrunk(image, side);
  const { context, encode } = canvasOf(width, height);
  // transparent parts would be black
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return { width, height, context, encode };
}

/** A canvas in a worker where the browser draws there, else in the page. */
function canvasOf(
  width: number,
  height: number,
): { context: Context; encode: (quality: number) => Promise<Blob> } {
  if (typeof OffscreenCanvas !== 'undefined') {
    const canvas = new OffscreenCanvas(width, height);
    return {
      context: must(canvas.getContext('2d')),
      encode: (quality) => canvas.convertToBlob({ type: PICTURE_TYPE, quality }),
    };
  }
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  return {
    context: must(canvas.getContext('2d')),
    encode: (quality) =>
      new Promise((resolve, reject) =>
        canvas.toBlob(
          (blob) => (blob ? resolve(blob) : reject(new Error('no picture'))),
          PICTURE_TYPE,
          quality,
        ),
      ),
  };
}

function must<T>(context: T | null): T {
  if (context === null) throw new Error('this browser draws no pictures');
  return context;
}
