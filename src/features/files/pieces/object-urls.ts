/** Bytes in the page: an address for as long as an element shows it. Only pictures that can do nothing keep their kind. */
import { isSafeImage } from '#shared/domain/file-kind';
import type { Attachment } from 'svelte/attachments';

const asBlob = (bytes: ArrayBuffer, mimeType: string): Blob =>
  new Blob([bytes], { type: isSafeImage(mimeType) ? mimeType : 'application/octet-stream' });

/** Shows a picture. */
export const picture =
  (bytes: ArrayBuffer, mimeType: string): Attachment<HTMLImageElement> =>
  (image) => {
    const address = URL.createObjectURL(asBlob(bytes, mimeType));
    image.src = address;
    return () => URL.revokeObjectURL(address);
  };

/** Lets a link save the bytes as a file. */
export const saving =
  (bytes: ArrayBuffer): Attachment<HTMLAnchorElement> =>
  (link) => {
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    link.href = address;
    return () => URL.revokeObjectURL(address);
  };
