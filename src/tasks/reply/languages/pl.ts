/**
 * Polish. To be reviewed by a native reader. Names take no place in a greeting unless the reader is addressed by the first
 * name, where the nominative is common; formal address needs the reader's sex (Pan, Pani), which an e-mail does not tell, so
 * the formal wordings here go without it.
 */
import type { Language } from "./language.ts";

export const pl: Language = {
  tag: "pl",
  common:
    "wszystkiego najlepszego urodzin i w na z do się nie jest to że czy dla od po za jak ale przez są mam będzie proszę dziękuję pan pani państwo oraz może możesz mi ci nam o a już tylko jeszcze gdzie kiedy ile jestem był była zostało bardzo dzień dobry pozdrawiam cześć u nas was kupiona robimy możemy mógłbyś chcę je moje mój pod nad przed ze we",
  letters: "[ąćęłńśźż]",
  address: {
    familiar:
      "ty|ci|cię|ciebie|tobie|twój|twoja|twoje|twojego|twojej|możesz|mógłbyś|mogłabyś|masz|chcesz|cześć|hej|jesteś|wiesz|buziaki|ściskam|uściski",
    formal: "[Pp]anu?|[Pp]ana|[Pp]ani|[Pp]anią|[Pp]aństw(?:o|a|u|em)|[Ss]zanown\\p{L}+",
  },
  greeting: {
    named: { friendly: ["Cześć {first},"], neutral: ["Dzień dobry,"], formal: ["Dzień dobry,"] },
    unnamed: { friendly: ["Cześć,"], neutral: ["Dzień dobry,"], formal: ["Szanowni Państwo,"] },
  },
  closing: {
    friendly: ["Pozdrawiam serdecznie", "Pozdrawiam"],
    neutral: ["Pozdrawiam", "Z pozdrowieniami"],
    formal: ["Z poważaniem", "Z wyrazami szacunku"],
  },
  blanks: {
    answer: "odpowiedź",
    date: "data",
    time: "godzina",
    place: "miejsce",
    amount: "kwota",
    name: "imię i nazwisko",
    question: "pytanie",
  },
  quotes: ["„", "”"],
  smallAfterGreeting: true,
  yes: "tak",
  no: "nie",
  stances: {
    thanks: ["Dziękuję za wiadomość.", "Bardzo dziękuję za e-mail."],
    thanksInvitation: ["Bardzo dziękuję za zaproszenie.", "Dziękuję za zaproszenie."],
    thanksOffer: ["Bardzo dziękuję za propozycję.", "Dziękuję za ofertę."],
    thanksWishes: ["Bardzo dziękuję za miłe słowa.", "Bardzo dziękuję, to bardzo miłe."],
    welcome: ["Cała przyjemność po mojej stronie.", "Nie ma za co."],
    sorryTrouble: ["Przykro mi z powodu tych niedogodności.", "Przepraszam za kłopot."],
    accept: ["Tak, zgadzam się.", "Tak, odpowiada mi to."],
    acceptRequest: ["Tak, chętnie to zrobię.", "Oczywiście, zajmę się tym."],
    acceptInvitation: ["Chętnie przyjdę.", "Tak, będę z przyjemnością."],
    acceptOffer: ["Chętnie skorzystam.", "Z przyjemnością przyjmuję."],
    acceptTime: ["{when} mi odpowiada.", "{when} jak najbardziej mi pasuje."],
    decline: ["Niestety muszę odmówić.", "Przykro mi, ale nie mogę się na to zgodzić."],
    declineAnswer: ["Niestety nie mogę na to odpowiedzieć.", "Przykro mi, ale nie potrafię tego powiedzieć."],
    declineRequest: ["Niestety nie mogę tego zrobić.", "Przykro mi, ale nie jest to dla mnie możliwe."],
    declineInvitation: ["Niestety nie mogę przyjść.", "Przykro mi, ale nie dam rady przyjść."],
    declineOffer: ["Wolę jednak nie skorzystać.", "Niestety tym razem muszę zrezygnować."],
    declineTime: ["Niestety {when} nie mogę.", "Przykro mi, ale {when} mi nie odpowiada."],
    thank: ["Bardzo dziękuję za informację.", "Dziękuję za wiadomość w tej sprawie."],
    noted: ["Przyjmuję to do wiadomości.", "Zapisuję to sobie."],
    ask: [
      "Zanim odpowiem, mam jedno pytanie: {question}",
      "Aby odpowiedzieć, muszę najpierw wiedzieć: {question}",
    ],
    postponeAnswer: [
      "Nie mogę jeszcze tego powiedzieć, odpowiem do {date}.",
      "Potrzebuję jeszcze trochę czasu i dam odpowiedź do {date}.",
    ],
    postponeTime: [
      "Czy możemy przełożyć to na później? Proponuję {date}.",
      "Wtedy nie mogę, czy możemy znaleźć późniejszy termin? Proponuję {date}.",
    ],
    complaintHeard: ["Dziękuję za zgłoszenie tej sprawy.", "Dobrze, że o tym wiem, dziękuję."],
    complaintAccepted: ["To prawda, zajmę się tym.", "Zgadza się, i załatwię tę sprawę."],
    complaintDeclined: ["Niestety nie mogę nic na to poradzić.", "Przykro mi, ale nie mogę tego zmienić."],
    answerOne: ["Co do pytania {question}: {answer}", "W sprawie pytania {question}: {answer}"],
    answerLead: ["Oto odpowiedzi na pytania:", "Co do pytań:"],
    answerOther: ["Co do pozostałych pytań: {answer}", "W sprawie pozostałych pytań: {answer}"],
    answerBare: ["Co do pytania: {answer}", "W sprawie pytania: {answer}"],
    followUp: [
      "Wracam do mojej ostatniej wiadomości.",
      "Pozwalam sobie wrócić do mojej ostatniej wiadomości.",
    ],
    available: ["W razie dalszych pytań proszę o kontakt.", "Chętnie odpowiem na dalsze pytania."],
    lookForward: ["Bardzo się cieszę.", "Już się cieszę."],
    anotherTime: ["Mam nadzieję, że uda się innym razem.", "Może uda się innym razem."],
  },
  cues: {
    open: {
      date: "kiedy|którego dnia|w jakim dniu|jaki termin",
      time: "o której|jak długo|o której godzinie",
      place: "gdzie|dokąd",
      amount: "ile|jaka jest cena",
      name: "kto|kogo|komu|z kim",
      answer: "co|jaki|jaka|jakie|jakiego|jaką|który|która|które|dlaczego|jak|czym|czego|którą",
    },
    question:
      "chciał(?:bym|abym|ibyśmy|em|am) (?:(?:cię|pana|panią|państwa|się|jeszcze) )*(?:wiedzieć|zapytać|spytać|dowiedzieć)|piszę,? (?:aby|żeby|by) (?:zapytać|spytać|się dowiedzieć)|zastanawiam się|mam pytanie",
    request:
      "proszę|prosimy|prosiłbym|prosiłabym|czy możesz|czy mógłbyś|czy mogłabyś|czy może pani?|czy mogą państwo|czy mogliby państwo|czy mógłby pan|czy mogłaby pani|możesz|mógłbyś|mogłabyś|uprzejmie pros\\p{L}+|(?:będę|będziemy|byłbym|byłabym|bylibyśmy) wdzięczn[yiea],? (?:gdyby|jeśli|jeżeli)\\p{L}*",
    tell: "(?:czy )?wiesz|(?:czy )?wie pani?|daj (?:mi |nam )?znać|dajcie znać|proszę (?:o informację|dać znać|o potwierdzenie|potwierdzić|napisać)|napisz(?: mi)?|powiedz(?: mi)?|potwierdź|poinformować",
    whether: "czy",
    or: "lub|albo|czy(?<=\\p{L},? czy)",
    invitation:
      "zaprasz\\p{L}*|zapros\\p{L}*|masz ochotę|przyjedziesz|będziesz z nami|ma pani? ochotę|przyjdziesz|wpadniesz|czy (?:możemy|moglibyśmy) (?:się )?(?:spotkać|umówić|porozmawiać)|spotkajmy|się spotkać|spotkamy się|pasuje ci|odpowiada (?:ci|panu|pani)|pasowałoby|pasuje (?:panu|pani)|(?:masz|ma pani?) (?:(?:chwilę|chwilkę|trochę|\\d+) )?(?:czasu?|chwilę|chwilkę|minut\\p{L}*)|(?:możesz|może pani?) (?:przyjść|przyjechać|wziąć udział)|czy jesteś wolny|dołączysz|może się spotkamy|(?:ci|panu|pani|państwu) (?:pasuje|odpowiada|odpowiadałby|odpowiadałoby)",
    offer:
      "(?:mogę|możemy|mógłbym|mogłabym) (?:ci |panu |pani |państwu )?(?:pomóc|zaoferować|pożyczyć|podwieźć|przysłać|dać|przywieźć|odebrać)|oferuj\\p{L}+|proponuj\\p{L}+|nasza oferta|czy mam (?:ci )?|chcesz, żebym",
    complaint:
      "skarg\\p{L}*|skarż\\p{L}*|reklam\\p{L}*|rozczarowan\\p{L}+|nadal nie|wciąż nie|jeszcze nie (?:dosta|otrzyma|dotar)\\p{L}*|nie działa|zepsut\\p{L}+|uszkodzon\\p{L}+|wadliw\\p{L}+|niedopuszczaln\\p{L}+|hałas\\p{L}*|niewłaściw\\p{L}+|nie dotarł\\p{L}*|niezadowolon\\p{L}+",
    pleasantry: "co słychać|jak się masz|jak leci|co u ciebie|jak się (?:pan|pani) miewa",
    closing:
      "(?:serdecznie |gorąco )?pozdrawiam(?: serdecznie| ciepło| gorąco)?|(?:serdeczne |z )?pozdrowieni(?:a|ami)|z poważaniem|z wyrazami szacunku|dziękuję(?: z góry)?|dzięki|z góry dziękuję|do (?:zobaczenia|usłyszenia)|buziaki|ściskam|uściski|pozdro|miłego dnia",
    onlyYes: "tak|tak chętnie|chętnie|jasne|ok|zgoda|dobrze|oczywiście",
    onlyNo: "nie|nie dziękuję|niestety nie|nie jestem zainteresowan[ya]",
    say: "(?:powiedz|napisz|odpisz|odpowiedz)(?: mu| jej| im)?(?:,? że |:)",
  },
  when: {
    days: "poniedziałek|wtorek|środę|środa|czwartek|piątek|sobotę|sobota|niedzielę|niedziela",
    relative: "dzisiaj|dziś|jutro|pojutrze",
    parts: "przyszły|przyszłą|najbliższy|najbliższą|rano|południe|popołudniu|wieczorem|weekend|tygodniu",
    links: "w|we|o|godz\\.?|godzinie|na|około|po|dnia|tym|ten|tę",
    lead: "w|we|dnia|o|po",
    units: "",
    limits: "do|przed|od|po|każdy|zeszły|nie",
  },
  mirror: {
    opening: "a|i|więc|też|także|poza tym|przy okazji|potem|dodatkowo|ponadto",
    fillers: "proszę|może|ewentualnie|też|także|przypadkiem",
    rules: [
      {
        match:
          "(?:czy )?(?:możesz|mógłbyś|mogłabyś|może [Pp]ani?|mógłby [Pp]an|mogłaby [Pp]ani|mogą [Pp]aństwo|mogliby [Pp]aństwo)",
        yes: "mogę",
        no: "",
        act: "request",
      },
      { match: "(?:czy )?(?:masz|ma [Pp]ani?) (?=jeszcze|czas)", yes: "mam", no: "", act: "question" },
      { match: "(?:czy )?(?:mogę|możemy|mógłbym|mogłabym)", yes: "można", no: "", act: "request" },
      { match: "(?:czy )?jesteś", yes: "jestem", no: "", act: "question" },
    ],
    yes: ["Tak, {s} {rest}.", "Oczywiście, {s} {rest}."],
    no: [],
    notBeforeLast: "",
    swaps: ["mi>", "nam>", "twój>mój", "twoją>moją", "twoje>moje"],
    endings: [],
    veto: "gdy|zanim|podczas|dopóki|ja|my|że|żeby|jeśli|jeżeli|czy|kiedy|gdzie|kto|co|jak|jaki|jaka|jakie|który|która|które|którą|mnie|nas|mój|moja|moje|moją|mojego|mojej|nasz\\p{L}*|pana?|panu|pani|państw\\p{L}+|dać|powiedzieć|napisać|potwierdzić|ci|cię|się|lub|albo|swój|swoją|swoje|swojego|swojej|pomóc|sobie|bo",
    vetoNo: "",
    when: "kiedy",
  },
};
