/** Reads the codes in a photo: the way where a browser gives no live camera. */
import { accepted, refused, type Result } from '#shared/result';
import { isFault, startReader, textsOf } from './reader-result';

/** Photos are sharper than live pictures, so more of them is worth looking at. */
const widest = 2000;

/** Refuses with `label-empty` where no code is found in it, `label-unreadable-photo` where it is no picture. */
export async function readPhoto(file: Blob): Promise<Result<string[]>> {
  const picture = await pictureOf(file);
  if (!picture) return refused({ code: 'label-unreadable-photo' });
  const worker = startReader();
  try {
    const answer = await new Promise<unknown>((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(data));
      worker.addEventListener('error', () => resolve({ fault: '' }));
      worker.postMessage(picture, [picture.data.buffer]);
    });
    if (isFault(answer)) return refused({ code: 'label-unreadable-photo' });
    const texts = textsOf(answer);
    return texts.length === 0 ? refused({ code: 'label-empty' }) : accepted(texts);
  } finally {
    worker.terminate();
  }
}

async function pictureOf(file: Blob): Promise<ImageData | undefined> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, widest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return context?.getImageData(0, 0, canvas.width, canvas.height);
  } catch {
    return undefined;
  }
}
