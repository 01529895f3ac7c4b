/** Draws a picture anew as a logo: a small PNG without anything else that the file held. Undefined for what is no picture. */
import { isLogo, LOGO_SIDE } from '#shared/domain/logo';

/** A file that a browser would take long to open is no logo. */
const MOST_BYTES = 8 * 1024 * 1024;

export async function drawLogo(file: Blob): Promise<string | undefined> {
  if (file.size > MOST_BYTES || !/^image\/(png|jpeg|webp)$/.test(file.type)) return undefined;
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return undefined;
  try {
    // smaller until it fits into a change
    for (let side = LOGO_SIDE; side >= 32; side = Math.floor(side * 0.75)) {
      const drawn = drawnAt(picture, side);
      if (isLogo(drawn)) return drawn;
    }
    return undefined;
  } finally {
    picture.close();
  }
}

function drawnAt(picture: ImageBitmap, side: number): string {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
