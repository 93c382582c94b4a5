/** The languages that replies are written in, for whoever needs no more of them: their catalogues are large. */
export const REPLY_LANGUAGES: readonly string[] = ["en", "de", "fr", "es", "it", "pt", "nl", "pl"];
