/** Under which terms a page may be used: it stands at the beginning of many pages, and is not what they are about. */

/** Names and marks that are the same in all languages, and the usual sentence in some. */
const RIGHTS = new RegExp(
  [
    "©",
    String.raw`\(c\)\s?(?:19|20)\d\d`,
    String.raw`\bcopyright(?:ed)?\b`,
    String.raw`\bcreative commons\b`,
    String.raw`\bCC[- ]BY\b`,
    String.raw`\bGNU (?:General|Lesser|Free|Affero)\b`,
    String.raw`\b(?:MIT|BSD|Apache) licen[cs]e\b`,
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "tutti i diritti riservati",
    "todos os direitos reservados",
    "alle rechten voorbehouden",
    "все права защищены",
    "جميع الحقوق محفوظة",
    "無断転載",
    "版权所有",
    "版權所有",
  ].join("|"),
  "iu",
);

/** Whether a sentence speaks of the rights in a text. */
export function speaksOfRights(text: string): boolean {
  return RIGHTS.test(text);
}
