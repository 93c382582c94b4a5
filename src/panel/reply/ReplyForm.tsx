/** What a reply is begun from: the open message, and what the reply is to do; all of it can be left as it is. */
import { useCallback, useEffect, useId } from "preact/hooks";
import { INTENTS, LENGTHS, TONES } from "../../tasks/reply/input.ts";
import { Choices } from "../../ui/Choices.tsx";
import { Button, ErrorMessage, Notice, Progress } from "../../ui/elements.tsx";
import { t } from "../../ui/i18n.ts";
import type { Page } from "../view.ts";
import { MessageSeen } from "./MessageSeen.tsx";
import type { ReplyPart } from "./reply-context.ts";

/** Milliseconds between two looks at a page in which no message is open: one may be opened without a new address. */
const LOOK_MS = 1500;
/** As the task takes it. */
const MAX_WORDS = 2000;

interface ReplyFormProps {
  readonly part: ReplyPart;
  /** The page in front. */
  readonly page: Page;
}

export function ReplyForm({ part, page }: ReplyFormProps) {
  const { seen, actions } = part;
  useLooks(part, page);
  switch (seen?.kind) {
    case undefined:
    case "reading":
      return (
        <>
          <p>{t("reply_looking")}</p>
          <Progress label={t("reply_looking")} />
        </>
      );
    case "failed":
      return (
        <ErrorMessage error={seen.error}>
          <p>
            <Button look="go" primary onPress={() => void actions.look()}>
              {t("retry")}
            </Button>
          </p>
        </ErrorMessage>
      );
    case "message":
      return (
        <>
          {seen.isOther && (
            <Notice>
              <p role="alert">{t("reply_opened_other")}</p>
            </Notice>
          )}
          <MessageSeen message={seen.message} />
          <WishFields part={part} />
        </>
      );
  }
}

function WishFields({ part: { wishes, actions } }: { readonly part: ReplyPart }) {
  const id = useId();
  return (
    <>
      <Choices
        legend={t("reply_intent")}
        options={(["auto", ...INTENTS] as const).map((value) => ({
          value,
          label: t(`reply_intent_${value}`),
        }))}
        value={wishes.intent}
        choose={(intent) => actions.wish({ intent })}
      />
      <p class="own-words">
        <label for={id}>{t("reply_words")}</label>
        <textarea
          id={id}
          rows={2}
          dir="auto"
          autocomplete="off"
          maxLength={MAX_WORDS}
          placeholder={t("reply_words_example")}
          value={wishes.words}
          onInput={(event) => actions.wish({ words: event.currentTarget.value })}
        />
      </p>
      <Choices
        legend={t("reply_tone")}
        options={TONES.map((value) => ({ value, label: t(`reply_tone_${value}`) }))}
        value={wishes.tone}
        choose={(tone) => actions.wish({ tone })}
      />
      <Choices
        legend={t("reply_length")}
        options={LENGTHS.map((value) => ({ value, label: t(`reply_length_${value}`) }))}
        value={wishes.length}
        choose={(length) => actions.wish({ length })}
      />
    </>
  );
}

/** Reads the open message when the page changes, when the user comes back from it, and while there is none. */
function useLooks({ seen, actions }: ReplyPart, page: Page): void {
  const look = useCallback(() => void actions.look(), [actions]);
  // The page's address and title are what the effect waits for, not what it reads.
  useEffect(look, [look, page.url, page.title]);
  // Two tabs may show the same page.
  const isUnseen = seen === null;
  useEffect(() => {
    if (isUnseen) look();
  }, [look, isUnseen]);
  useEffect(() => {
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, [look]);
  const isMissing = seen?.kind === "failed" && seen.error.code === "page-without-mail";
  useEffect(() => {
    if (!isMissing) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    // A page may take longer to be read than lies between two looks, each of which overtakes the one before it.
    const lookLater = (): void => {
      timer = setTimeout(() => void actions.look().then(() => isOver || lookLater()), LOOK_MS);
    };
    lookLater();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [actions, isMissing]);
}
