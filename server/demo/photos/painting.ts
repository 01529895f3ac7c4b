/** Paints plain shapes with smooth edges onto a picture that is 4 wide and 3 high, at any number of pixels. */
import type { Pixels } from './png';

export type Colour = readonly [red: number, green: number, blue: number];

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  /** of its corners */
  radius?: number;
}

export const WIDTH = 4;
export const HEIGHT = 3;

export class Painting {
  readonly pixels: Pixels;
  readonly #scale: number;

  constructor(width: number) {
    const height = Math.round((width * HEIGHT) / WIDTH);
    this.pixels = { width, height, rgb: new Uint8Array(width * height * 3) };
    this.#scale = width / WIDTH;
  }

  /** A box of one colour, or of one that turns into another downwards. */
  box(box: Box, colour: Colour, below: Colour = colour): void {
    const scale = this.#scale;
    const { width, height } = this.pixels;
    const bottom = Math.min(height, Math.ceil((box.y + box.height) * scale) + 1);
    const right = Math.min(width, Math.ceil((box.x + box.width) * scale) + 1);
    for (let row = Math.max(0, Math.floor(box.y * scale) - 1); row < bottom; row++) {
      const y = (row + 0.5) / scale;
      const tone = between(colour, below, Math.min(1, Math.max(0, (y - box.y) / box.height)));
      for (let column = Math.max(0, Math.floor(box.x * scale) - 1); column < right; column++) {
        const covered = 0.5 - outside(box, (column + 0.5) / scale, y) * scale;
        if (covered > 0) this.#mix((row * width + column) * 3, Math.min(1, covered), tone);
      }
    }
  }

  /** A disc is a box that is all corner. */
  disc(x: number, y: number, radius: number, colour: Colour): void {
    this.box({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, radius }, colour);
  }

  #mix(at: number, covered: number, [red, green, blue]: Colour): void {
    const { rgb } = this.pixels;
    rgb[at] = (rgb[at] ?? 0) * (1 - covered) + red * covered;
    rgb[at + 1] = (rgb[at + 1] ?? 0) * (1 - covered) + green * covered;
    rgb[at + 2] = (rgb[at + 2] ?? 0) * (1 - covered) + blue * covered;
  }
}

/** The distance of a point from a box with round corners; below 0 it lies inside. */
function outside({ x, y, width, height, radius = 0 }: Box, px: number, py: number): number {
  const dx = Math.abs(px - x - width / 2) - width / 2 + radius;
  const dy = Math.abs(py - y - height / 2) - height / 2 + radius;
  return Math.hypot(Math.max(0, dx), Math.max(0, dy)) + Math.min(0, Math.max(dx, dy)) - radius;
}

const between = (from: Colour, to: Colour, part: number): Colour => [
  from[0] + (to[0] - from[0]) * part,
  from[1] + (to[1] - from[1]) * part,
  from[2] + (to[2] - from[2]) * part,
];
