// SPDX-License-Identifier: MIT
// Digits as a hurried hand would write them, drawn by code: every sample is a skeleton of strokes, bent, slanted,
// scaled and shifted at random, drawn with a pen of random width on a fine grid, averaged down to 8×8 cells of 4 bits,
// then blurred by noise. So no data set is needed, and nobody has seen an evaluation set before.
import type { Samples, TargetSamples } from "@commonweight/sdk/data";
import { createRandom, type Random } from "./random.ts";

/** Cells along one side of a glyph. */
export const GLYPH_SIDE = 8;
/** The darkest cell. */
export const GLYPH_MAXIMUM = 15;

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

/** How glyphs are written and seen. */
export interface GlyphStyle {
  /** Mean rotation in radians, clockwise. */
  rotation: number;
  /** Deviation of the noise in a cell, between the least and the most of any glyph. */
  noise: readonly [least: number, most: number];
}

/** Upright digits, seen well. */
const UPRIGHT: GlyphStyle = { rotation: 0, noise: [0.3, 1.8] };

/** Points drawn on each side of a cell before they are averaged. */
const SUPERSAMPLES = 4;

/** Points of an ellipse; angles in turns, clockwise from the right, since y points down. */
function arc(centre: Point, radiusX: number, radiusY: number, from: number, to: number, steps = 10): Stroke {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = 2 * Math.PI * (from + ((to - from) * step) / steps);
    return [centre[0] + radiusX * Math.cos(angle), centre[1] + radiusY * Math.sin(angle)] as const;
  });
}

/** The ways in which each digit is written, in a box of width and height 1 with y pointing down. */
const SKELETONS: readonly (readonly (readonly Stroke[])[])[] = [
  [
    [arc([0.5, 0.5], 0.34, 0.46, 0, 1, 16)],
    [arc([0.5, 0.5], 0.26, 0.46, -0.2, 0.86, 16)],
    [arc([0.5, 0.52], 0.4, 0.4, -0.3, 0.72, 16)],
  ],
  [
    [
      [
        [0.5, 0.04],
        [0.5, 0.96],
      ],
    ],
    [
      [
        [0.3, 0.26],
        [0.54, 0.05],
        [0.54, 0.96],
      ],
    ],
    [
      [
        [0.32, 0.22],
        [0.52, 0.05],
        [0.52, 0.94],
      ],
      [
        [0.3, 0.95],
        [0.74, 0.95],
      ],
    ],
  ],
  [
    [[...arc([0.5, 0.29], 0.3, 0.25, -0.45, 0.1), [0.2, 0.94], [0.82, 0.94]]],
    [
      [
        ...arc([0.48, 0.28], 0.3, 0.23, -0.5, 0.12),
        [0.3, 0.8],
        ...arc([0.28, 0.84], 0.1, 0.09, 0.25, 0.9, 5),
        [0.56, 0.9],
        [0.86, 0.9],
      ],
    ],
  ],
  [
    [arc([0.46, 0.28], 0.27, 0.23, -0.42, 0.25), arc([0.46, 0.73], 0.33, 0.23, -0.25, 0.42)],
    [[[0.22, 0.06], [0.76, 0.06], [0.46, 0.42], ...arc([0.46, 0.68], 0.3, 0.26, -0.25, 0.4)]],
  ],
  [
    [
      [
        [0.6, 0.04],
        [0.16, 0.66],
        [0.86, 0.66],
      ],
      [
        [0.64, 0.36],
        [0.64, 0.96],
      ],
    ],
    [
      [
        [0.24, 0.06],
        [0.2, 0.52],
        [0.78, 0.52],
      ],
      [
        [0.74, 0.08],
        [0.68, 0.96],
      ],
    ],
  ],
  [
    [[[0.78, 0.06], [0.3, 0.06], [0.26, 0.44], ...arc([0.46, 0.68], 0.32, 0.26, -0.3, 0.4)]],
    [
      [[0.28, 0.08], [0.26, 0.46], ...arc([0.44, 0.68], 0.32, 0.27, -0.28, 0.38)],
      [
        [0.28, 0.08],
        [0.82, 0.1],
      ],
    ],
  ],
  [
    [[[0.68, 0.05], [0.34, 0.36], ...arc([0.5, 0.7], 0.28, 0.25, 0.5, 1.5, 14)]],
    [[[0.42, 0.04], [0.24, 0.5], ...arc([0.48, 0.72], 0.26, 0.22, 0.45, 1.42, 14)]],
  ],
  [
    [
      [
        [0.18, 0.07],
        [0.82, 0.07],
        [0.42, 0.96],
      ],
    ],
    [
      [
        [0.2, 0.08],
        [0.8, 0.08],
        [0.46, 0.94],
      ],
      [
        [0.3, 0.5],
        [0.8, 0.48],
      ],
    ],
    [
      [
        [0.2, 0.2],
        [0.22, 0.08],
        [0.8, 0.08],
        [0.56, 0.5],
        [0.5, 0.96],
      ],
    ],
  ],
  [
    [arc([0.5, 0.27], 0.24, 0.22, 0, 1, 12), arc([0.5, 0.73], 0.29, 0.24, 0, 1, 12)],
    [
      [
        ...arc([0.5, 0.28], 0.26, 0.22, -0.05, -0.72, 10),
        ...arc([0.48, 0.73], 0.28, 0.23, -0.22, 0.78, 12),
        [0.72, 0.22],
      ],
    ],
  ],
  [
    [[...arc([0.5, 0.3], 0.27, 0.25, 1, 0, 14), [0.74, 0.6], [0.62, 0.96]]],
    [[...arc([0.48, 0.3], 0.28, 0.24, 0.95, -0.05, 14), [0.76, 0.74], ...arc([0.5, 0.76], 0.26, 0.2, 0.02, 0.4, 6)]],
  ],
];

/**
 * Draws labelled digits, the labels in random order and as equal in number as they can be.
 * @param count Samples to draw.
 * @param seed The same seed gives the same samples.
 * @returns Rows of 64 cells from 0 (blank) to 15 (ink), row by row, and the digits.
 */
export function drawGlyphs(count: number, seed: number, style = UPRIGHT): Samples {
  const random = createRandom(seed);
  const labels = drawLabels(count, random);
  return { features: labels.map((digit) => drawGlyph(digit, style, random).seen), labels };
}

/**
 * Draws digits as they are seen, through noise, and as they were written.
 * @returns Rows of 64 cells from 0 (blank) to 15 (ink), row by row: with noise as features, without as targets.
 */
export function drawNoisyGlyphs(count: number, seed: number, style: GlyphStyle): TargetSamples {
  const random = createRandom(seed);
  const glyphs = drawLabels(count, random).map((digit) => drawGlyph(digit, style, random));
  return { features: glyphs.map(({ seen }) => seen), targets: glyphs.map(({ written }) => written) };
}

function drawLabels(count: number, random: Random): number[] {
  return random.shuffle(Array.from({ length: count }, (_, sample) => sample % SKELETONS.length));
}

function drawGlyph(digit: number, style: GlyphStyle, random: Random): { seen: number[]; written: number[] } {
  const variants = SKELETONS[digit]!;
  const strokes = variants[random.below(variants.length)]!;
  const hand = randomHand(style.rotation, random);
  const ink = rasterise(
    strokes.map((stroke) => stroke.map((point) => hand(point))),
    random.between(0.42, 0.78),
  );
  const contrast = random.between(0.65, 1.15);
  const noise = random.between(...style.noise);
  const cells = Array.from(ink, (share) => share * contrast * GLYPH_MAXIMUM);
  return { written: cells.map(clampCell), seen: cells.map((cell) => clampCell(cell + noise * random.normal())) };
}

/** The map from a skeleton's box to cells: wobble, scale, slant, rotation and shift, drawn once a glyph. */
function randomHand(meanRotation: number, random: Random): (point: Point) => Point {
  const width = random.between(4.6, 6.6);
  const height = random.between(6.0, 7.4);
  const slant = 0.2 * random.normal();
  const rotation = meanRotation + 0.12 * random.normal();
  const shiftX = GLYPH_SIDE / 2 + 0.42 * random.normal();
  const shiftY = GLYPH_SIDE / 2 + 0.3 * random.normal();
  const wobbleX = [0.05 * random.normal(), random.between(1, 2), random.uniform()] as const;
  const wobbleY = [0.05 * random.normal(), random.between(1, 2), random.uniform()] as const;

  return ([x, y]) => {
    const bentX = x + wave(wobbleX, y);
    const bentY = y + wave(wobbleY, x);
    const boxX = (bentX - 0.5) * width - slant * (bentY - 0.5) * height;
    const boxY = (bentY - 0.5) * height;
    return [
      shiftX + boxX * Math.cos(rotation) - boxY * Math.sin(rotation),
      shiftY + boxX * Math.sin(rotation) + boxY * Math.cos(rotation),
    ];
  };
}

function wave([amplitude, frequency, phase]: readonly [number, number, number], at: number): number {
  return amplitude * Math.sin(2 * Math.PI * (frequency * at + phase));
}

/** The inked share of each cell. @param radius Half the width of the pen, in cells. */
function rasterise(strokes: Stroke[], radius: number): Float64Array {
  const fine = GLYPH_SIDE * SUPERSAMPLES;
  const ink = new Float64Array(GLYPH_SIDE * GLYPH_SIDE);
  const inked = new Uint8Array(fine * fine);
  for (const stroke of strokes) {
    for (let index = 1; index < stroke.length; index++)
      inkSegment(inked, fine, stroke[index - 1]!, stroke[index]!, radius);
  }
  for (let y = 0; y < fine; y++) {
    for (let x = 0; x < fine; x++) {
      const cell = Math.floor(y / SUPERSAMPLES) * GLYPH_SIDE + Math.floor(x / SUPERSAMPLES);
      ink[cell]! += inked[y * fine + x]! / SUPERSAMPLES ** 2;
    }
  }
  return ink;
}

/** Marks the fine points that lie within the pen's radius of a segment. */
function inkSegment(inked: Uint8Array, fine: number, [ax, ay]: Point, [bx, by]: Point, radius: number): void {
  const lengthSquared = (bx - ax) ** 2 + (by - ay) ** 2;
  const first = (low: number) => Math.max(0, Math.floor((low - radius) * SUPERSAMPLES));
  const last = (high: number) => Math.min(fine - 1, Math.ceil((high + radius) * SUPERSAMPLES));
  for (let row = first(Math.min(ay, by)); row <= last(Math.max(ay, by)); row++) {
    for (let column = first(Math.min(ax, bx)); column <= last(Math.max(ax, bx)); column++) {
      const x = (column + 0.5) / SUPERSAMPLES;
      const y = (row + 0.5) / SUPERSAMPLES;
      const projected = lengthSquared === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / lengthSquared;
      const nearest = Math.min(1, Math.max(0, projected));
      const dx = x - ax - nearest * (bx - ax);
      const dy = y - ay - nearest * (by - ay);
      if (dx * dx + dy * dy <= radius * radius) inked[row * fine + column] = 1;
    }
  }
}

function clampCell(value: number): number {
  return Math.min(GLYPH_MAXIMUM, Math.max(0, Math.round(value)));
}
