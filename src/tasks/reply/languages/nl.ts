/** Dutch. To be reviewed by native readers from the Netherlands and from Flanders. */
import type { Language } from "./language.ts";

export const nl: Language = {
  tag: "nl",
  common:
    "gefeliciteerd verjaardag de het een en van ik je u we wij niet op met voor dat dit is zijn te aan bij naar ook nog kun kunt kan heb hebt heeft bedankt graag mijn jouw uw ons onze er wat om of als hij was door over dan wel geen meer heel kom komt zaterdag vriendelijke groet groeten beste geachte hier hoi ben bent",
  letters: "ij|oe|aa|uu",
  address: { familiar: "je|jij|jou|jouw|jullie|hoi|liefs", formal: "[Uu]|[Uu]w|[Gg]eachte" },
  greeting: {
    named: {
      friendly: ["Hoi {first},", "Hallo {first},"],
      neutral: ["Beste {first},"],
      formal: ["Geachte {name},"],
    },
    unnamed: { friendly: ["Hallo,"], neutral: ["Goedendag,"], formal: ["Geachte heer of mevrouw,"] },
  },
  closing: {
    friendly: ["Groetjes,", "Groeten,"],
    neutral: ["Met vriendelijke groet,", "Vriendelijke groeten,"],
    formal: ["Met vriendelijke groet,", "Hoogachtend,"],
  },
  blanks: {
    answer: "antwoord",
    date: "datum",
    time: "tijd",
    place: "plaats",
    amount: "bedrag",
    name: "naam",
    question: "vraag",
  },
  quotes: ["‘", "’"],
  smallAfterGreeting: false,
  yes: "ja",
  no: "nee",
  stances: {
    thanks: ["Bedankt voor {je|uw} bericht.", "Dank voor {je|uw} e-mail."],
    thanksInvitation: ["Hartelijk dank voor de uitnodiging.", "Bedankt voor {je|uw} uitnodiging."],
    thanksOffer: ["Hartelijk dank voor het aanbod.", "Bedankt voor {je|uw} aanbod."],
    thanksWishes: [
      "Hartelijk dank voor {je lieve|uw vriendelijke} woorden.",
      "Heel erg bedankt, dat doet me goed.",
    ],
    welcome: ["Dat heb ik graag gedaan.", "Graag gedaan."],
    sorryTrouble: ["Het spijt me van het ongemak.", "Vervelend dat dit is gebeurd, mijn excuses."],
    accept: ["Ja, dat is goed.", "Ja, daar ben ik het mee eens."],
    acceptRequest: ["Ja, dat doe ik graag.", "Natuurlijk, ik zorg ervoor."],
    acceptInvitation: ["Ik kom heel graag.", "Ja, ik ben er graag bij."],
    acceptOffer: ["Ik neem het graag aan.", "Daar maak ik graag gebruik van."],
    acceptTime: ["{when} komt mij goed uit.", "{when} schikt mij prima."],
    decline: ["Helaas moet ik nee zeggen.", "Het spijt me, maar daar kan ik niet mee instemmen."],
    declineAnswer: [
      "Dat kan ik {je|u} helaas niet zeggen.",
      "Het spijt me, maar daar kan ik geen antwoord op geven.",
    ],
    declineRequest: ["Helaas is dat voor mij niet mogelijk.", "Het spijt me, maar dat kan ik niet doen."],
    declineInvitation: ["Helaas kan ik niet komen.", "Het spijt me, maar ik kan er niet bij zijn."],
    declineOffer: ["Ik wil er toch geen gebruik van maken.", "Helaas moet ik er deze keer van afzien."],
    declineTime: ["Helaas komt {when} mij niet uit.", "Het spijt me, maar {when} kan ik niet."],
    thank: [
      "Hartelijk dank dat {je|u} het me {hebt laten weten|hebt laten weten}.",
      "Bedankt voor de informatie.",
    ],
    noted: ["Ik heb het genoteerd.", "Ik heb er nota van genomen."],
    ask: [
      "Voordat ik kan antwoorden, wil ik graag nog iets weten: {question}",
      "Om te kunnen antwoorden heb ik eerst een vraag: {question}",
    ],
    postponeAnswer: [
      "Dat kan ik nog niet zeggen; ik laat het {je|u} uiterlijk {date} weten.",
      "Ik heb nog wat tijd nodig en geef {je|u} uiterlijk {date} antwoord.",
    ],
    postponeTime: [
      "Kunnen we het naar later verplaatsen? Mijn voorstel: {date}.",
      "Dan komt het mij niet uit, kunnen we een latere datum zoeken? Mijn voorstel: {date}.",
    ],
    complaintHeard: ["Bedankt dat {je|u} het me hebt laten weten.", "Goed dat {je|u} dit hebt gemeld."],
    complaintAccepted: [
      "{Je hebt|U hebt} gelijk, ik zorg dat het in orde komt.",
      "Dat klopt, en ik ga het oplossen.",
    ],
    complaintDeclined: ["Helaas kan ik er niets aan doen.", "Het spijt me, maar ik kan dit niet veranderen."],
    answerOne: ["Op {je|uw} vraag {question}: {answer}", "Wat {je|uw} vraag {question} betreft: {answer}"],
    answerLead: ["Hier zijn de antwoorden op {je|uw} vragen:", "Wat {je|uw} vragen betreft:"],
    answerOther: ["Op {je|uw} andere vraag: {answer}", "Wat {je|uw} andere vraag betreft: {answer}"],
    answerBare: ["Op {je|uw} vraag: {answer}", "Wat {je|uw} vraag betreft: {answer}"],
    followUp: [
      "Ik kom graag nog even terug op mijn laatste bericht.",
      "Ik wilde vragen of {je|u} mijn laatste bericht al hebt gelezen.",
    ],
    available: [
      "Als {je|u} nog vragen {hebt|hebt}, laat het me gerust weten.",
      "Mocht er nog iets onduidelijk zijn, dan hoor ik het graag.",
    ],
    lookForward: ["Ik kijk ernaar uit.", "Ik heb er zin in."],
    anotherTime: ["Hopelijk lukt het een andere keer.", "Misschien lukt het een andere keer."],
  },
  cues: {
    open: {
      date: "wanneer|welke dag|welke datum|op welke dag",
      time: "hoe laat|hoe lang",
      place: "waar|waarheen|waar naartoe",
      amount: "hoeveel",
      name: "wie|met wie",
      answer: "wat|welke?|waarom|hoe|waarmee|waarvoor|waarover",
    },
    question:
      "ik vraag me af|wil weten|(?:schrijf|mail) (?:je |u )?om te (?:vragen|weten)|we vragen ons af|(?:we|wij) willen graag weten|ik wilde (?:(?:je|u|jullie|nog|even|graag) )*(?:vragen|weten)|ik zou graag weten|mag ik vragen|ik wil graag weten",
    request:
      "alsjeblieft|alstublieft|a\\.u\\.b\\.|aub|graag zou ik|kun je|kan je|kunt u|zou je|zou u|zou jij|wil je|wilt u|gelieve|ik verzoek u|wij verzoeken u|(?:ik|we|wij) (?:zou|zouden) het (?:fijn|prettig|op prijs)|we vragen u|wij vragen u",
    tell: "weet (?:je|jij|u)|weten jullie|laat (?:het )?(?:me|ons|mij)(?: even| alsjeblieft| alstublieft| graag)* weten|(?:me|mij|ons) (?:even |alsjeblieft )?laten weten|zeg (?:me|mij|het)|geef (?:even )?door|laat(?: het)?(?: even)? weten|hoor (?:ik|graag)|bevestig\\p{L}*|doorgeven",
    whether: "of",
    or: "of",
    invitation:
      "uitnodig\\p{L}*|nodig\\p{L}*.* uit|uitgenodigd|heb je zin|ben je erbij|bent u erbij|hebt u zin|kom je (?:ook|mee|langs)|komt u (?:ook|langs)|zullen we|kunnen we (?:afspreken|bellen|elkaar|praten|overleggen)|komt (?:[\\p{L}\\d:.]+ )*(?:je|u|jou) uit|schikt (?:[\\p{L}\\d:.]+ )*(?:je|u)|past (?:[\\p{L}\\d:.]+ )*(?:je|u)|heb je (?:[\\p{L}\\d:.]+ )*tijd|hebt u (?:[\\p{L}\\d:.]+ )*tijd|heeft u (?:[\\p{L}\\d:.]+ )*tijd|heb je (?:[\\p{L}\\d:.]+ )*(?:minuten|even)(?! (?:een|de|het))|zou je willen komen|(?:je|jij|u) (?:ook |mee )?(?:komt|(?:kunt|kan) komen|erbij (?:bent|kunt zijn))|ben je (?:vrij|beschikbaar)|bent u (?:vrij|beschikbaar)|afspreken",
    offer:
      "(?:ik|wij|we) (?:kan|kunnen|zou|bied|bieden)\\b.* (?:aanbieden|aan|helpen|lenen|meenemen|geven|sturen|ophalen)|zal ik|zullen wij|ons aanbod|kan ik (?:je|u)|wil je dat ik|wilt u dat ik",
    complaint:
      "klacht|klag\\p{L}*|klaag|teleurgesteld|nog steeds (?:niet|geen)|werkt (?:\\p{L}+ )?niet|kapot|beschadigd|defect|onacceptabel|te veel lawaai|geluidsoverlast|overlast|verkeerde|niet aangekomen|ontevreden|niet tevreden",
    pleasantry: "hoe gaat het(?: met (?:je|u|jou|jullie))?|alles goed|hoe is het",
    closing:
      "(?:met )?(?:vriendelijke|hartelijke|beste|veel|lieve|warme)? ?gro(?:et|eten|etjes)(?: uit .*)?|mvg|gr|tot (?:snel|dan|ziens|gauw)|bedankt(?: alvast)?|alvast (?:bedankt|dank)|dank(?: je| u)?(?: wel)?|liefs|hoogachtend|hartelijk dank",
    onlyYes: "ja|ja graag|graag|prima|ok|oké|natuurlijk|akkoord|goed",
    onlyNo: "nee|nee bedankt|nee dank je|helaas niet|helaas nee|geen interesse",
    say: "(?:schrijf|antwoord):",
  },
  when: {
    days: "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    relative:
      "vandaag|morgen|overmorgen|vanavond|morgenochtend|morgenmiddag|\\p{L}+dag(?:ochtend|middag|avond)",
    parts: "volgende|komende|deze|ochtend|middag|avond|weekend|week",
    links: "op|om|de|rond|in|aan|van",
    lead: "deze|volgende|komende",
    units: "uur|u",
    limits: "voor|vóór|tot|sinds|na|vanaf|uiterlijk|elke|vorige|niet",
  },
  mirror: {
    opening: "en|dus|ook|verder|trouwens|daarnaast|dan|nog een vraag|eerst",
    fillers: "alsjeblieft|alstublieft|aub|a\\.u\\.b\\.|misschien|even|eventueel|ook|toevallig",
    rules: [
      {
        match: "(?:kan|mag) ik",
        yes: "{je kunt|u kunt}",
        no: "",
        turned: "{kun je|kunt u}",
        act: "request",
      },
      { match: "(?:kun|kan) (?:je|jij)|kunt u", yes: "ik kan", no: "", turned: "kan ik", act: "request" },
      {
        match: "zou (?:je|jij|u)(?= .*(?:kunnen|willen))",
        yes: "ik kan",
        no: "",
        turned: "kan ik",
        drop: "kunnen|willen",
        act: "request",
      },
      { match: "heb (?:je|jij)|(?:hebt|heeft) u", yes: "ik heb", no: "", turned: "heb ik", act: "question" },
      { match: "ben (?:je|jij)|bent u", yes: "ik ben", no: "", turned: "ben ik", act: "question" },
    ],
    yes: ["Ja, {s} {rest}.", "Ja hoor, {s} {rest}."],
    no: ["Helaas {t} {rest}.", "Het spijt me, maar {s} {rest}."],
    notBeforeLast: "niet",
    swaps: [
      "me>{je|u}",
      "mij>{je|u}",
      "ons>{jullie|u}",
      "mijn>{je|uw}",

      "jouw>mijn",
      "je>mijn",
      "uw>mijn",
    ],
    endings: [],
    veto: "terwijl|zodra|zolang|voordat|onze|ik|we|wij|dat|of|als|wat|wanneer|waar|wie|hoe|welke?|laten|zeggen|weten|doorgeven|bevestigen|omdat|die|u|jullie|helpen|al|zin|want|zodat|zich",
    vetoNo: "op|aan|met|naar|in|over|bij|een|iets|iemand|ook|nog",
    when: "wanneer",
  },
};
