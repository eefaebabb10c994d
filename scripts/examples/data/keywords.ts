// SPDX-License-Identifier: MIT
// Spoken words, synthesised as a recogniser sees them: the energy in a few bands of frequency, frame by frame. A word is a
// sequence of sounds with resonances (formants), or with hiss; every sample is said by another speaker, whose vocal tract
// shifts the resonances, at another pace, loudness and moment, in other noise.
import type { Samples } from "@commonweight/sdk/data";
import { createRandom, type Random } from "../../training/random.ts";

export const FRAMES = 12;
export const BANDS = 8;
/** The largest energy of 4 bits. */
export const ENERGY_MAXIMUM = 15;

/** A sound: resonances that glide from the first frequencies to the second ones, or hiss above a frequency, or silence. */
interface Sound {
  /** Share of the word, relative to its other sounds. */
  length: number;
  /** Hertz, first to third formant, at the beginning; none without a voice. */
  from?: readonly number[];
  /** At the end; as at the beginning unless given. */
  to?: readonly number[];
  /** Hertz above which it hisses. */
  hiss?: number;
  /** 1 unless given. */
  loudness?: number;
}

const voice = (length: number, from: readonly number[], to = from, loudness = 1): Sound => {
  return { length, from, to, loudness };
};
const hiss = (length: number, above: number, loudness = 0.8): Sound => ({ length, hiss: above, loudness });
const silence = (length: number): Sound => ({ length });

const NASAL = [280, 1300, 2300];

/** The words, of British voices roughly. */
export const WORDS: readonly { word: string; sounds: readonly Sound[] }[] = [
  { word: "yes", sounds: [voice(2, [280, 2250, 2900], [550, 1900, 2500]), voice(2, [550, 1850, 2500]), hiss(3, 3200)] },
  { word: "no", sounds: [voice(2, NASAL, NASAL, 0.6), voice(4, [500, 1300, 2400], [380, 850, 2300])] },
  { word: "up", sounds: [voice(3, [700, 1250, 2550]), silence(2), hiss(1, 900, 0.5)] },
  {
    word: "down",
    sounds: [hiss(1, 2600, 0.5), voice(4, [750, 1400, 2500], [400, 900, 2300]), voice(2, NASAL, NASAL, 0.6)],
  },
  {
    word: "left",
    sounds: [
      voice(2, [360, 1100, 2700], [550, 1800, 2500], 0.7),
      voice(2, [550, 1850, 2500]),
      hiss(2, 2000, 0.4),
      hiss(1, 2800),
    ],
  },
  {
    word: "right",
    sounds: [
      voice(2, [320, 1050, 1500], [700, 1200, 2300], 0.8),
      voice(3, [750, 1250, 2500], [350, 2200, 2800]),
      silence(1),
      hiss(1, 2800),
    ],
  },
  {
    word: "stop",
    sounds: [hiss(2, 3200), silence(1), voice(3, [600, 950, 2450]), silence(1), hiss(1, 900, 0.5)],
  },
  { word: "go", sounds: [hiss(1, 1400, 0.4), voice(5, [450, 1250, 2300], [370, 800, 2300])] },
];

/** Middle frequencies of the bands, in Hertz: even steps as the ear has them. */
const CENTRES = Array.from({ length: BANDS }, (_, band) => 240 * 1.52 ** band);
/** How far a resonance reaches, in octaves. */
const RESONANCE_WIDTH = 0.33;
/** Higher resonances are weaker. */
const RESONANCE_LOUDNESS = [1, 0.7, 0.45];

/**
 * Says words, in random order and as equal in number as they can be.
 * @param seed The same seed gives the same samples.
 * @returns Rows of 12 frames with 8 energies each from 0 to 15, frame by frame, and the indices of the words.
 */
export function sayKeywords(count: number, seed: number): Samples {
  const random = createRandom(seed);
  const labels = random.shuffle(Array.from({ length: count }, (_, sample) => sample % WORDS.length));
  return { features: labels.map((word) => say(WORDS[word]!.sounds, random)), labels };
}

function say(sounds: readonly Sound[], random: Random): number[] {
  const tract = 1.16 ** random.normal() / 1.02;
  const frames = random.between(0.55, 1) * FRAMES;
  const start = random.between(0, FRAMES - frames);
  const loudness = random.between(0.6, 1.15);
  const noise = random.between(0.06, 0.2);
  const lengths = sounds.map(({ length }) => length * random.between(0.7, 1.3));
  const total = lengths.reduce((sum, length) => sum + length, 0);

  return Array.from({ length: FRAMES }, (_, frame) => {
    const at = ((frame + 0.5 - start) / frames) * total;
    const swing = random.between(0.85, 1.1);
    return CENTRES.map((centre) => {
      const energy = loudness * swing * soundAt(sounds, lengths, at, centre / tract);
      return clampEnergy((energy + noise * random.normal()) * ENERGY_MAXIMUM);
    });
  }).flat();
}

/** Energy at a moment of the word, which begins at 0, and a frequency of a middling speaker. */
function soundAt(sounds: readonly Sound[], lengths: readonly number[], at: number, frequency: number): number {
  let end = 0;
  for (const [index, sound] of sounds.entries()) {
    const start = end;
    end += lengths[index]!;
    if (at >= start && at < end) return energyOf(sound, (at - start) / lengths[index]!, frequency);
  }
  return 0;
}

function energyOf({ from, to = from, hiss, loudness = 1 }: Sound, share: number, frequency: number): number {
  const hissing = hiss === undefined ? 0 : 1 / (1 + (hiss / frequency) ** 6);
  const resonances = (from ?? []).map((first, i) => {
    const formant = first + share * (to![i]! - first);
    return RESONANCE_LOUDNESS[i]! * Math.exp(-((Math.log2(frequency / formant) / RESONANCE_WIDTH) ** 2) / 2);
  });
  return loudness * Math.max(hissing, ...resonances, 0);
}

function clampEnergy(value: number): number {
  return Math.min(ENERGY_MAXIMUM, Math.max(0, Math.round(value)));
}
