/** The form of the scorecard's messages. All of them are texts of our own; every name in them is made up. */
import type { Intent, Length, Tone } from "../../../src/tasks/reply/input.ts";

export interface ReplyCase {
  readonly id: string;
  /** BCP 47; what the reply has to be written in. */
  readonly lang: string;
  /** As the page shows the sender. */
  readonly from: string;
  readonly text: string;
  /** What the user picks; nothing if undefined. */
  readonly intent?: Intent;
  /** What the user types. */
  readonly words?: string;
  readonly tone?: Tone;
  readonly length?: Length;
  /** The stance that a good reply takes: the picked one, or that which the message suggests. */
  readonly stance: Intent;
  /** For each question of the message, a pattern of words by which a reply shows what it answers; without regard to case. */
  readonly answers?: readonly string[];
  /** Patterns of what a good reply mentions. */
  readonly mentions?: readonly string[];
  /** Patterns of what must not stand in it. */
  readonly never?: readonly string[];
}
