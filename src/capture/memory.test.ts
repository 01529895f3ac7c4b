import { describe, expect, test } from 'vitest';
import { memoryIssue } from './memory';

/** A PNG's head (RFC 2083, 4.1.1): signature, length, IHDR, width, height. */
function png(width: number, height: number): Blob {
  const head = Buffer.alloc(33);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(head);
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return new Blob([head]);
}

/** A JPEG's (ITU T.81, B.2.2): a long comment of the camera, then the frame with its size. */
function jpeg(width: number, height: number): Blob {
  const comment = Buffer.alloc(60_002, 0x20);
  comment.writeUInt16BE(60_002, 0);
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]); // prettier-ignore
  return new Blob([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), comment, frame, Buffer.alloc(64)]);
}

describe('a picture too large for the memory is known from its head', () => {
  test.each([
    ['108 megapixels on a phone of one gigabyte', jpeg(12_000, 9000), 1, { megapixels: 108, most: 25 }],
    ['50 megapixels on a phone of half a gigabyte', png(8160, 6120), 0.5, { megapixels: 50, most: 12 }],
  ])('%s', async (_name, picture, memory, data) => {
    expect(await memoryIssue(picture, memory)).toEqual({ code: 'picture-too-many-pixels', data });
  });

  test.each([
    ['12 megapixels anywhere', jpeg(4000, 3000), 0.25],
    ['108 megapixels on a desk', jpeg(12_000, 9000), 8],
    ['what has no size in its head', new Blob(['no picture']), 1],
  ])('%s is opened', async (_name, picture, memory) => {
    expect(await memoryIssue(picture, memory)).toBeUndefined();
  });
});
