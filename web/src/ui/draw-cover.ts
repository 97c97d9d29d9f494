export interface Cover {
  sky: string;
  far: string;
  near: string;
  body: string;
  star: string;
  stars: { x: number; y: number }[];
  /** SVG paths on a 32 by 20 grid. */
  hills: string;
  ground: string;
  sprite: string;
  eyes: string;
}

/** Seven moods that stay readable behind nothing and beside both colour schemes. */
const PALETTES = [
  { sky: '#241a4d', far: '#43308a', near: '#160f33', body: '#ffc53d', star: '#fff3d1' },
  { sky: '#0e3b43', far: '#17616b', near: '#08242a', body: '#ff8a5b', star: '#d9fff5' },
  { sky: '#4a1538', far: '#7d2659', near: '#2b0a20', body: '#7ef0c5', star: '#ffe3f1' },
  { sky: '#12284f', far: '#21508f', near: '#0a1730', body: '#ff7aa8', star: '#dcebff' },
  { sky: '#1f2430', far: '#3a4560', near: '#10131b', body: '#ffb74a', star: '#e9f0ff' },
  { sky: '#123a26', far: '#1f6443', near: '#082014', body: '#f7e36b', star: '#e2ffe9' },
  { sky: '#3b2410', far: '#6e4519', near: '#211206', body: '#8fd6ff', star: '#fff0d6' },
] as const;

const SPRITE_HALF = 4;
const SPRITE_ROWS = 8;

/** Draws a small invader under a pixel sky from the letters of a title. Pure. */
export function drawCover(seed: string): Cover {
  const next = randomFrom(seed);
  const palette = PALETTES[Math.floor(next() * PALETTES.length)]!;
  const stars = Array.from({ length: 14 }, () => ({
    x: Math.floor(next() * 64) / 2,
    y: Math.floor(next() * 22) / 2,
  }));
  return {
    ...palette,
    stars: stars.filter(
      (star, at) => stars.findIndex((other) => other.x === star.x && other.y === star.y) === at,
    ),
    hills: skyline(next, 13, 5),
    ground: skyline(next, 17, 2),
    ...sprite(next),
  };
}

function sprite(next: () => number): { sprite: string; eyes: string } {
  const left = 16 - SPRITE_HALF;
  const top = 5;
  const eyeRow = 2 + Math.floor(next() * 2);
  let path = '';
  for (let row = 0; row < SPRITE_ROWS; row += 1) {
    for (let column = 0; column < SPRITE_HALF; column += 1) {
      // The middle is nearly always filled and the rim rarely, so that it reads as one body.
      const isMiddle = row > 0 && row < SPRITE_ROWS - 2 && column > 0;
      if (next() > (isMiddle ? 0.88 : 0.48)) continue;
      path +=
        pixel(left + column, top + row) + pixel(left + 2 * SPRITE_HALF - 1 - column, top + row);
    }
  }
  const eyes = pixel(left + 2, top + eyeRow) + pixel(left + 2 * SPRITE_HALF - 3, top + eyeRow);
  return { sprite: path, eyes };
}

function skyline(next: () => number, base: number, height: number): string {
  let path = 'M0 20';
  for (let x = 0; x < 32; x += 2) path += `V${base - Math.floor(next() * height)}h2`;
  return `${path}V20z`;
}

const pixel = (x: number, y: number): string => `M${x} ${y}h1v1h-1z`;

/** xmur3 into mulberry32: small, and the same in every browser. Yields 0 ≤ x < 1. */
function randomFrom(seed: string): () => number {
  let state = 1779033703 ^ seed.length;
  for (let at = 0; at < seed.length; at += 1) {
    state = Math.imul(state ^ seed.charCodeAt(at), 3432918353);
    state = (state << 13) | (state >>> 19);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
