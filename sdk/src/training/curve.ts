// SPDX-License-Identifier: MIT
import type { CurvePoint } from "./recordFiles.ts";

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 48, right: 48, top: 28, bottom: 36 };
const COLOURS = { loss: "#b3541e", accuracy: "#1f5fa8" } as const;

/**
 * The curve of a training as SVG: the loss to the left, the accuracy to the right, over the steps. The same points give the same text.
 *
 * @param points - as `train` gives them
 * @param title - what was trained
 */
export function trainingCurve(points: readonly CurvePoint[], title: string): string {
  const last = Math.max(1, ...points.map(({ step }) => step));
  const highest = Math.max(...points.map(({ loss }) => loss), Number.MIN_VALUE);
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const x = (step: number) => (MARGIN.left + (step / last) * inner.width).toFixed(1);
  const y = (share: number) => (MARGIN.top + (1 - share) * inner.height).toFixed(1);
  const line = (name: keyof typeof COLOURS, share: (point: CurvePoint) => number) => {
    const path = points.map((point) => `${x(point.step)},${y(share(point))}`).join(" ");
    return `<polyline fill="none" stroke="${COLOURS[name]}" stroke-width="1.5" points="${path}"/>`;
  };
  const label = (at: { x: number | string; y: number | string; anchor: string; colour?: string }, text: string) =>
    `<text x="${at.x}" y="${at.y}" text-anchor="${at.anchor}" fill="${at.colour ?? "#333"}">${escaped(text)}</text>`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>`,
    label({ x: MARGIN.left - 6, y: y(share), anchor: "end", colour: COLOURS.loss }, (share * highest).toFixed(0)),
    label({ x: WIDTH - MARGIN.right + 6, y: y(share), anchor: "start", colour: COLOURS.accuracy }, `${share * 100} %`),
    label({ x: x(share * last), y: HEIGHT - MARGIN.bottom + 16, anchor: "middle" }, (share * last).toFixed(0)),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    label({ x: WIDTH / 2, y: 16, anchor: "middle" }, title),
    ...ticks,
    line("loss", ({ loss }) => loss / highest),
    line("accuracy", ({ accuracy }) => accuracy),
    label({ x: MARGIN.left, y: HEIGHT - 4, anchor: "start", colour: COLOURS.loss }, "loss a sample"),
    label({ x: WIDTH - MARGIN.right, y: HEIGHT - 4, anchor: "end", colour: COLOURS.accuracy }, "right before learning"),
    label({ x: WIDTH / 2, y: HEIGHT - 4, anchor: "middle" }, "steps"),
    "</svg>",
    "",
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
