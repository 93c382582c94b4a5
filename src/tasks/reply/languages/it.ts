/** Italian. To be reviewed by a native reader. */
import type { Language } from "./language.ts";

export const it: Language = {
  tag: "it",
  common:
    "buon compleanno auguri il lo gli di che è per con una un del della non sono mi ti ci si da nel alla grazie ciao può puoi potrebbe anche più come questo questa le dei al ho ha sua tuo e ed hanno siamo sei dal dalla nei negli delle degli sul quando quanto dove mentre vorremmo vorrei andrebbe bene buongiorno gentile signor cordiali saluti prego ancora sempre tutti la io",
  letters: "[àèìòù](?!\\p{L})|zion[ei]|gli",
  address: {
    familiar: "tu|ti|te|tuo|tua|tuoi|tue|puoi|hai|vuoi|potresti|sei|ciao|vieni|baci|abbraccio",
    formal:
      "(?<=[\\p{L},] )(?:Lei|Le|La|Suo|Sua|Suoi|Sue)|[Gg]entile|[Ee]gregi[oa]|può|[Pp]otrebbe|[Ss]pettabile",
  },
  greeting: {
    named: { friendly: ["Ciao {first},"], neutral: ["Buongiorno {first},"], formal: ["Gentile {name},"] },
    unnamed: { friendly: ["Ciao,"], neutral: ["Buongiorno,"], formal: ["Gentili Signori,"] },
  },
  closing: {
    friendly: ["Un caro saluto,", "A presto,"],
    neutral: ["Un cordiale saluto,", "Cordiali saluti,"],
    formal: ["Distinti saluti,", "Cordiali saluti,"],
  },
  blanks: {
    answer: "risposta",
    date: "data",
    time: "ora",
    place: "luogo",
    amount: "importo",
    name: "nome",
    question: "domanda",
  },
  quotes: ["«", "»"],
  smallAfterGreeting: true,
  yes: "sì",
  no: "no",
  stances: {
    thanks: ["Grazie per {il tuo|il Suo} messaggio.", "Molte grazie per {la tua|la Sua} e-mail."],
    thanksInvitation: ["Grazie mille per l’invito.", "Molte grazie per {il tuo|il Suo} invito."],
    thanksOffer: ["Grazie mille per la proposta.", "Molte grazie per l’offerta."],
    thanksWishes: ["Grazie mille per le belle parole.", "Molte grazie, mi ha fatto davvero piacere."],
    welcome: ["È stato un piacere.", "L’ho fatto con piacere."],
    sorryTrouble: ["Mi dispiace per il disagio.", "Mi scuso per quanto è successo."],
    accept: ["Sì, per me va bene.", "Sì, sono d’accordo."],
    acceptRequest: ["Sì, lo faccio volentieri.", "Certo, me ne occupo io."],
    acceptInvitation: ["Vengo molto volentieri.", "Sì, ci sarò con piacere."],
    acceptOffer: ["Accetto volentieri.", "La accetto con piacere."],
    acceptTime: ["{when} per me va benissimo.", "{when} mi va bene."],
    decline: ["Purtroppo devo dire di no.", "Mi dispiace, ma non posso accettare."],
    declineAnswer: ["Purtroppo non saprei dirlo.", "Mi dispiace, ma non posso rispondere a questo."],
    declineRequest: ["Purtroppo non mi è possibile.", "Mi dispiace, ma non posso farlo."],
    declineInvitation: ["Purtroppo non potrò venire.", "Mi dispiace, ma non riuscirò a esserci."],
    declineOffer: ["Preferisco però non accettare.", "Purtroppo questa volta devo rinunciare."],
    declineTime: ["Purtroppo {when} non mi va bene.", "Mi dispiace, ma {when} non posso."],
    thank: ["Grazie mille per avermelo fatto sapere.", "Grazie per l’informazione."],
    noted: ["Ne prendo nota.", "Ho preso nota."],
    ask: [
      "Prima di rispondere vorrei sapere una cosa: {question}",
      "Per poter rispondere avrei prima una domanda: {question}",
    ],
    postponeAnswer: [
      "Non posso ancora dirlo e {ti|Le} rispondo entro il {date}.",
      "Ho bisogno di ancora un po’ di tempo e {ti|Le} darò una risposta entro il {date}.",
    ],
    postponeTime: [
      "Potremmo rimandare a più avanti? Propongo il {date}.",
      "In quel momento non mi va bene, potremmo trovare una data successiva? Propongo il {date}.",
    ],
    complaintHeard: ["Grazie per {avermelo detto|avermelo segnalato}.", "{Hai|Ha} fatto bene a dirmelo."],
    complaintAccepted: ["{Hai|Ha} ragione, me ne occupo io.", "È vero, e provvederò a risolvere la cosa."],
    complaintDeclined: [
      "Purtroppo non posso farci nulla.",
      "Mi dispiace, ma non posso cambiare la situazione.",
    ],
    answerOne: [
      "Quanto {alla tua|alla Sua} domanda {question}: {answer}",
      "Riguardo {alla tua|alla Sua} domanda {question}: {answer}",
    ],
    answerLead: ["Ecco le risposte {alle tue|alle Sue} domande:", "Riguardo {alle tue|alle Sue} domande:"],
    answerOther: ["Quanto all’altra domanda: {answer}", "Riguardo all’altra domanda: {answer}"],
    answerBare: [
      "Quanto {alla tua|alla Sua} domanda: {answer}",
      "Riguardo {alla tua|alla Sua} domanda: {answer}",
    ],
    followUp: [
      "Vorrei tornare sul mio ultimo messaggio.",
      "Volevo sapere se {hai|ha} potuto leggere il mio ultimo messaggio.",
    ],
    available: [
      "Per qualsiasi altra domanda {scrivimi pure|mi scriva pure}.",
      "Resto a {tua|Sua} disposizione per qualsiasi domanda.",
    ],
    lookForward: ["Mi fa molto piacere.", "Non vedo l’ora."],
    anotherTime: ["Spero che sia possibile un’altra volta.", "Magari ci sarà un’altra occasione."],
  },
  cues: {
    open: {
      date: "quando|che giorno|quale giorno|in che data",
      time: "a che ora|quanto tempo",
      place: "dove|dov['’]è",
      amount: "quanto|quanta|quanti|quante",
      name: "chi|con chi|a chi",
      answer: "che|cosa|che cosa|quale|quali|qual|perché|come",
    },
    question:
      "(?:vorrei|vorremmo|volevo|volevamo) (?:sapere|chiedere|chiederle|chiederti)|vuole sapere|scrivo per (?:sapere|chiedere|chiederle|chiederti)|mi chiedo|mi chiedevo|volevo sapere|mi piacerebbe sapere",
    request:
      "per favore|per cortesia|cortesemente|gentilmente|potresti|potrebbe|puoi|può|La prego|Le chiedo|ti chiedo|La pregherei|(?:le|ti) (?:sarei|saremmo) grat[oai]|ho bisogno che|si prega di|vi preghiamo|La preghiamo",
    tell: "sai|sa (?=se|a che|che|chi|come|cosa|dove|quando|quanto|qual)|sapete|fammi sapere|mi faccia sapere|dimmi|mi dica|facci sapere|ci faccia sapere|dirmi|farmi sapere|dirci|confermarmi|confermami|mi confermi|conferma|indicarmi",
    whether: "se",
    or: "o|oppure",
    invitation:
      "invit\\p{L}*|ti va di|verrai|ci sarai|le va di|vuoi venire|vuole venire|vieni|verresti|ti andrebbe|le andrebbe|va bene per (?:te|lei)|ti va bene|le va bene|ti andrebbe bene|ci vediamo|possiamo (?:vederci|sentirci|incontrarci)|potremmo (?:vederci|sentirci|incontrarci)|sei liber[oa]|è liber[oa]|è disponibile|sei disponibile|(?:hai|ha|avresti|avrebbe) (?:(?:un po['’] di|un|dieci|cinque|\\d+) )?(?:tempo|attimo|momento|minuti|minuto)|(?:puoi|può) (?:venire|partecipare)|unirti a noi|unirsi a noi|ti aspettiamo",
    offer:
      "(?:posso|possiamo|potrei|potremmo) (?:aiutar\\p{L}*|offrir\\p{L}*|prestar\\p{L}*|portar\\p{L}*|mandar\\p{L}*|accompagnar\\p{L}*|dar\\p{L}*|passare)|(?:ti|le|vi) (?:offro|offriamo|propongo|proponiamo)|la nostra offerta|vuoi che (?:ti|io)|vuole che (?:le|io)|se vuoi (?:ti|posso)",
    complaint:
      "lament\\p{L}*|reclam\\p{L}*|delus[oaie]|ancora non|non (?:è|ho|abbiamo) ancora|non funziona|rott[oaie]|danneggiat[oaie]|difettos[oaie]|inaccettabile|troppo rumore|sbagliat[oaie]|non è (?:mai )?arrivat[oa]|insoddisfatt[oa]",
    pleasantry: "come stai|come sta|come va|tutto bene",
    closing:
      "(?:un )?(?:cordial[ei]|distinti|car[oi]|tanti)? ?salut[oi]|a presto|grazie(?: mille| in anticipo| ancora)?|un abbraccio|baci|cordialmente|buona giornata|ci vediamo",
    onlyYes: "sì|si|sì grazie|certo|va bene|ok|d['’]accordo|volentieri|con piacere",
    onlyNo: "no|no grazie|purtroppo no|mi dispiace no|non mi interessa",
    say: "(?:digli|dille|dica|di)(?: a \\p{Lu}\\p{L}+)? che |(?:scrivi|rispondi)(?: che|:)",
  },
  when: {
    days: "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    relative: "oggi|domani|dopodomani",
    parts: "prossim[oa]|mattina|mezzogiorno|pomeriggio|sera|settimana|stasera",
    links: "il|la|le|alle|al|ore|di|del|verso|per|questo|questa|in",
    lead: "il|la|questo|questa",
    units: "h",
    limits: "entro|prima|fino|da|dal|dopo|scors[oa]|ogni|non",
  },
  mirror: {
    opening: "e|allora|anche|inoltre|poi|a proposito|infine|intanto|quindi",
    fillers: "per favore|per cortesia|cortesemente|gentilmente|forse|anche|magari|per caso",
    rules: [
      {
        match:
          "(?:(?<clitic>mi|ci) )?(?:puoi|potresti|(?:può|potrebbe)(?! (?:il|lo|la|i|gli|le|un|una|mio|suo)\\b))",
        yes: "posso",
        no: "non posso",
        act: "request",
      },
      {
        match: "hai|ha (?=(?:ricevuto|visto|letto|potuto|inviato|deciso|pagato|parlato)\\b)",
        yes: "ho",
        no: "non ho",
        act: "question",
      },
      { match: "posso", yes: "{puoi|può}", no: "non {puoi|può}", act: "request" },
      { match: "sei", yes: "sono", no: "non sono", act: "question" },
      { match: "vuoi", yes: "vorrei", no: "non vorrei", act: "request" },
    ],
    yes: ["Sì, {s} {rest}.", "Certo, {s} {rest}."],
    no: ["Purtroppo {s} {rest}.", "Mi dispiace, ma {s} {rest}."],
    notBeforeLast: "",
    swaps: [
      "mi>{ti|Le}",
      "ci>{vi|Vi}",
      "mio>{tuo|Suo}",
      "mia>{tua|Sua}",
      "miei>{tuoi|Suoi}",
      "mie>{tue|Sue}",
      "tuo>mio",
      "tua>mia",
      "tuoi>miei",
      "tue>mie",
      "suo>mio",
      "sua>mia",
      "suoi>miei",
      "sue>mie",

      "me>{te|Lei}",
    ],
    endings: ["([aei])rmi>$1r{ti|Le}", "([aei])rci>$1rvi", "([aei])rmel([oaie])>$1r{tel$2|gliel$2}"],
    veto: "mentre|finché|siccome|appena|nostr[oaie]|io|noi|che|se|quando|chi|come|dove|cosa|quale|perché|dirmi|dirci|farmi|confermarmi|indicarmi|ti|Le|La|si|qualche|ne|aiutar\\p{L}*|o|lei",
    vetoNo: "un|uno|una|qualcosa|qualcuno|anche|già|ancora",
    when: "quando",
  },
};
