/** The kind of a file by its first bytes, where it is no text and no workbook. Names of files are not believed. */
import type { NoTable } from './table-file';

const marks: readonly (readonly [NoTable, readonly (number | undefined)[]])[] = [
  ['old-excel', [0xd0, 0xcf, 0x11, 0xe0]],
  ['old-excel', [0x09, 0x08, undefined, undefined, 0x00, 0x05]],
  ['old-excel', [0x09, 0x08, undefined, undefined, 0x00, 0x06]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x47, 0x49, 0x46, 0x38]],
  ['picture', [0x42, 0x4d, undefined, undefined, undefined, undefined, 0, 0, 0, 0]],
  ['picture', [0x49, 0x49, 0x2a, 0x00]],
  ['picture', [0x4d, 0x4d, 0x00, 0x2a]],
  ['picture', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
  ['picture', [undefined, undefined, undefined, undefined, 0x66, 0x74, 0x79, 0x70]],
  ['archive', [0x1f, 0x8b]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
  ['archive', [0x42, 0x5a, 0x68]],
  ['archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
];

/** A workbook is a zip. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05);

/** Undefined for bytes that may be a text. */
export const kindByBytes = (bytes: Uint8Array): NoTable | undefined =>
  marks.find(([, mark]) => mark.every((byte, at) => byte === undefined || bytes[at] === byte))?.[0];

/** Control characters. A zero byte alone is judged by the encoding. */
const controls = /\p{Cc}/gu;
/** Control characters that a text may have: line breaks, tabs, the end of a page, and the marks of old terminals. */
const usual = new Set('\t\n\v\f\r\u001a\u001b\u0085');

/** The kind of a decoded text, where it is no table. */
export function kindByText(text: string): NoTable | undefined {
  const start = text.slice(0, 4096).trimStart();
  if (start === '') return text.trim() === '' ? 'empty' : undefined;
  if (/^\{\\rtf/.test(start)) return 'word-document';
  if (/^(<!doctype html|<html|<head|<body|<table|<\?php)/i.test(start)) return 'web-page';
  // as a spreadsheet saves a page in one file
  if (/^(mime-version|from|content-type|x-[\w-]+): .*\r?\n/i.test(start)) return 'web-page';
  if (/^<(\?xml|[a-z][\w.:-]*[\s>])/i.test(start)) return /<html/i.test(start) ? 'web-page' : 'xml';
  if (/^%!PS|^%PDF/.test(start)) return 'pdf';
  if (isJson(start, text)) return 'json';
  const sample = text.slice(0, 64 * 1024);
  const odd = (sample.match(controls) ?? []).filter((control) => !usual.has(control));
  return odd.length > sample.length / 200 ? 'unknown-bytes' : undefined;
}

/** A table may begin with a bracket; JSON goes on as JSON does. */
function isJson(start: string, text: string): boolean {
  if (/^\{\s*("|\}\s*$)/.test(start)) return /^\{\s*("[^"\n]*"\s*:|\})/.test(start);
  if (!/^\[\s*([[{"\d\-\]]|true|false|null)/.test(start)) return false;
  if (/^\[\s*[[{]/.test(start)) return true;
  return text.trimEnd().endsWith(']');
}
