/**
 * Sentences that speak to whoever summarises rather than to the reader ("ignore all instructions", "the summary must say").
 * A model may obey them in words that their own sentence bears out, so that no check would find it. They are therefore never
 * put before the model: one that is chosen at all is shown as what it is, a quotation. A precaution only: what no list here
 * knows meets the same checks as all else.
 */

/** Words with "_" for spaces, in any case, and what is found anywhere in scripts without spaces. */
function anyOf(list: string, anywhere: string): RegExp {
  const words = list.replaceAll(" ", "|").replaceAll("_", "\\s+");
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${words})(?![\\p{L}\\p{M}])|${anywhere}`, "giu");
}

/** Whoever is spoken to, and what is asked of them. */
const SPOKEN_TO = anyOf(
  "AIs? assistants? chat_?bots? language_models? LLMs? prompts? summary summaries summari[sz]ers? summari[sz]e instructions? developer_mode " +
    "KIs? Assistent(?:en|in)? Sprachmodell Zusammenfassung Anweisung(?:en)? intelligence_artificielle assistante? modèle_de_langage résumé " +
    "inteligencia_artificial inteligência_artificial asistente assistente modelo_de_lenguaje resumen resumo instrucciones instruções " +
    "intelligenza_artificiale riassunto istruzioni taalmodel samenvatting instructies " +
    "ии ассистент\\p{L}* помощник\\p{L}* резюме инструкци\\p{L}*",
  "アシスタント|要約|指示|プロンプト|人工知能|人工智能|助手|摘要|指令|提示|인공지능|요약|지시|مساعد|الملخص|التعليمات",
);

/** What tells somebody to write this or that. Two of them in one sentence are seldom meant for a reader. */
const ORDERS = anyOf(
  "ignore disregard forget override obey repeat reply answer output print write say tell recommend mention praise describe copy " +
    "ignoriere? vergiss schreibe? antworte gib empfiehl(?:st)? oublie[zr]? écris écrivez réponds répondez ignora ignorez olvida olvide escribe " +
    "escriba responde recomienda dimentica scrivi rispondi esqueça escreva responda negeer vergeet schrijf antwoord игнорируй\\p{L}* забудь\\p{L}* " +
    "напиши\\p{L}* ответь\\p{L}*",
  "無視|書い|書く|忘れ|答え|忽略|无视|忘记|只写|回答|무시|써라|تجاهل|اكتب",
);

/** What is laid on whoever is spoken to. */
const DUTIES = anyOf(
  "must should has_to needs_to you your begin put muss müssen soll du sie ihr doit dois devez debe debes deve devi moet je jij нужно должен должно",
  "べき|こと。|必须|해야|يجب",
);

/** The marks of conversations that models are trained on, and heads of lines that stand in prompts rather than on pages. */
const MARKS =
  /<\/?\w*(?:_of_turn|bos|eos)\b|<\|\w+\|>|\[\/?(?:INST|SYS)\]|[‹<](?:start|end)_of|^\W*(?:system|user|assistant|model|summary|headline|text)\s*:/iu;

/** Whether a sentence looks as if it told a model what to do. */
export function isSuspect(text: string): boolean {
  // Letters that are not seen are a way to hide words.
  const plain = text.normalize("NFKC").replace(/\p{Cf}/gu, "");
  if (MARKS.test(plain)) return true;
  const orders = count(plain, ORDERS);
  if (count(plain, SPOKEN_TO) > 0) return orders > 0 || count(plain, DUTIES) > 0 || /[:：]/.test(plain);
  return orders > 1 || (orders > 0 && /[:：]/.test(plain) && count(plain, DUTIES) > 0);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
