/** A scene as a device would attach it: the picture, its thumbnail, and the placeholder that is shown until they are there. */
import { createHash } from 'node:crypto';
import { rgbaToThumbHash } from 'thumbhash';
import { Painting } from './painting';
import { encodePng, type Pixels } from './png';
import type { Scene } from './scenes';

export interface Photo {
  bytes: Buffer;
  sha256: string;
  thumbnail: Buffer;
  thumbnailSha256: string;
  /** base64 */
  placeholder: string;
}

export const PHOTO_TYPE = 'image/png';

/** Pixels from side to side. */
const PICTURE = 640;
const THUMBNAIL = 200;
const PLACEHOLDER = 48;

export function photoOf(scene: Scene): Photo {
  const [bytes, thumbnail] = [encodePng(painted(scene, PICTURE)), encodePng(painted(scene, THUMBNAIL))];
  const { width, height, rgb } = painted(scene, PLACEHOLDER);
  const placeholder = Buffer.from(rgbaToThumbHash(width, height, opaque(rgb))).toString('base64');
  return { bytes, sha256: hash(bytes), thumbnail, thumbnailSha256: hash(thumbnail), placeholder };
}

/** Each size is painted for itself: nothing is shrunk. */
function painted(scene: Scene, width: number): Pixels {
  const painting = new Painting(width);
  scene(painting);
  return painting.pixels;
}

function opaque(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let pixel = 0; pixel * 3 < rgb.length; pixel++)
    rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return rgba;
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
