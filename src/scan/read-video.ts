/** Looks for a code in the pictures of the camera, one after the other, until it is stopped. */
import { isFault, startReader, textsOf } from './reader-result';

/** Larger pictures cost time and read no better at arm's length. */
const widest = 960;

export interface Reading {
  onread: (texts: string[]) => void;
  /** the reader itself could not be loaded or started */
  onfault: () => void;
}

export function readVideo(video: HTMLVideoElement, { onread, onfault }: Reading): () => void {
  const worker = startReader();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let frame = 0;

  const next = () => {
    frame = requestAnimationFrame(look);
  };
  function look(): void {
    if (!context || video.videoWidth === 0) return next();
    const scale = Math.min(1, widest / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    worker.postMessage(picture, [picture.data.buffer]);
  }

  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isFault(data)) return onfault();
    const texts = textsOf(data);
    if (texts.length > 0) onread(texts);
    next();
  });
  worker.addEventListener('error', onfault);
  next();
  return () => {
    cancelAnimationFrame(frame);
    worker.terminate();
  };
}
