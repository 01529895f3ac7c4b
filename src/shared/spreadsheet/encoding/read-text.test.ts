// Letters: those beyond doubt are read, all others are asked. The bytes were made with iconv.
import { describe, expect, test } from 'vitest';
import { eightBitEncodings } from './encodings';
import { readText } from './read-text';
import { encodeText } from './write-text';

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

describe('beyond doubt', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be'])('%s with its mark', (encoding) => {
    const text = 'Réfrigérateur,غرفة,冷\n';
    expect(readText(encodeText(text, encoding))).toEqual({ text, encoding });
  });

  test.each(['utf-16le', 'utf-16be'])('%s without its mark', (encoding) => {
    const text = 'number;place\nA;غرفة اللقاحات\n';
    expect(readText(encodeText(text, encoding).slice(2))).toEqual({ text, encoding });
  });

  test('UTF-8 without its mark', () => {
    expect(readText(encodeText('Łódź', 'utf-8').slice(3))).toEqual({ text: 'Łódź', encoding: 'utf-8' });
  });
});

describe('French, Spanish and Portuguese that can be nothing else are read, and said', () => {
  test.each([
    'Réfrigérateur à gaz',
    'hôpital, fenêtre près d’où, août, Noël, maître, reçu, bibliothèque, arrêt',
    'año, refrigeración, señor, Médico, ¿Qué?, vacunación, Índice',
    'São João, manhã, órgão, põe, emergência, você, português, câmara, nível, Opções',
    'RÉFRIGÉRATEUR',
  ])('%s', (text) => {
    const read = readText(encodeText(text, 'windows-1252'));
    expect(read.text).toBe(text);
    expect(read.doubt?.isPlain).toBe(true);
  });
});

describe('all else is asked, with the words of each encoding', () => {
  test.each([
    ['windows-1250', '476461f1736b', 'Gdańsk'],
    ['windows-1250', 'a3f3649f', 'Łódź'],
    ['windows-1250', '6872e86b61', 'hrčka'],
    ['windows-1250', '68fb74f5', 'hűtő'],
    ['windows-1250', '4272e3696c61', 'Brăila'],
    ['windows-1251', 'd5eeebeee4ede0ff', 'Холодная'],
    ['windows-1253', 'c1e8deede1', 'Αθήνα'],
    ['windows-1254', '536ff0756b', 'Soğuk'],
    ['windows-1254', 'dd7374616e62756c', 'İstanbul'],
    ['windows-1255', 'eef7f8f8', 'מקרר'],
    ['windows-1256', 'dbd1ddc9', 'غرفة'],
    ['windows-1257', '4be6656b617661', 'Kęekava'],
    ['windows-1258', 'd0e0', 'Đà'],
    ['ibm850', '5282667269678272617465757220852067617a', 'Réfrigérateur à gaz'],
    ['macintosh', '528e667269678e7261746575722088', 'Réfrigérateur à'],
  ])('%s: %s', (encoding, hex, text) => {
    const { doubt } = readText(bytes(hex));
    expect(doubt?.isPlain).toBe(false);
    const words = doubt?.choices.find((choice) => choice.encoding === encoding)?.words ?? [];
    expect(text.split(' ')).toEqual(expect.arrayContaining([...words]));
    expect(readText(bytes(hex), encoding).text).toBe(text);
  });

  test('one line of another program does not spoil the others', () => {
    const mixed = new Uint8Array([
      ...encodeText('Réfrigérateur\n', 'utf-8'),
      ...bytes('53616c6c6520e0206374e9'),
    ]);
    const { text, doubt } = readText(mixed);
    expect(text.startsWith('Réfrigérateur\n')).toBe(true);
    expect(doubt?.isPlain).toBe(false);
  });
});

test('a file goes back in the letters that it came in, or as UTF-8 where they lack one', () => {
  for (const encoding of eightBitEncodings) {
    const high = Uint8Array.from({ length: 96 }, (_, at) => 0xa0 + at);
    const { text } = readText(high, encoding);
    if (!text.includes('\uFFFD')) expect(readText(encodeText(text, encoding), encoding).text).toBe(text);
    expect(readText(encodeText(`冷${text}`, encoding)).text).toBe(`冷${text}`);
  }
});
