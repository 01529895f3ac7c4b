import { describe, expect, test } from 'vitest';
import { kindIssue, plainName } from './file-kind';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const html = bytes('\ufeff  <script>alert(1)</script>');

describe('what a file says it is', () => {
  test('stands when its bytes agree', () => {
    expect(kindIssue({ said: 'image/jpeg', found: 'image/png', head: bytes('') })).toBeUndefined();
    expect(
      kindIssue({ said: 'application/pdf', found: 'application/pdf', head: bytes('%PDF') }),
    ).toBeUndefined();
    expect(kindIssue({ said: 'audio/mp4', found: 'video/mp4', head: bytes('') })).toBeUndefined();
  });

  test('does not stand against bytes of another kind', () => {
    expect(kindIssue({ said: 'image/jpeg', found: 'application/pdf', head: bytes('%PDF') })).toBe(
      'file-kind-differs',
    );
    expect(kindIssue({ said: 'image/png', found: undefined, head: html })).toBe('file-kind-differs');
    expect(kindIssue({ said: 'application/pdf', found: undefined, head: html })).toBe('file-kind-differs');
    const utf16 = new Uint8Array([0xff, 0xfe, 0x3c, 0, 0x73, 0]);
    expect(kindIssue({ said: 'image/gif', found: undefined, head: utf16 })).toBe('file-kind-differs');
  });

  test('does not matter for programs, which are refused under any name', () => {
    expect(kindIssue({ said: 'text/plain', found: 'application/x-elf', head: bytes('') })).toBe(
      'file-kind-refused',
    );
  });

  test('is taken as it is when nothing knows the bytes', () => {
    expect(kindIssue({ said: 'text/csv', found: undefined, head: bytes('a;b') })).toBeUndefined();
    expect(kindIssue({ said: '', found: undefined, head: bytes('') })).toBeUndefined();
  });
});

test('a name is the last part of a path, on one line, with nothing that hides', () => {
  expect(plainName('../../etc/passwd')).toBe('passwd');
  expect(plainName('C:\\photos\\fridge.jpg')).toBe('fridge.jpg');
  expect(plainName('a\r\nSet-Cookie: x=1')).toBe('aSet-Cookie: x=1');
  expect(plainName('gpj.\u202eexe')).toBe('gpj.exe');
  expect(plainName('..')).toBe('file');
  expect(plainName('')).toBe('file');
});

test('a name is cut between two signs, never within one: half a sign cannot stand in a header', () => {
  expect(plainName('a'.repeat(198) + '\u{1f4f7}\u{1f4f7}')).toBe('a'.repeat(198) + '\u{1f4f7}');
  expect(plainName('a'.repeat(199) + '\u{1f4f7}')).toBe('a'.repeat(199));
});
