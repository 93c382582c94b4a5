import { describe, expect, it } from "vitest";
import { isNewestFirst } from "./order.ts";

describe("isNewestFirst", () => {
  it.each([
    ["ISO", ["2026-05-06T10:00", "2026-05-05T09:00"], true],
    ["ISO, oldest first", ["2026-05-05T09:00", "2026-05-06T10:00"], false],
    ["numeric, day first", ["mar. 05/05/2026 14:20", "lun. 04/05/2026 09:00"], true],
    ["numeric, either reading", ["06/05/2026 08:00", "05/05/2026 08:00"], true],
    ["numeric, readings that differ", ["02/05/2026 08:00", "03/04/2026 08:00"], false],
    ["twelve hours on one day", ["Wed 5/6/2026 1:05 PM", "Wed 5/6/2026 8:05 AM"], false],
    ["twelve hours on two days", ["Wed 5/6/2026 1:05 PM", "Tue 5/5/2026 8:05 PM"], true],
    ["words", ["May 6", "May 5"], false],
    ["one", ["2026-05-06"], false],
    ["none", [], false],
  ])("%s", (_, dates, expected) => {
    expect(isNewestFirst(dates)).toBe(expected);
  });
});
