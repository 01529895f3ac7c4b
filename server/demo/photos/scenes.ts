/** The scenes in the photos of the demo country: a fridge in its room, a thermostat, a label. Drawn, since nobody went there. */
import { encode } from 'uqr';
import { HEIGHT, WIDTH, type Colour, type Painting } from './painting';

export type Scene = (painting: Painting) => void;

const walls: readonly [Colour, ...Colour[]] = [
  [214, 222, 214],
  [226, 218, 200],
  [204, 216, 228],
];
const WHITE: Colour = [246, 248, 249];
const SHADE: Colour = [205, 212, 217];
const DARK: Colour = [38, 46, 54];
const GREEN: Colour = [64, 190, 110];
const RED: Colour = [226, 62, 54];

/** A chest refrigerator against a wall; `place` chooses the room. */
export const fridge =
  (place: number): Scene =>
  (painting) => {
    const wall = walls[place % walls.length] ?? walls[0];
    painting.box({ x: 0, y: 0, width: WIDTH, height: 2.2 }, wall, darker(wall, 18));
    painting.box({ x: 0, y: 2.2, width: WIDTH, height: HEIGHT - 2.2 }, [150, 132, 112], [118, 102, 86]);
    painting.box({ x: 0, y: 2.16, width: WIDTH, height: 0.06 }, darker(wall, 60));
    painting.box({ x: 0.72, y: 2.52, width: 2.66, height: 0.14, radius: 0.07 }, [92, 80, 68]);
    painting.box({ x: 0.7, y: 1.02, width: 2.6, height: 1.56, radius: 0.06 }, WHITE, SHADE);
    painting.box({ x: 0.64, y: 0.86, width: 2.72, height: 0.24, radius: 0.08 }, [252, 253, 253], SHADE);
    painting.box({ x: 1.72, y: 1.04, width: 0.56, height: 0.09, radius: 0.045 }, [90, 100, 108]);
    for (let slot = 0; slot < 6; slot++)
      painting.box(
        { x: 0.9, y: 1.9 + slot * 0.09, width: 0.62, height: 0.035, radius: 0.017 },
        [168, 176, 182],
      );
    painting.box({ x: 2.52, y: 1.34, width: 0.56, height: 0.26, radius: 0.03 }, DARK);
    painting.disc(2.66, 1.47, 0.035, GREEN);
    painting.box({ x: 2.76, y: 1.44, width: 0.24, height: 0.06, radius: 0.02 }, [96, 214, 148]);
    painting.box({ x: 0.9, y: 1.3, width: 0.42, height: 0.3, radius: 0.02 }, [38, 108, 178]);
  };

/** The bars of a digit that are lit, of seven: top, both upper sides, middle, both lower sides, bottom. */
const digits = [
  '1110111',
  '0010010',
  '1011101',
  '1011011',
  '0111010',
  '1101011',
  '1101111',
  '1010010',
  '1111111',
  '1111011',
];

/** The panel of a refrigerator and its reading, such as 12.6 °C; too warm is red. */
export const thermostat =
  (reading: number): Scene =>
  (painting) => {
    const isWarm = reading > 8;
    painting.box({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, [236, 239, 241], [206, 212, 216]);
    painting.box({ x: 0.4, y: 0.5, width: 3.2, height: 1.7, radius: 0.12 }, [58, 66, 74], DARK);
    painting.box({ x: 0.56, y: 0.66, width: 2.5, height: 1.38, radius: 0.05 }, [16, 22, 26]);
    const text = reading.toFixed(1).padStart(4, ' ');
    for (const [place, x] of [0.72, 1.42, 2.26].entries())
      digit(painting, text.replace('.', '')[place] ?? ' ', x, isWarm ? RED : GREEN);
    painting.disc(2.1, 1.82, 0.05, isWarm ? RED : GREEN);
    painting.disc(3.32, 0.9, 0.09, isWarm ? RED : [84, 92, 98]);
    painting.disc(3.32, 1.3, 0.09, isWarm ? [84, 92, 98] : GREEN);
    painting.disc(3.32, 1.72, 0.14, [120, 130, 138]);
    painting.box({ x: 1.1, y: 2.42, width: 1.8, height: 0.16, radius: 0.08 }, [150, 160, 168]);
  };

function digit(painting: Painting, sign: string, x: number, lit: Colour): void {
  const [length, thick] = [0.5, 0.09];
  const lying = (y: number) => ({ x, y, width: length, height: thick, radius: thick / 2 });
  const standing = (left: number, y: number) => ({
    x: left,
    y,
    width: thick,
    height: length,
    radius: thick / 2,
  });
  const right = x + length - thick;
  const bars = [
    lying(0.78),
    standing(x, 0.82),
    standing(right, 0.82),
    lying(1.3),
    standing(x, 1.36),
    standing(right, 1.36),
    lying(1.82),
  ];
  const shown = digits[Number(sign)];
  for (const [index, bar] of bars.entries())
    if (sign !== ' ' && shown?.[index] === '1') painting.box(bar, lit);
}

/** The label of an asset, stuck to it: a QR with its id, which can be scanned from the picture. */
export const label =
  (assetId: string): Scene =>
  (painting) => {
    painting.box({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, WHITE, SHADE);
    painting.box({ x: 0, y: 2.5, width: WIDTH, height: 0.05 }, [178, 186, 192]);
    painting.box({ x: 0.78, y: 0.34, width: 2.52, height: 2.02, radius: 0.06 }, [184, 190, 194]);
    painting.box({ x: 0.74, y: 0.3, width: 2.52, height: 2.02, radius: 0.06 }, [255, 255, 255]);
    const { data, size } = encode(assetId, { ecc: 'M', border: 0 });
    const module = 1.6 / size;
    // a little more than its place, so that no light shows between two
    const side = module * 1.05;
    for (const [row, modules] of data.entries())
      for (const [column, isDark] of modules.entries())
        if (isDark)
          painting.box({ x: 1.2 + column * module, y: 0.5 + row * module, width: side, height: side }, DARK);
  };

const darker = ([red, green, blue]: Colour, by: number): Colour => [red - by, green - by, blue - by];
