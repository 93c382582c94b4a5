import type { ReplyCase } from "../case.ts";

const lang = "nl";

export const nl: readonly ReplyCase[] = [
  {
    id: "nl-verslag",
    lang,
    from: "Marieke Bos",
    text: "Hoi Daan,\n\nkun je mij het verslag van de vergadering sturen? Ik was er helaas niet bij.\n\nGroetjes,\nMarieke",
    intent: "accept",
    stance: "accept",
    mentions: ["verslag|graag|zorg"],
  },
  {
    id: "nl-feest",
    lang,
    from: "Joost Kramer",
    text: "Beste Daan,\n\nwe vieren zaterdag dat het huis klaar is. Kom je ook?\n\nGroeten,\nJoost",
    intent: "decline",
    stance: "decline",
  },
  {
    id: "nl-kamer",
    lang,
    from: "Lotte Visser",
    text: "Goedendag,\n\nik heb interesse in de kamer. Is die nog vrij? Hoeveel is de huur? Wanneer kan ik komen kijken?\n\nMet vriendelijke groet,\nLotte Visser",
    intent: "answer",
    stance: "answer",
    answers: ["vrij", "huur", "kijken"],
  },
  {
    id: "nl-afspraak",
    lang,
    from: "Ruben de Wit",
    text: "Geachte mevrouw,\n\nkomt donderdag om 14 uur u uit voor het gesprek?\n\nHoogachtend,\nRuben de Wit",
    intent: "accept",
    tone: "formal",
    stance: "accept",
    mentions: ["donderdag om 14 uur"],
  },
  {
    id: "nl-bericht",
    lang,
    from: "Klantenservice Duinhof",
    text: "Beste klant,\n\nuw bestelling is vandaag verzonden.\n\nMet vriendelijke groet,\nKlantenservice Duinhof",
    stance: "thank",
  },
  {
    id: "nl-klacht",
    lang,
    from: "Wim Jansma",
    text: "Goedemorgen,\n\nde wasmachine werkt nog steeds niet en ik ben daar erg ontevreden over.\n\nWim Jansma",
    intent: "answer",
    stance: "answer",
    mentions: ["spijt|ongemak|vervelend|bedankt|goed dat"],
  },
  {
    id: "nl-oppas",
    lang,
    from: "Femke Prins",
    text: "Hoi Daan,\n\nzou je vrijdag op de kinderen kunnen passen? Alvast bedankt!\n\nFemke",
    intent: "postpone",
    stance: "postpone",
  },
];
