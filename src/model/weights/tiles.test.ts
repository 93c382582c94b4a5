import { describe, expect, it } from "vitest";
import { TILE, tileRows, untileRows } from "./tiles.ts";

const WIDTH = 5;
const rows = Uint32Array.from({ length: 3 * TILE * WIDTH }, (_, index) => index * 2654435761);

describe("tiles of rows", () => {
  it("put the words of one column of 16 rows side by side", () => {
    const words = rows.slice();
    tileRows(words, WIDTH);
    for (const [row, column] of [
      [0, 0],
      [0, 4],
      [15, 1],
      [16, 0],
      [47, 3],
    ] as const) {
      const place = Math.floor(row / TILE) * TILE * WIDTH + column * TILE + (row % TILE);
      expect(words[place]).toBe(rows[row * WIDTH + column]);
    }
  });

  it("are taken apart again", () => {
    const words = rows.slice();
    tileRows(words, WIDTH);
    untileRows(words, WIDTH);
    expect(words).toEqual(rows);
  });
});
