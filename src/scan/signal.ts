/** The result of a scan for the ear and the hand: each outcome has a sound and a vibration of its own, so that nobody has to look. */

export type Outcome = 'here' | 'again' | 'elsewhere' | 'removed' | 'unknown' | 'ask';

interface Pattern {
  /** tones one after the other, hertz */
  tones: readonly number[];
  /** milliseconds: on, off, on … */
  vibration: number[];
}

const patterns: Readonly<Record<Outcome, Pattern>> = {
  here: { tones: [880, 1320], vibration: [60] },
  again: { tones: [880], vibration: [30] },
  elsewhere: { tones: [660, 660], vibration: [90, 70, 90] },
  removed: { tones: [520, 390], vibration: [160, 80, 60] },
  unknown: { tones: [220, 220, 220], vibration: [260] },
  ask: { tones: [660, 880], vibration: [60, 60, 60] },
};

const TONE_S = 0.09;
const LOUDNESS = 0.12;

let sound: AudioContext | undefined;

/** Plays and vibrates. Where the browser can do neither, the screen shows the outcome all the same. */
export function signal(outcome: Outcome): void {
  const { tones, vibration } = patterns[outcome];
  if ('vibrate' in navigator) navigator.vibrate(vibration);
  if (typeof AudioContext === 'undefined') return;
  sound ??= new AudioContext();
  const begin = sound.currentTime;
  for (const [index, hertz] of tones.entries()) play(sound, hertz, begin + index * (TONE_S + 0.03));
}

function play(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hertz;
  // fades, so that it does not click
  volume.gain.setValueAtTime(LOUDNESS, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_S);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_S);
}
