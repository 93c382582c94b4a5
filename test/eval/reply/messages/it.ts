import type { ReplyCase } from "../case.ts";

const lang = "it";

export const it: readonly ReplyCase[] = [
  {
    id: "it-indirizzo",
    lang,
    from: "Chiara Fontana",
    text: "Ciao Dario,\n\npotresti mandarmi la ricetta della torta di castagne? È piaciuta a tutti.\n\nA presto,\nChiara",
    intent: "accept",
    stance: "accept",
    mentions: ["ricetta|volentieri|occupo"],
  },
  {
    id: "it-gita",
    lang,
    from: "Marco Bellini",
    text: "Ciao Dario,\n\ndomenica andiamo al lago con i bambini. Ti va di venire?\n\nMarco",
    intent: "accept",
    tone: "friendly",
    stance: "accept",
  },
  {
    id: "it-stanza",
    lang,
    from: "Giulia Serra",
    text: "Buongiorno,\n\nho visto il Suo annuncio. La stanza è ancora libera? Quanto costa al mese? Da quando si può entrare?\n\nCordiali saluti,\nGiulia Serra",
    intent: "answer",
    stance: "answer",
    answers: ["libera", "costa", "entrare"],
  },
  {
    id: "it-riunione",
    lang,
    from: "Paolo Greco",
    text: "Buongiorno,\n\nLe andrebbe bene giovedì alle 10 per la riunione con l'architetto?\n\nUn cordiale saluto\nPaolo Greco",
    intent: "postpone",
    stance: "postpone",
  },
  {
    id: "it-avviso",
    lang,
    from: "Segreteria della scuola",
    text: "Gentili genitori,\n\nla gita al museo è confermata. I bambini tornano nel pomeriggio.\n\nDistinti saluti\nLa segreteria",
    stance: "thank",
  },
  {
    id: "it-reclamo",
    lang,
    from: "Silvia Neri",
    text: "Buongiorno,\n\nla sedia che ho comprato da voi è arrivata rotta e nessuno mi ha risposto. Sono molto delusa.\n\nSilvia Neri",
    intent: "accept",
    stance: "accept",
    mentions: ["dispiace|scuso|ragione|vero"],
  },
  {
    id: "it-favore",
    lang,
    from: "Enzo Riva",
    text: "Ciao Dario,\n\npuoi annaffiare le mie piante mentre sono via?\n\nGrazie,\nEnzo",
    intent: "decline",
    stance: "decline",
  },
  {
    id: "it-preventivo",
    lang,
    from: "Lidia Conti",
    text: "Gentile signor Moro,\n\nvorremmo un preventivo per imbiancare le aule. La prego di farci sapere.\n\nCordiali saluti\nLidia Conti",
    intent: "ask",
    tone: "formal",
    stance: "ask",
  },
];
