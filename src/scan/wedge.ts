/** Tells a handheld scanner, which types what it reads and then Enter, from a person: no one types so fast for so long. */
import { usCharacter } from './us-layout';

export interface Press {
  /** what the key types on the layout of this device, or its name */
  key: string;
  /** the key's place on the keyboard */
  code: string;
  shift: boolean;
  ctrl: boolean;
  /** milliseconds */
  at: number;
}

export interface Burst {
  /** as this device's keyboard layout has it */
  text: string;
  /** as a US keyboard has it, which is what a scanner takes the device for */
  usText: string;
}

/** A slow radio link may hold up one key; all of them together are still faster than any hand. */
const LONGEST_GAP_MS = 150;
const FEWEST = 4;
/** A hand may fall on four keys at once; over a whole label it never comes near this. */
const meanGapMs = (keys: number): number => (keys < 10 ? 35 : 55);

/** Between the parts of a GS1 label scanners send its separator as Ctrl+]. */
const SEPARATOR = '\u001d';
const isSeparator = ({ ctrl, key, code }: Press): boolean =>
  ctrl && (key === ']' || key === SEPARATOR || code === 'BracketRight');

const silent = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock']);

export class Wedge {
  #text = '';
  #usText = '';
  #count = 0;
  #first = 0;
  #last = 0;

  /** True after the first key of what may become a burst. */
  get startedNow(): boolean {
    return this.#count === 1;
  }

  /** Takes a key; answers the burst that its Enter ends. */
  press(press: Press): Burst | undefined {
    if (silent.has(press.key)) return undefined;
    if (press.at - this.#last > LONGEST_GAP_MS) this.clear();
    if (press.key === 'Enter') return this.#end(press.at);
    if (isSeparator(press)) this.#take(press.at, SEPARATOR, SEPARATOR);
    else if (press.ctrl || [...press.key].length !== 1) this.clear();
    else this.#take(press.at, press.key, usCharacter(press.code, press.shift) ?? press.key);
    return undefined;
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
    this.#count = 0;
  }

  #end(at: number): Burst | undefined {
    const burst = { text: this.#text, usText: this.#usText };
    const isFast = this.#count >= FEWEST && (at - this.#first) / this.#count <= meanGapMs(this.#count);
    this.clear();
    return isFast ? burst : undefined;
  }
}
