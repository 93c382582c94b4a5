/**
 * Rows in tiles, as the kernels read them (compiler/postil_compiler/kernels/quantised.py): of 16 rows the first words, then
 * the second words, and so on, so that threads that work on neighbouring rows read neighbouring words.
 */

/** Rows of a tile. */
export const TILE = 16;

/**
 * Rows one after the other become tiles one after the other, in place.
 * @param words whole tiles
 * @param width words in a row
 */
export function tileRows(words: Uint32Array, width: number): void {
  const rows = new Uint32Array(TILE * width);
  for (let start = 0; start < words.length; start += rows.length) {
    rows.set(words.subarray(start, start + rows.length));
    let to = start;
    for (let column = 0; column < width; column++)
      for (let row = 0; row < TILE; row++) words[to++] = rows[row * width + column] as number;
  }
}

/** The way back from `tileRows`. */
export function untileRows(words: Uint32Array, width: number): void {
  const tile = new Uint32Array(TILE * width);
  for (let start = 0; start < words.length; start += tile.length) {
    tile.set(words.subarray(start, start + tile.length));
    let to = start;
    for (let row = 0; row < TILE; row++)
      for (let column = 0; column < width; column++) words[to++] = tile[column * TILE + row] as number;
  }
}
