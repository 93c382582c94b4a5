/** German. To be reviewed by native readers, from Austria and Switzerland too. */
import type { Language } from "./language.ts";

export const de: Language = {
  tag: "de",
  common:
    "der die das und ist nicht ich sie wir ihr ein eine einen dem den mit für auf von zu bitte haben können wird werden uns mir auch noch bei bis am im kannst hast ins es wenn dann so sehr als an aus hat sind war dass kann nach wie was wann wo über unter wollen möchte habe euch dir dich mich sich oder aber vielen danke guten tag hallo",
  letters: "[äöüß]",
  address: {
    familiar:
      "du|dich|dir|dein(?:e[rnms]?)?|euch|eu(?:er|re[rnms]?)|kannst|hast|bist|magst|möchtest|könntest|willst|würdest",
    formal: "Ihnen|Ihr(?:e[rnms]?)?|Sie|[Ss]ehr geehrte[rn]?",
  },
  greeting: {
    named: {
      friendly: ["Hallo {first},", "Hi {first},"],
      neutral: ["Guten Tag {name},"],
      formal: ["Guten Tag {name},"],
    },
    unnamed: { friendly: ["Hallo,"], neutral: ["Guten Tag,"], formal: ["Sehr geehrte Damen und Herren,"] },
  },
  closing: {
    friendly: ["Viele Grüße", "Liebe Grüße", "Herzliche Grüße"],
    neutral: ["Viele Grüße", "Beste Grüße"],
    formal: ["Mit freundlichen Grüßen"],
  },
  blanks: {
    answer: "Antwort",
    date: "Datum",
    time: "Uhrzeit",
    place: "Ort",
    amount: "Betrag",
    name: "Name",
    question: "Frage",
  },
  quotes: ["„", "“"],
  smallAfterGreeting: true,
  yes: "ja",
  no: "nein",
  stances: {
    thanks: ["Vielen Dank für {deine|Ihre} Nachricht.", "Danke für {deine|Ihre} E-Mail."],
    thanksInvitation: ["Vielen Dank für die Einladung.", "Herzlichen Dank für die Einladung."],
    thanksOffer: ["Vielen Dank für das Angebot.", "Danke für {dein|Ihr} Angebot."],
    thanksWishes: [
      "Vielen Dank für die {lieben|freundlichen} Worte.",
      "Herzlichen Dank, darüber habe ich mich sehr gefreut.",
    ],
    welcome: ["Das habe ich gern gemacht.", "Gern geschehen."],
    sorryTrouble: ["Es tut mir leid, dass es Ärger gab.", "Die Unannehmlichkeiten tun mir leid."],
    accept: ["Ja, damit bin ich einverstanden.", "Ja, das passt für mich."],
    acceptRequest: ["Ja, das mache ich gern.", "Gern, ich kümmere mich darum."],
    acceptInvitation: ["Ich komme sehr gern.", "Ja, ich bin gern dabei."],
    acceptOffer: ["Ich nehme es gern an.", "Darauf komme ich gern zurück."],
    acceptTime: ["{when} passt es mir gut.", "Ja, {when} habe ich Zeit."],
    decline: ["Leider muss ich absagen.", "Es tut mir leid, aber dem kann ich nicht zustimmen."],
    declineAnswer: ["Das kann ich {dir|Ihnen} leider nicht sagen.", "Dazu kann ich leider nichts sagen."],
    declineRequest: ["Leider ist mir das nicht möglich.", "Es tut mir leid, aber das kann ich nicht machen."],
    declineInvitation: ["Leider kann ich nicht kommen.", "Leider muss ich absagen."],
    declineOffer: ["Ich möchte es aber nicht annehmen.", "Leider muss ich diesmal ablehnen."],
    declineTime: ["{when} kann ich leider nicht.", "Leider passt es mir {when} nicht."],
    thank: [
      "Vielen Dank, dass {du|Sie} mir Bescheid {gegeben hast|gegeben haben}.",
      "Danke für die Information.",
    ],
    noted: ["Ich habe es mir notiert.", "Das habe ich zur Kenntnis genommen."],
    ask: [
      "Bevor ich antworten kann, habe ich noch eine Frage: {question}",
      "Dazu wüsste ich vorher gern noch etwas: {question}",
    ],
    postponeAnswer: [
      "Ich kann das noch nicht sagen und melde mich bis {date}.",
      "Ich brauche noch etwas Zeit und gebe {dir|Ihnen} bis {date} eine Antwort.",
    ],
    postponeTime: [
      "Können wir das auf später verschieben? Mein Vorschlag: {date}.",
      "Da passt es mir nicht, können wir einen späteren Termin finden? Mein Vorschlag: {date}.",
    ],
    complaintHeard: ["Danke für den Hinweis.", "Gut, dass {du|Sie} mir das {gesagt hast|gesagt haben}."],
    complaintAccepted: [
      "{Du hast|Sie haben} recht, ich kümmere mich darum.",
      "Das stimmt, und ich bringe es in Ordnung.",
    ],
    complaintDeclined: [
      "Leider kann ich daran nichts ändern.",
      "Es tut mir leid, aber da kann ich nichts tun.",
    ],
    answerOne: [
      "Zu {deiner|Ihrer} Frage {question}: {answer}",
      "Was {deine|Ihre} Frage {question} angeht: {answer}",
    ],
    answerLead: ["Hier die Antworten auf {deine|Ihre} Fragen:", "Zu {deinen|Ihren} Fragen:"],
    answerOther: [
      "Zu {deiner|Ihrer} anderen Frage: {answer}",
      "Was {deine|Ihre} andere Frage angeht: {answer}",
    ],
    answerBare: ["Zu {deiner|Ihrer} Frage: {answer}", "Was {deine|Ihre} Frage angeht: {answer}"],
    followUp: [
      "Ich möchte noch einmal auf meine letzte Nachricht zurückkommen.",
      "Ich wollte fragen, ob {du|Sie} meine letzte Nachricht schon gelesen {hast|haben}.",
    ],
    available: [
      "Wenn noch etwas unklar ist, {melde dich|melden Sie sich} gern.",
      "Bei weiteren Fragen {kannst du dich gern melden|können Sie sich gern melden}.",
    ],
    lookForward: ["Ich freue mich darauf.", "Ich freue mich schon."],
    anotherTime: ["Vielleicht klappt es ein anderes Mal.", "Ich hoffe, dass es ein anderes Mal klappt."],
  },
  cues: {
    open: {
      date: "wann|an welchem tag|welcher tag|welches datum",
      time: "um wie ?viel uhr|wie lange|wie spät",
      place: "wo|wohin|woher",
      amount: "wie ?viele?|wie teuer",
      name: "wer|wen|wem",
      answer:
        "was(?! halten| hältst)|welche[rsnm]?|warum|wieso|weshalb|wie(?! wäre)|womit|wofür|worüber|wozu|wessen",
    },
    question:
      "erkundigen|(?:möchte|will|wollte) wissen|(?:schreibe|melde)(?: \\p{L}+)?, um zu (?:fragen|erfahren)|(?:ich wollte|wir wollten|ich möchte|wir möchten|ich würde|wir würden) (?:(?:dich|sie|euch|mal|nur|noch|kurz|gerne?|nochmal|einmal) )*(?:(?:nach)?fragen|wissen)|(?:wir|ich) wüssten? gern|ich frage mich|ich wüsste gern|darf ich fragen|meine frage",
    request:
      "bitte|bitten|(?:ich|wir) (?:bräuchten?|benötigen?)|könntest du|kannst du|könnten sie|können sie|würdest du|würden sie|(?:ich wäre|wir wären) (?:(?:dir|ihnen|euch|sehr) )*(?:dankbar|froh),? wenn|es wäre (?:schön|nett|gut|super), wenn (?:du|sie)|du müsstest|sie müssten",
    tell: "(?:sag(?:e|t|en sie)?|gib|gebt|geben sie)(?: mir| uns)?(?: bitte| doch| kurz)*(?: bescheid|(?: eine)?(?: kurze)? rückmeldung)|(?:mir|uns) (?:bitte |kurz |noch )*(?:mitteilen|sagen|schreiben|(?:bescheid|rückmeldung) (?:geben|sagen))|(?:weißt|wisst) (?:du|ihr)|wissen sie|teil(?:e|en sie)?(?: mir| uns)?(?: bitte)? mit|sag(?:e|en sie)? (?:mir|uns)|schreib(?:e|en sie)? (?:mir|uns)|bestätig\\p{L}+",
    whether: "ob",
    or: "oder",
    invitation:
      "wie wäre (?:es|ein)|was (?:hältst du|halten sie) von|einlad\\p{L}*|lad(?:e|en)\\b.* ein|(?<!nicht )eingeladen|hast du lust|haben sie lust|kommst du|kommen sie|passt (?:es )?(?:dir|ihnen|euch)|würde (?:es )?(?:dir|ihnen) passen|treffen wir uns|wollen wir|sollen wir uns|können wir uns|hast du zeit|haben sie zeit|hättest du zeit|hätten sie zeit|hast du .*zeit|haben sie .*zeit|zeit (?:[\\p{L}\\d.:]+ ){0,6}(?:hast|haben|habt|hättest|hätten)|(?:du|ihr) (?:\\p{L}+ ){0,3}kommst?|ihr (?:\\p{L}+ ){0,3}kommt|(?:dabei|mit dabei) (?:bist|sind|seid|wärst|wären)|magst du .*kommen",
    offer:
      "(?:ich|wir) (?:biete|bieten|kann|können|könnte|könnten)\\b.* (?:an|anbieten|helfen|leihen|mitbringen|geben|schicken|abholen|übernehmen)|soll ich|sollen wir (?:dir|ihnen)|unser angebot|(?:biete|bieten) (?:dir|ihnen|wir)|kann ich (?:dir|ihnen)",
    complaint:
      "beschwer\\p{L}*|enttäusch\\p{L}*|reklam\\p{L}*|immer noch (?:nicht|kein\\p{L}*)|noch immer (?:nicht|kein\\p{L}*)|funktioniert nicht|kaputt|beschädigt(?!e)|defekt|zu laut|falsche?\\p{L}* (?:artikel|größe|ware|lieferung|rechnung)|unzufrieden|ärger\\p{L}*|nicht (?:in ordnung|akzeptabel|hinnehmbar)|nicht angekommen|mangel\\p{L}*",
    pleasantry: "wie geht(?:'s| es)(?: dir| ihnen| euch)?|alles gut(?: bei dir| bei ihnen)?",
    closing:
      "(?:mit )?(?:viele[n]?|liebe[n]?|beste[n]?|herzliche[n]?|freundliche[n]?|schöne[n]?)(?: \\p{L}+)? gr[uü](?:ß|ss)(?:e|en)?|gr[uü](?:ß|ss)e?|lg|vg|mfg|bis (?:bald|dann)|danke(?: (?:dir|ihnen|schon mal|im voraus))?|vielen dank(?: im voraus)?|hochachtungsvoll|alles (?:liebe|gute)|dein[e]?|euer|eure|ihr|ihre",
    onlyYes: "ja|ja gern|ja gerne|gern|gerne|ok|okay|klar|einverstanden|passt",
    onlyNo: "nein|nein danke|leider nein|leider nicht|nö|kein interesse",
    say: "(?:bitte )?(?:schreib|antworte)(?:e|en sie)?:",
  },
  when: {
    days: "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag",
    relative: "heute|morgen|übermorgen",
    parts:
      "nächste[rnsm]?|kommende[rnsm]?|diese[rnsm]?|früh|vormittag|mittag|nachmittag|abend|wochenende|woche",
    links: "am|um|den|dem|der|gegen|im|in|ab|an",
    lead: "am|um|den|gegen|im",
    units: "uhr|h",
    limits: "bis|vor|seit|nach|ab|spätestens|zum|vom|jeden|letzten|nicht",
  },
  mirror: {
    opening: "und|also|auch|außerdem|übrigens|dann|nun|noch eine frage|erstens|zweitens|ferner",
    fillers: "bitte|vielleicht|eventuell|mal|kurz|denn|eigentlich|zufällig|freundlicherweise",
    rules: [
      {
        match: "(?:kannst|könntest) du|(?:können|könnten) Sie",
        yes: "ich kann",
        no: "",
        turned: "kann ich",
        act: "request",
      },
      {
        match: "würdest du|würden Sie",
        yes: "ich kann",
        no: "",
        turned: "kann ich",
        act: "request",
      },
      {
        match: "wirst du|werden Sie",
        yes: "ich werde",
        no: "",
        turned: "werde ich",
        act: "request",
      },
      {
        match: "(?:möchtest|willst) du|(?:möchten|wollen) Sie",
        yes: "ich möchte",
        no: "",
        turned: "möchte ich",
        act: "request",
      },
      {
        match: "(?:kann|darf|könnte|dürfte) ich",
        yes: "{du kannst|Sie können}",
        no: "",
        turned: "{kannst du|können Sie}",
        act: "request",
      },
      { match: "hast du|haben Sie", yes: "ich habe", no: "", turned: "habe ich", act: "question" },
      { match: "bist du|sind Sie", yes: "ich bin", no: "", turned: "bin ich", act: "question" },
    ],
    yes: ["Ja, {s} {rest}.", "Ja, natürlich, {s} {rest}."],
    no: ["Leider {t} {rest}.", "Es tut mir leid, aber {s} {rest}."],
    notBeforeLast: "nicht",
    swaps: [
      "Ihnen>mir",
      "Ihr(e[rnms]?)?>mein$1",
      "mir>{dir|Ihnen}",
      "mich>{dich|Sie}",
      "uns>{euch|Ihnen}",
      "dir>mir",
      "dich>mich",
      "dein(e[rnms]?)?>mein$1",
      "mein(e[rnms]?)?>{dein$1|Ihr$1}",
    ],
    endings: [],
    veto: "während|bevor|sobald|solange|nachdem|unser(?:e[rnms]?)?|ich|wir|du|Sie|dass|ob|wenn|weil|der du|wie|was|wann|wo|welche[rsnm]?|sich|sagen|mitteilen|bestätigen|verraten|schon|lust|oder|damit|da(?! sein)|als|helfen|euch|ihr",
    vetoNo: "ein|eine[nmrs]?|da|noch|auch|etwas|jemand(?:en)?|irgend\\p{L}*",
    when: "wann",
  },
};
