// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { BaseError, FIELD_ORDER } from "@commonweight/sdk/proving";
import { POINT_BYTES, startCurve, toScalars } from "../../setup/bn254.ts";
import { windowWidth } from "../../setup/fixedBase.ts";
import { multiplyGenerators } from "../../setup/multiply.ts";

/** Uniform enough, and the same at every run. */
function scalarOf(seed: number): bigint {
  return BigInt(`0x${createHash("sha512").update(`scalar ${seed}`).digest("hex")}`) % FIELD_ORDER;
}

describe("multiplying the generators", () => {
  it("agrees with the curve library, at the edges and in several processes", async () => {
    const edges = [0n, 1n, 2n, FIELD_ORDER - 1n, 1n << 253n, (1n << 253n) - 1n, 0n];
    const scalars = {
      // Work for more than one process.
      G1: [...edges, ...Array.from({ length: 5000 }, (_, i) => scalarOf(i)), 0n],
      G2: [...edges, scalarOf(-1)],
    };
    const parts: number[] = [];
    const points = await multiplyGenerators({ G1: toScalars(scalars.G1), G2: toScalars(scalars.G2) }, (done) =>
      parts.push(done),
    );
    assert.ok(parts.length > 0 && parts.every((part, i) => part > (parts[i - 1] ?? 0) && part <= 1), `${parts}`);

    const { curve } = await startCurve(0);
    for (const group of ["G1", "G2"] as const) {
      const size = POINT_BYTES[group];
      assert.equal(points[group].length, scalars[group].length * size);
      for (const [i, scalar] of scalars[group].entries()) {
        // The library is slow: beyond the edges, every 97th will do.
        if (i >= edges.length && i % 97 !== 0 && i < scalars[group].length - 1) continue;
        const expected = curve[group].toAffine(curve[group].timesScalar(curve[group].g, scalar));
        assert.deepEqual(points[group].slice(i * size, (i + 1) * size), expected, `${group}, scalar ${i}: ${scalar}`);
      }
    }
  });

  it("tells when a process fails, with what it said", async () => {
    const options = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = "--require ./no-such-file.cjs";
    try {
      const multiplying = multiplyGenerators({ G1: toScalars([1n]), G2: toScalars([]) });
      await assert.rejects(multiplying, (error) => {
        assert.ok(error instanceof BaseError);
        assert.match(error.shortMessage, /ended with exit code 1, 1 points short/);
        assert.match(error.details ?? "", /no-such-file\.cjs/);
        return true;
      });
    } finally {
      if (options === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = options;
    }
  });

  it("chooses wider windows for more scalars", () => {
    const widths = [1, 100, 10_000, 1_000_000].map(windowWidth);
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => a - b),
    );
    assert.ok(widths[0]! >= 1 && widths[3]! > widths[0]!);
  });
});
