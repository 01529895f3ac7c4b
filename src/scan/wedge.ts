/** Tells a handheld scanner, which types the code's text and then Enter, from a person: no one types so fast for so long. */
import { usCharacter } from './us-layout';

export interface Press {
  /** the character that the key types on the layout of this device, or its name */
  key: string;
  /** the key's place on the keyboard */
  code: string;
  shift: boolean;
  ctrl: boolean;
  alt?: boolean;
  /** milliseconds */
  at: number;
}

export interface Burst {
  /** as this device's keyboard layout has it */
  text: string;
  /** as a US keyboard has it, since a scanner takes the device for one */
  usText: string;
}

/** A slow radio link may hold up one key; all of them together are still faster than any hand. */
export const LONGEST_GAP_MS = 150;
const FEWEST = 4;
/** A hand may fall on four keys at once; over a whole label it never comes near this. */
const meanGapMs = (keys: number): number => (keys < 10 ? 35 : 55);

/** Between the parts of a GS1 label scanners send its separator as Ctrl+]. */
const SEPARATOR = '\u001d';
const isSeparator = ({ ctrl, key, code }: Press): boolean =>
  ctrl && (key === ']' || key === SEPARATOR || code === 'BracketRight');

/** Keys that type nothing, and keys without a name: the text of the latter comes as an input of the field. */
const silent = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'Unidentified',
  'Process',
]);

/** A digit of a code that is typed on the number pad while Alt is held: Windows scanners send the separator as Alt+029. */
const padDigit = (press: Press): string | undefined =>
  press.alt ? /^Numpad(\d)$/.exec(press.code)?.[1] : undefined;

export class Wedge {
  #text = '';
  #usText = '';
  #pad = '';
  #tab = false;
  #count = 0;
  #first = 0;
  #last = 0;

  /** True after the first key of a possible burst. */
  get startedNow(): boolean {
    return this.#count === 1;
  }

  /** A Tab ended something fast: the end of a scan, or a separator if more keys follow at once. */
  get heldTab(): boolean {
    return this.#tab;
  }

  /** The text typed so far, as it would be heard if it ended here; undefined for text that no scanner types. */
  soFar(at: number): Burst | undefined {
    const isFast = this.#count >= FEWEST && (at - this.#first) / this.#count <= meanGapMs(this.#count);
    return isFast ? { text: this.#text, usText: this.#usText } : undefined;
  }

  /** Takes a key; returns the burst that its Enter ends. */
  press(press: Press): Burst | undefined {
    if (silent.has(press.key)) return undefined;
    if (press.at - this.#last > LONGEST_GAP_MS) this.clear();
    const digit = padDigit(press);
    if (digit !== undefined) return void this.#code(digit, press.at);
    this.#flush(press);
    if (press.key === 'Enter') return this.end(press.at);
    if (press.key === 'Tab') this.#holdTab(press.at);
    else if (isSeparator(press)) this.#take(press.at, SEPARATOR, SEPARATOR);
    else if (press.ctrl || press.alt || [...press.key].length !== 1) this.clear();
    else this.#take(press.at, press.key, usCharacter(press.code, press.shift) ?? press.key);
    return undefined;
  }

  /** Ends the present burst, as Enter does, or the time after a Tab. */
  end(at: number): Burst | undefined {
    const burst = this.soFar(at);
    this.clear();
    return burst;
  }

  #holdTab(at: number): void {
    if (!this.soFar(at)) return this.clear();
    this.#tab = true;
    this.#last = at;
  }

  #code(digit: string, at: number): void {
    this.#pad += digit;
    this.#last = at;
  }

  /** Takes in the keys that were held until the next key showed what they are. */
  #flush({ key, at }: Press): void {
    const typed = this.#pad === '' ? '' : String.fromCharCode(Number(this.#pad));
    const separator = this.#tab && key !== 'Enter' ? SEPARATOR : '';
    this.#pad = '';
    this.#tab = false;
    if (typed !== '') this.#take(at, typed, typed);
    if (separator !== '') this.#take(at, separator, separator);
  }

  #take(at: number, text: string, usText: string): void {
    if (this.#count === 0) this.#first = at;
    this.#last = at;
    this.#count += 1;
    this.#text += text;
    this.#usText += usText;
  }

  clear(): void {
    this.#text = this.#usText = '';
    this.#pad = '';
    this.#tab = false;
    this.#count = 0;
  }
}
