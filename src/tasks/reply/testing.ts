/** A mail as the tests of the task have it. */
import * as v from "valibot";
import { ReplyInput } from "./input.ts";

export type More = Partial<Omit<ReplyInput, "message">> & {
  readonly message?: Partial<ReplyInput["message"]>;
};

/** The task's input for a mail of `text` from Anna Weber to Robin Vale, but for what `more` says. */
export function inputOf(text: string, { message, ...more }: More = {}): ReplyInput {
  return v.parse(ReplyInput, {
    message: {
      site: "other",
      url: "https://mail.example/",
      subject: "",
      own: { name: "Robin Vale", address: "" },
      sender: { name: "Anna Weber", address: "" },
      date: "",
      text,
      isOwn: false,
      lang: "",
      direction: "ltr",
      earlier: [],
      folded: { before: 0, after: 0 },
      editor: "open",
      ...message,
    },
    ...more,
  });
}
