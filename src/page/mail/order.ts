/** Whether a conversation shows its newest message first, told from dates in any language's form. */

/**
 * True when the dates go backwards for sure. A numeric date may have day and month either way round, and a clock may have
 * twelve hours; only what holds for every reading counts.
 */
export function isNewestFirst(dates: readonly string[]): boolean {
  const first = dates[0];
  const last = dates.at(-1);
  if (first === undefined || last === undefined || first === last) return false;
  const readings = readingsOf(first).map((reading, index) => [reading, readingsOf(last)[index]] as const);
  return readings.length > 0 && readings.every(([a, b]) => b !== undefined && isLater(a, b));
}

/** The numbers of a date from the greatest unit to the least, in each way that they may be meant. Empty for none. */
function readingsOf(date: string): number[][] {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(date);
  if (iso !== null) return [iso.slice(1).map((part) => Number(part ?? 0))];
  const numbers = /(\d{1,4})[./-]\s?(\d{1,2})[./-]\s?(\d{1,4})(?:\D+(\d{1,2})[:.](\d{2}))?/.exec(date);
  if (numbers === null) return [];
  const [a = 0, b = 0, c = 0, hour = 0, minute = 0] = numbers.slice(1).map((part) => Number(part ?? 0));
  // The letters after the time are those of the half of the day, where there are any: they are compared as they are.
  if (/\d\s?\p{L}/u.test(date.slice(numbers.index + numbers[0].length - 1)))
    return numbers[1]?.length === 4
      ? [[a, b, c]]
      : [
          [c, a, b],
          [c, b, a],
        ];
  if (numbers[1]?.length === 4) return [[a, b, c, hour, minute]];
  return [
    [c, a, b, hour, minute],
    [c, b, a, hour, minute],
  ];
}

function isLater(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}
