import { expect, it } from "vitest";
import { LANGUAGES } from "./index.ts";
import { REPLY_LANGUAGES } from "./tags.ts";

it("names the languages of which there is a catalogue", () => {
  expect(REPLY_LANGUAGES).toEqual(LANGUAGES.map(({ tag }) => tag));
});
