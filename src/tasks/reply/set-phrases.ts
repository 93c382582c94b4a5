/**
 * Set phrases of mails in all languages together, as a mail mixes them: what only sounds like a request, wishes, thanks, and
 * questions that point back. They are told by their words, and are too alike in all languages to be worth a review in each.
 */
import { hasWords } from "./words.ts";

/** Thanks for something, whatever follows. */
export const THANKING =
  "thank you for|thanks for|danke für|dank für|danke dir für|remercie|merci pour|gracias por|agradezco|ringrazio|grazie per|agradeço|obrigad[oa] pel[oa]|bedankt voor|dank voor|dziękuję za|dzięki za";

/** What has the form of a request and asks for nothing. */
export const STOCK_PHRASES =
  "please (?:find|see|note|be advised|be aware)|(?:anbei|im anhang)|bitte beachten sie|veuillez (?:trouver|noter)|ci-joint|(?:adjunto|adjunta|adjuntamos)|in allegato|em anexo|bijgevoegd";

/** What "let me know" may have beside it and still ask for nothing new. */
export const POLITE_REST =
  "(?:as )?soon|as (?:soon as )?(?:possible|you can)|asap|shortly|quickly|just|then|either way|in (?:advance|time)|at your earliest convenience|when you can|thanks|thank you|" +
  "bald|möglichst|rechtzeitig|einfach|doch|dann|gern|gerne|so (?:bald|schnell) wie möglich|dazu|danke|mir|uns|" +
  "dès que possible|au plus vite|rapidement|bientôt|merci|" +
  "pronto|cuanto antes|lo antes posible|en cuanto (?:puedas|pueda)|gracias|" +
  "presto|al più presto|quanto prima|appena (?:puoi|può|possibile)|grazie|" +
  "em breve|logo|assim que (?:puder|puderes|possível)|o quanto antes|obrigad[oa]|" +
  "graag|snel|spoedig|gauw|zo (?:snel|spoedig) mogelijk|bedankt|het|me|mij|ons|" +
  "wkrótce|szybko|jak najszybciej|z góry|dziękuję|nam";

/** "Do you mind if I …?", to which a yes would be a no, and "would it be possible", of which nothing can be copied. */
export const MINDING =
  "(?:do|would) you mind if|is it (?:ok|okay|all right|alright|fine)(?: with you)? if (?:I|we)|" +
  "stört es (?:dich|sie|euch)|macht es (?:dir|ihnen|euch) etwas aus|(?:hast du|haben sie) etwas dagegen|" +
  "(?:ça|cela) (?:te|vous) (?:dérange|dérangerait|ennuie|ennuierait) si|(?:vois-tu|voyez-vous) un inconvénient|" +
  "(?:te|le) importa(?:ría)? (?:si|que)|(?:ti|le) (?:dispiace|dispiacerebbe) se|" +
  "importa[ -]se (?:que|se|de)|importas-te (?:que|se|de)|se importa (?:que|se)|" +
  "(?:vind je|vindt u) het erg als|(?:heb je|hebt u|heeft u) er bezwaar tegen|" +
  "czy (?:masz|ma pani?) coś przeciwko|" +
  "would it be (?:possible|ok|okay|all right|alright)|wäre es möglich|serait-il possible|sería posible|sarebbe possibile|seria possível|zou het mogelijk zijn|czy byłoby możliwe";

/** The last lines of letters: help that is offered for any case, and mail that wants no answer. */
const AT_YOUR_SERVICE =
  "hesitate|feel free|(?:have|are|with|for|of) any (?:\\p{L}+ )?(?:questions?|queries|concerns|problems|issues)|(?:have|with|for) (?:further|more|other|additional) questions|questions or (?:concerns|comments)|" +
  "need (?:anything|any (?:\\p{L}+ )?(?:help|information|assistance)|further (?:help|information|assistance))|(?:do not|don['’]t) (?:reply|respond) to this|please (?:do not|don['’]t) (?:reply|respond)|no need to (?:reply|respond|answer)|" +
  "(?:zögern|zögere|scheuen|scheue) \\p{L}+(?: \\p{L}+)? nicht|zöger\\p{L}* nicht|(?:bei|für|sollten|sollte|falls|wenn|haben) (?:[\\p{L}]+ )*?(?:rück)?fragen|zur verfügung|um (?:ihre |deine |eure )?(?:beachtung|kenntnisnahme|geduld)|bei unklarheiten|antworten sie (?:bitte )?nicht|nicht auf diese|" +
  "hésite[zs]? (?:surtout )?pas|à (?:votre|ta) (?:entière )?disposition|(?:si|en cas de|pour) (?:[\\p{L}’']+ )*?(?:questions?|besoin d['’]aide|difficultés?)|ne (?:pas )?répond(?:re|ez) (?:pas )?à ce|" +
  "no dud(?:e|es|en|éis) en|(?:si|cualquier|para) (?:[\\p{L}]+ )*?(?:dudas?|consultas?|preguntas?)|a (?:tu|su|vuestra) (?:entera )?disposición|no respond(?:a|as|er) a este|lo que (?:mejor )?(?:te|le) (?:venga|convenga|vaya)|" +
  "(?:non|senza) esit(?:i|are|ino)|non esitare|(?:per|se) (?:[\\p{L}’']+ )*?(?:domand[ae]|dubbi[oe]?|chiariment[oi])|a (?:tua|sua|vostra) (?:completa )?disposizione|non rispond(?:ere|a) a questa|" +
  "não hesit(?:e|es|em)|(?:se|qualquer|para|caso) (?:[\\p{L}]+ )*?(?:dúvidas?|perguntas?|questões)|à (?:sua|tua|vossa|inteira)? ?disposição|não respond(?:a|as|er) a (?:este|esta)|" +
  "aarzel (?:\\p{L}+ )?niet|(?:mocht|als|bij|indien) (?:[\\p{L}]+ )*?(?:vragen|onduidelijk\\p{L}*)|gerust|niet (?:te )?(?:op deze|antwoorden)|" +
  "nie wahaj|(?:w razie|w przypadku|gdyby|jeśli|jeżeli) (?:[\\p{L}]+ )*?(?:pyta(?:ń|nia)|wątpliwości|problemów)|do (?:pana |pani |państwa |twojej )?dyspozycji|nie odpowiadać na|" +
  "(?:ihr|dein|euer) verständnis|(?:votre|ta) compréhension|(?:su|tu) comprensión|comprensione|(?:sua|tua|vossa) compreensão|(?:uw|je) begrip|wyrozumiałość|your (?:patience|understanding)";

/** "If you cannot attend, please call": a request for a case that has not come. */
const IN_A_CASE =
  "^(?:if|should|in case|unless) you (?:can ?not|can['’]t|are (?:unable|not)|have (?:already|received|not|since)|haven['’]t|do not|don['’]t|no longer|wish|received|(?:have )?changed)|^unless |^in (?:urgent|an? (?:urgent|emergency)|case of)|^for (?:urgent|any) |" +
  "^(?:falls|wenn|sollten|sollte|sofern) (?:sie|du|ihr|dies|das|der|die)(?![\\p{L}]).*(?:nicht|verhindert|bereits|schon|kein\\p{L}*)(?![\\p{L}]).*,|^in dringenden|^im notfall|^bei (?:\\p{L}+ )?(?:problemen|anliegen)|" +
  "^(?:si|au cas où) (?:vous|tu) (?:n['’]|ne |avez déjà|as déjà|souhaitez ne)|^en cas d(?:e |['’])|^pour toute? |" +
  "^(?:si|en caso de) (?:no |ya )|^(?:en|em|in) caso d[ie] |^para (?:cualquier|qualquer|urgencias)|^per (?:urgenze|qualsiasi)|^(?:se|qualora) (?:non |ha già |hai già )|^(?:se|caso) (?:não |já )|" +
  "^(?:als|indien|mocht) (?:u|je) (?:[\\p{L}]+ )*?(?:niet|verhinderd|al)(?![\\p{L}])|^bij (?:spoed|dringende|problemen)|^in dringende|^w (?:pilnych|nagłych)|^(?:jeśli|jeżeli) (?:nie |już )";

/** "Any questions? Call us." */
const RHETORICAL =
  /^[¿\s]*(?:(?:do you )?have any (?:other |further )?(?:questions|queries)|any (?:other |further )?questions|(?:do you )?need (?:any )?(?:help|assistance)|(?:haben sie|hast du|habt ihr) (?:noch )?(?:fragen|rückfragen)|(?:noch )?fragen|(?:avez-vous|as-tu|vous avez) (?:encore )?(?:des|d['’]autres|une) questions?|(?:une|des) questions?|(?:tiene|tienes|tenéis) (?:alguna )?(?:dudas?|preguntas?)|(?:alguna duda|dudas)|(?:ha|hai|avete) (?:domande|dubbi)|(?:tem|tens) (?:alguma )?(?:dúvidas?|perguntas?)|(?:heb je|hebt u|heeft u) (?:nog )?(?:vragen|een vraag)|(?:bent u|ben je) verhinderd|(?:masz|ma pani?|mają państwo) (?:jakieś )?pytania)\s*[?？]$/iu;

/** Whether a question is asked for the sake of what follows it. */
export function isRhetorical(question: string): boolean {
  return RHETORICAL.test(question.trim());
}

/** Whether a sentence that is no question asks for nothing, though it has the form of a request. */
export function asksNothing(text: string): boolean {
  return hasWords(text, AT_YOUR_SERVICE) || new RegExp(IN_A_CASE, "iu").test(text.trim());
}

const WISHES =
  "happy (?:birthday|new year|anniversary|easter|holidays|christmas)|merry christmas|season['’]s greetings|congratulations|congrats|many happy returns|get well(?: soon)?|" +
  "herzliche[nr]? glückw(?:unsch|ünsche)|alles (?:gute|liebe) zum|frohe (?:weihnachten|ostern|festtage)|(?:gutes|frohes) neues jahr|guten rutsch|(?:ich|wir) gratulier\\p{L}*|gute besserung|" +
  "(?:joyeux|bon) anniversaire|joyeu(?:x|ses) (?:noël|fêtes|pâques)|bonne année|meilleurs vœux|félicitations|bon rétablissement|" +
  "feliz (?:cumpleaños|navidad|año|aniversario)|felices fiestas|felicidades|enhorabuena|que te mejores|que se mejore|" +
  "buon (?:compleanno|natale|anno|anniversario)|buone feste|(?:tanti|tantissimi) auguri|congratulazioni|buona (?:pasqua|guarigione)|" +
  "feliz (?:natal|ano novo|páscoa)|boas festas|parabéns|as melhoras|" +
  "gefeliciteerd|felicitaties|(?:fijne|prettige) (?:feestdagen|kerst\\p{L}*|verjaardag)|gelukkig nieuwjaar|beterschap|" +
  "wszystkiego najlepszego|sto lat|wesołych świąt|szczęśliwego nowego roku|(?:serdecznie )?gratul\\p{L}+|wracaj do zdrowia";

/** What firms thank for; nobody says "you are welcome" to that. */
const BUSINESS =
  "order|purchase|message|e-?mails?|enquiry|inquiry|interest|payment|booking|reservation|subscription|registration|application|reply|response|answer|request|feedback|contacting|choosing|getting back|subscribing|registering|signing|shopping|visiting|reaching|writing|letting|updates?|info|information|offer|invitation|" +
  "bestellung|anfrage|nachricht|mail|antwort|interesse|zahlung|buchung|anmeldung|bewerbung|rückmeldung|schreiben|infos|informationen|angebot|einladung|einkauf|registrierung|vertrauen|" +
  "commande|courriel|réponse|demande|intérêt|paiement|réservation|inscription|candidature|retour|offre|proposition|achat|confiance|" +
  "pedido|mensaje|correo|respuesta|solicitud|interés|pago|reserva|inscripción|compra|confianza|oferta|invitación|información|consulta|" +
  "ordine|messaggio|risposta|richiesta|pagamento|prenotazione|iscrizione|acquisto|fiducia|offerta|invito|informazion[ei]|averci|" +
  "encomenda|mensagem|resposta|interesse|pagamento|inscrição|confiança|proposta|convite|informação|contacto|contato|" +
  "bestelling|bericht|antwoord|reactie|aanvraag|betaling|reservering|inschrijving|aankoop|vertrouwen|aanbod|uitnodiging|informatie|" +
  "zamówienie|wiadomość|maila|odpowiedź|zgłoszenie|zainteresowanie|płatność|wpłatę|rezerwację|rejestrację|zakup|zaufanie|ofertę|zaproszenie|informację|kontakt";

const GRATITUDE =
  "(?:thanks|thank you)(?: (?:so|very|again|a|lot|much|ever))* for|dank(?:e)?(?: (?:dir|euch|ihnen|noch|nochmals?|noch einmal|sehr|vielmals))* für|danke, dass|" +
  "merci(?: (?:beaucoup|encore|infiniment|mille fois))* (?:pour|de m['’]avoir|d['’]avoir)|(?:te|vous) remercie(?: (?:beaucoup|encore|vivement))* (?:pour|de)|" +
  "gracias(?: de nuevo| otra vez)? por|agradezco (?:mucho )?|grazie(?: (?:mille|tante|infinite|ancora|di cuore))* per|(?:ti|la|vi) ringrazio(?: (?:molto|tanto|ancora))* per|" +
  "obrigad[oa](?: mais uma vez)? (?:pel[oa]s?|por)|(?:bedankt|dank(?: je| u)?(?: wel)?)(?: nog| nogmaals)? voor|(?:dziękuję|dziękujemy|dzięki)(?: (?:bardzo|jeszcze raz|serdecznie))* za";

/** What a message is that asks for nothing: good wishes, thanks for a kindness, or thanks for business as usual. */
export type Courtesy = "wishes" | "gratitude" | "business";

/** Sentences by which good wishes are told; later ones close a letter. */
const FIRST = 3;
/** Sentences of a message that does nothing but thank. */
const ONLY_THANKS = 2;

/** `sentences` are those of a message, in order, without what asks for nothing. */
export function courtesyOf(sentences: readonly string[]): Courtesy | undefined {
  if (sentences.slice(0, FIRST).some((text) => hasWords(text, WISHES))) return "wishes";
  const [first = ""] = sentences;
  if (!hasWords(first, `${GRATITUDE}|${THANKING}`)) return undefined;
  const isKind = hasWords(first, GRATITUDE) && !hasWords(first, BUSINESS) && sentences.length <= ONLY_THANKS;
  return isKind ? "gratitude" : sentences.length === 1 ? "business" : undefined;
}

/** "Does that suit you?": asks about what was said before, and is answered together with it. */
const POINTING_BACK =
  "(?:would|does|will|is|are) (?:that|this|it|you)(?: (?:be|all|both|also))* (?:interest(?:ed)?(?: you)?|suit(?: you)?|work|sound (?:good|ok|okay|fine|reasonable)|ok|okay|fine|possible|good|all right|alright|convenient|acceptable|doable)(?: (?:for|with|to) (?:you|everyone|everybody))?|interested|sounds? good|deal|agreed|" +
  "(?:wäre|ist|passt|geht|ginge|klingt|hört sich) (?:das|dies|es)(?: (?:für|bei|dir|ihnen|euch|dich|sie|so|in|okay|ok|möglich|gut|recht|etwas|interessant|denkbar|machbar|ordnung|an|auch))*|einverstanden|interessiert (?:dich|sie) das|" +
  "(?:est-ce que )?(?:cela|ça) (?:(?:te|vous) )?(?:convient|conviendrait|irait|va|intéresse|intéresserait|semble (?:bien|bon))(?:-t-il|-il)?(?: (?:pour|à) (?:toi|vous))?|est-ce (?:possible|bon|d['’]accord)(?: pour (?:toi|vous))?|d['’]accord|(?:es-tu|êtes-vous) (?:intéressée?s?|d['’]accord)|" +
  "(?:te|le|os|les) (?:parece bien|va bien|viene bien|interesa|interesaría)(?: (?:así|eso|esto))?|de acuerdo|(?:es|sería|está) (?:posible|bien)(?: (?:así|eso|para (?:ti|usted)))?|" +
  "(?:ti|le|vi) (?:va bene|andrebbe bene|interessa|interesserebbe)(?: (?:così|questo|questa cosa))?|va bene|(?:è|sarebbe) possibile|" +
  "(?:isso |assim )?(?:(?:te|lhe) )?(?:interessa|convém|serve|dá jeito)(?: (?:assim|isso|para (?:ti|si|você)))?|pode ser|tudo bem assim|combinado|(?:é|seria) possível|" +
  "(?:past|schikt|lukt|klinkt|is|werkt|gaat) (?:dat|dit|het)(?: (?:je|jou|u|voor|goed|oké|ok|mogelijk|akkoord|wat|interessant|ook))*|akkoord|" +
  "(?:czy )?(?:to )?(?:pasuje|odpowiada|interesuje|może być)(?: (?:to|ci|panu|pani|państwu))*|zgoda|czy to możliwe";

/** "What do you think?", "what suits you best": the same, with more than a yes to say. */
const POINTING_BACK_OPENLY =
  "(?:any )?thoughts|any (?:ideas|suggestions)|what do you think|(?:what|when|which(?: \\p{L}+)?) (?:works|suits|fits)(?: you)?(?: best| better)?(?: for (?:you|everyone))?|" +
  "was (?:meinst|denkst|sagst) du(?: dazu)?|was (?:meinen|denken|sagen) sie(?: dazu)?|(?:was|wann es) (?:dir|ihnen|euch) (?:am besten |besser )?passt|" +
  "qu['’]en (?:penses-tu|pensez-vous|dis-tu|dites-vous)|ce qui (?:te |vous |t['’])(?:convient|arrange|irait)(?: le mieux)?|quand (?:ça|cela) (?:te |vous |t['’])(?:convient|arrange)(?: le mieux)?|" +
  "qué (?:te|le) parece|qué opinas?|(?:qué|cuándo) (?:te|le) (?:viene|va) (?:mejor|bien)|che ne (?:pensi|pensa|dici|dice)|quando (?:ti|le) va (?:meglio|bene)|" +
  "o que achas?|quando (?:te|lhe) dá (?:mais )?jeito|wat (?:vind|vindt|denk|denkt) (?:je|jij|u)(?: ervan)?|(?:wat|wanneer het) (?:je|jou|u) (?:het beste |beter )?uitkomt|" +
  "co (?:o tym )?(?:myślisz|sądzisz)(?: o tym)?|co ty na to|(?:co|kiedy) (?:ci|panu|pani) (?:najbardziej )?(?:pasuje|odpowiada)";

const BACK = new RegExp(`^(?:${POINTING_BACK}|${POINTING_BACK_OPENLY})$`, "iu");

/** "Can we move it?": about both, so that its words cannot be turned round, and about what else the message says. */
const CAN_WE =
  /^[¿\s]*(?:(?:and|und|et|y|e|en|i) )?(?:(?:can|could|may|shall|should) we|(?:können|könnten|dürfen|dürften|sollen) wir|(?:pouvons|pourrions)-nous|(?:on )?peut-on|pourrait-on|on peut|podemos|podríamos|poderíamos|possiamo|potremmo|(?:kunnen|mogen|zullen) (?:we|wij)|(?:czy )?(?:możemy|moglibyśmy))(?![\p{L}])/iu;

/** Whether a question asks about what was said before it and names nothing of its own. */
export function pointsBack(question: string): boolean {
  const bare = question
    .replace(/^[¿¡\s]+|[\s?!.]+$/gu, "")
    .replace(/^(?:and|so|und|et|y|e|en|i|also|dus|quindi|alors|entonces|então|więc),? /iu, "");
  return BACK.test(bare);
}

/** Whether a question is about what both would do. */
export function isAboutBoth(question: string): boolean {
  return CAN_WE.test(question);
}

/** "If you could help me": behind "I wonder" it is a request. */
export const INDIRECT_REQUEST =
  "(?:if|whether) you (?:could|can|would|might)(?: (?:be able to|like to help|help))?|ob (?:du|sie|ihr) (?:mir|uns|mich|bitte|vielleicht) (?:[^,]+ )?(?:kannst|könntest|können|könnten|würdest|würden)|" +
  "si (?:tu (?:peux|pourrais)|vous (?:pouvez|pourriez))|si (?:me |nos )?(?:puedes|podrías|puede|podría)|se (?:mi |ci )?(?:puoi|potresti|può|potrebbe)|" +
  "se (?:me |nos )?(?:podes|podias|pode|poderia|poderias)|of (?:je|jij|u) (?:me|mij|ons|misschien|even) (?:[^,]+ )?(?:kan|kunt|kunnen|zou)|czy (?:możesz|mógłbyś|mogłabyś|mógłby|mogłaby)";

const AVAILABILITY =
  "time|free|available|minutes?|mins?|moment|call|chat|talk|zeit|frei|telefon\\p{L}*|gespräch|anruf|sprechen|temps|moment|minutes?|libres?|disponibles?|appel|appeler|parler|téléphone|" +
  "tiempo|rato|hueco|momento|minutos|llamada|hablar|tempo|attimo|minuti|liber[oa]|disponibile|chiamata|parlare|sentirci|livre|disponível|minutos?|chamada|falar|" +
  "tijd|minuten|vrij|beschikbaar|bellen|praten|overleg(?:gen)?|gesprek|afspraak|czasu?|chwilę|minut\\p{L}*|woln[ya]|dostępn[ya]|rozmow\\p{L}*|porozmawiać";

const COMING =
  "come|coming|join\\p{L}*|invit\\p{L}*|visit|party|dinner|lunch|supper|komm(?:en|st|t)?|dabei|lust|einlad\\p{L}*|eingeladen|feier\\p{L}*|fest|essen|venir|viens|viendr\\p{L}+|dîner|déjeuner|fête|" +
  "vienes|vendr\\p{L}+|apuntas|cenar|comer|fiesta|venire|vieni|verr\\p{L}+|cena|pranzo|festa|vir|vens|jantar|almoçar|zin|kom (?:je|jij)|komen|mee(?:gaan|doen|eten|komen)?|feest|eten|przyjdziesz|przyjść|pójść|wpadniesz|ochotę|zaprasz\\p{L}*|zaprosz\\p{L}*";

/** Whether an invitation is to a feast, a meal or an outing, for which one thanks. */
export function isToCome(invitation: string): boolean {
  return hasWords(invitation, COMING) && !isToTalk(invitation);
}

/** Whether an invitation is to talk rather than to come: nobody is thanked for it, and nobody comes. */
export function isToTalk(invitation: string): boolean {
  return hasWords(invitation, AVAILABILITY);
}

/** "May I?", in the languages whose words for it offer nothing. */
const LEAVE =
  /^[¿\s]*(?:(?:and|und|et|en|i) )?(?:(?:can|could|may) I|(?:kann|könnte|darf|dürfte) ich|puis-je|pourrais-je|(?:est-ce que )?je (?:peux|pourrais)|(?:kan|mag) ik|(?:czy )?(?:mogę|mógłbym|mogłabym))(?![\p{L}])/iu;

/** A verb of leave in the first person, and the pronouns by which it becomes an offer. */
const MAY_I = /^[¿\s]*(?:y |e )?(?:puedo|podemos|podríamos|posso|possiamo|potrei|potremmo)(?!\p{L})/iu;
const FOR_YOU =
  /(?:[aei]r(?:te|le|les|os|ti|vi|la)|-(?:te|lhe|lhes))(?!\p{L})|(?<!\p{L})(?:te|le|les|os|ti|vi|lhe|lhes|você)(?!\p{L})/iu;

/** Whether the writer asks for leave; in some languages "I can" offers something as well. */
export function asksLeave(question: string): boolean {
  return LEAVE.test(question) || (MAY_I.test(question) && !FOR_YOU.test(question));
}
