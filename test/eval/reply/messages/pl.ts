import type { ReplyCase } from "../case.ts";

const lang = "pl";

export const pl: readonly ReplyCase[] = [
  {
    id: "pl-zdjecia",
    lang,
    from: "Ola Kmiecik",
    text: "Cześć Marek,\n\nczy możesz przesłać mi zdjęcia z wycieczki? Chcę je wydrukować.\n\nPozdrawiam\nOla",
    intent: "accept",
    stance: "accept",
    mentions: ["zdjęcia|chętnie|zajmę"],
  },
  {
    id: "pl-ognisko",
    lang,
    from: "Bartek Zych",
    text: "Hej Marek,\n\nw sobotę robimy ognisko nad rzeką. Wpadniesz?\n\nBartek",
    intent: "decline",
    tone: "friendly",
    stance: "decline",
  },
  {
    id: "pl-mieszkanie",
    lang,
    from: "Irena Dudek",
    text: "Dzień dobry,\n\nzainteresowało mnie ogłoszenie. Czy rower jest jeszcze do kupienia? Ile kosztuje? Gdzie można go obejrzeć?\n\nZ poważaniem\nIrena Dudek",
    intent: "answer",
    stance: "answer",
    answers: ["rower", "kosztuje", "obejrzeć"],
  },
  {
    id: "pl-spotkanie",
    lang,
    from: "Adam Sroka",
    text: "Szanowna Pani,\n\nczy we wtorek o 15:00 możemy się spotkać w sprawie umowy?\n\nZ poważaniem\nAdam Sroka",
    intent: "accept",
    tone: "formal",
    stance: "accept",
    mentions: ["wtorek o 15:00|zgadzam|chętnie"],
  },
  {
    id: "pl-wiadomosc",
    lang,
    from: "Biuro obsługi klienta",
    text: "Dzień dobry,\n\nPaństwa zamówienie zostało wysłane i dotrze w ciągu kilku dni.\n\nPozdrawiamy\nBiuro obsługi klienta",
    stance: "thank",
  },
  {
    id: "pl-skarga",
    lang,
    from: "Halina Wrona",
    text: "Dzień dobry,\n\nkupiona u Państwa lampa nie działa. Jestem bardzo rozczarowana.\n\nHalina Wrona",
    intent: "accept",
    stance: "accept",
    mentions: ["przykro|przepraszam|prawda|zgadza"],
  },
  {
    id: "pl-prosba",
    lang,
    from: "Kasia Lis",
    text: "Cześć Marek,\n\nmógłbyś podlać moje kwiaty, kiedy będę nad morzem?\n\nDzięki,\nKasia",
    intent: "decline",
    stance: "decline",
  },
];
