/** French. To be reviewed by native readers, from Canada and Switzerland too. */
import type { Language } from "./language.ts";

export const fr: Language = {
  tag: "fr",
  common:
    "te ça quoi juste venir moi le la les de des du joyeux joyeuses anniversaire bisous plein est et vous nous je il elle que qui dans pour avec sur pas une votre vos notre merci bonjour ce cette au aux avez êtes pouvez tu ton ta tes on mais ou où si par se ne plus quand comment avons sommes suis ai as nos leur tous toute fait bien chez sans y en sera être",
  letters: "[çœêèùâ]|^(?:[ldnjmtsc]|qu)['’]",
  address: {
    familiar: "tu|toi|te|ton|ta|tes|t['’](?=\\p{L})\\p{L}+|salut|coucou|bises|bisous",
    formal: "[Vv]ous|[Vv]otre|[Vv]os|[Mm]adame|[Mm]onsieur",
  },
  greeting: {
    named: {
      friendly: ["Bonjour {first},", "Salut {first},"],
      neutral: ["Bonjour {name},"],
      formal: ["Bonjour {name},"],
    },
    unnamed: { friendly: ["Bonjour,"], neutral: ["Bonjour,"], formal: ["Madame, Monsieur,"] },
  },
  closing: {
    friendly: ["Bien à {toi|vous},", "À bientôt,"],
    neutral: ["Bien cordialement,", "Cordialement,"],
    formal: ["Veuillez agréer mes salutations distinguées,", "Avec mes meilleures salutations,"],
  },
  blanks: {
    answer: "réponse",
    date: "date",
    time: "heure",
    place: "lieu",
    amount: "montant",
    name: "nom",
    question: "question",
  },
  quotes: ["« ", " »"],
  smallAfterGreeting: false,
  yes: "oui",
  no: "non",
  stances: {
    thanks: ["Merci pour {ton|votre} message.", "Merci beaucoup pour {ton|votre} e-mail."],
    thanksInvitation: ["Merci beaucoup pour l’invitation.", "Merci pour {ton|votre} invitation."],
    thanksOffer: ["Merci beaucoup pour la proposition.", "Merci pour {ton|votre} offre."],
    thanksWishes: [
      "Merci beaucoup pour {ton|votre} gentil message.",
      "Un grand merci, cela me touche beaucoup.",
    ],
    welcome: ["C’était avec grand plaisir.", "Je l’ai fait avec plaisir."],
    sorryTrouble: ["Toutes mes excuses pour ce désagrément.", "Je regrette vraiment ce désagrément."],
    accept: ["Oui, cela me convient.", "Oui, je suis d’accord."],
    acceptRequest: ["Oui, je m’en occupe volontiers.", "Bien sûr, je m’en charge."],
    acceptInvitation: ["Je viendrai avec grand plaisir.", "Oui, je serai là avec plaisir."],
    acceptOffer: ["Je l’accepte volontiers.", "C’est avec plaisir que j’accepte."],
    acceptTime: ["{when} me convient très bien.", "{when} est parfait pour moi."],
    decline: ["Malheureusement, je dois dire non.", "Je regrette, mais je ne peux pas accepter."],
    declineAnswer: [
      "Malheureusement, je ne peux pas {te|vous} le dire.",
      "Je regrette, mais je ne peux pas répondre à cela.",
    ],
    declineRequest: [
      "Malheureusement, je ne peux pas le faire.",
      "Je regrette, mais cela ne m’est pas possible.",
    ],
    declineInvitation: [
      "Malheureusement, je ne pourrai pas venir.",
      "Je regrette, mais je ne pourrai pas être là.",
    ],
    declineOffer: [
      "Je préfère toutefois ne pas l’accepter.",
      "Malheureusement, je dois décliner cette fois.",
    ],
    declineTime: [
      "Malheureusement, {when} ne me convient pas.",
      "Je regrette, mais {when} n’est pas possible pour moi.",
    ],
    thank: ["Merci beaucoup pour cette information.", "Merci de me l’avoir fait savoir."],
    noted: ["J’en prends bonne note.", "C’est bien noté."],
    ask: [
      "Avant de répondre, j’aurais une question : {question}",
      "Pour pouvoir répondre, j’aimerais d’abord savoir : {question}",
    ],
    postponeAnswer: [
      "Je ne peux pas encore le dire et je reviens vers {toi|vous} d’ici le {date}.",
      "Il me faut encore un peu de temps, je {te|vous} réponds d’ici le {date}.",
    ],
    postponeTime: [
      "Pourrions-nous reporter cela à plus tard ? Je propose le {date}.",
      "Ce moment ne me convient pas, pourrions-nous trouver une date plus tard ? Je propose le {date}.",
    ],
    complaintHeard: ["Merci de me l’avoir signalé.", "{Tu as|Vous avez} bien fait de me le signaler."],
    complaintAccepted: ["{Tu as|Vous avez} raison, je m’en occupe.", "C’est exact, et je vais régler cela."],
    complaintDeclined: ["Malheureusement, je n’y peux rien.", "Je regrette, mais je ne peux rien y changer."],
    answerOne: [
      "Concernant {ta|votre} question {question} : {answer}",
      "Pour répondre à {ta|votre} question {question} : {answer}",
    ],
    answerLead: ["Voici les réponses à {tes|vos} questions :", "Concernant {tes|vos} questions :"],
    answerOther: [
      "Concernant {ton|votre} autre question : {answer}",
      "Quant à {ton|votre} autre question : {answer}",
    ],
    answerBare: ["Concernant {ta|votre} question : {answer}", "Ma réponse à {ta|votre} question : {answer}"],
    followUp: [
      "Je me permets de revenir sur mon dernier message.",
      "Je voulais savoir si {tu as|vous avez} pu lire mon dernier message.",
    ],
    available: [
      "N’{hésite|hésitez} pas à me recontacter pour toute autre question.",
      "Je reste à {ta|votre} disposition pour toute question.",
    ],
    lookForward: ["Je m’en réjouis d’avance.", "Je m’en réjouis."],
    anotherTime: [
      "J’espère que ce sera possible une autre fois.",
      "Ce sera peut-être pour une prochaine fois.",
    ],
  },
  cues: {
    open: {
      date: "quand|quel jour|quelle date",
      time: "à quelle heure|combien de temps",
      place: "où",
      amount: "combien|à quel prix",
      name: "(?<!ce )qui|avec qui|à qui",
      answer:
        "ce (?:qui|que|qu['’])|que|qu['’]est-ce que|quel(?:le)?s?|pourquoi|comment|quoi|lequel|laquelle|lesquels|lesquelles",
    },
    question:
      "(?:voudrait|aimerait|veut|voulait) savoir|(?:écris|contacte) (?:pour|afin de) (?:savoir|demander)|je me demand(?:e|ais)(?: aussi)?|(?:je|nous) (?:voulais|voulions|voudrais|voudrions|souhaiterais|souhaiterions) (?:(?:te|vous) )?(?:demander|savoir)|j['’]aimerais (?:(?:te|vous) )?demander|nous (?:aimerions|voudrions|voulions) savoir|je voudrais savoir|j['’]aimerais savoir|puis-je savoir|je voulais savoir",
    request:
      "s['’]il (?:vous|te) plaît|svp|stp|merci de|merci d['’]|veuillez|pourriez-vous|pouvez-vous|pourrais-tu|peux-tu|pourrez-vous|pourras-tu|auriez-vous l['’]amabilité|je (?:vous|te) prie de|nous (?:vous|te) prions|(?:je (?:vous|te) serais|nous (?:vous|te) serions) (?:très )?(?:reconnaissant(?:e|s|es)?|obligé(?:e|s|es)?) (?:de|si)|il faudrait que (?:vous|tu)",
    tell: "dites-(?:moi|nous)|dis-(?:moi|nous)|tenez-(?:moi|nous) au courant|tiens-(?:moi|nous) au courant|(?:me|nous) (?:dire|indiquer|confirmer|préciser|faire savoir)|confirmez|indiquez|sais-tu|savez-vous|tu sais|vous savez|faites-(?:moi|nous) savoir|fais-(?:moi|nous) savoir",
    whether: "si|s['’]il",
    or: "ou",
    invitation:
      "(?<!pas )invit\\p{L}*|viendras-tu|viendrez-vous|ça (?:te|vous) (?:dit|dirait|tente)|se joindre|nous rejoindre|te joindre|vous joindre|seriez-vous (?:libre|disponible)s?|serais-tu (?:libre|disponible)|(?:es-tu|êtes-vous) (?:libre|disponible)s?|(?:te|vous) (?:convient|conviendrait|irait|va)|envie de venir|(?:veux-tu|voulez-vous|tu (?:veux|voudrais)|vous (?:voulez|voudriez)) (?:venir|passer|dîner|déjeuner|boire|aller)|tu viens|venez-vous|viens-tu|nous (?:voir|rencontrer|retrouver|appeler)|(?:avez-vous|as-tu|auriez-vous|aurais-tu) (?:(?:le|un|une|du|deux|cinq|dix|quelques|\\d+) )?(?:temps|moment|minutes?|instant|créneau)|(?:tu|vous) (?:pourrais|pourriez|peux|pouvez) venir|(?:tu (?:serais|seras|es)|vous (?:seriez|serez|êtes)) (?:là|présente?s?|libres?|disponibles?|des nôtres)|on se (?:voit|retrouve|rencontre)",
    offer:
      "(?:je|nous) (?:peux|pouvons|pourrais|pourrions) (?:vous|te|t['’])|(?:je|nous) (?:vous|te) propos\\p{L}+|je (?:vous|te) propose|notre offre|veux-tu que je|voulez-vous que (?:je|nous)|souhaitez-vous que (?:je|nous)",
    complaint:
      "plain(?:s|te|dre)|déçue?s?|toujours pas|ne fonctionne (?:pas|plus|toujours)|ne marche (?:pas|plus)|cassée?s?|endommagée?s?|défectueu\\p{L}+|inacceptable|mécontente?s?|réclamation|trop de bruit|erreur|n['’]est (?:pas|jamais) arrivée?",
    pleasantry: "comment (?:vas-tu|allez-vous|ça va|vas tu)|ça va|tu vas bien|vous allez bien",
    closing:
      "(?:bien |très |plus )?(?:cordialement|amicalement|sincèrement)|bien à (?:toi|vous|vous tous)|à (?:bientôt|plus|très vite|demain)|merci(?: d['’]avance| beaucoup| encore)?|bises|bisous|je (?:t['’])?embrasse|salutations(?: distinguées)?|(?:avec )?(?:mes )?meilleures salutations|bonne (?:journée|soirée|semaine)|amitiés|veuillez agréer.*|dans l['’]attente.*",
    onlyYes: "oui|oui merci|oui volontiers|volontiers|d['’]accord|ok|bien sûr|avec plaisir",
    onlyNo: "non|non merci|malheureusement non|désolée? non|pas intéressée?",
    say: "(?:dis|dites)(?:-lui|-leur| à \\p{Lu}\\p{L}+)? (?:que |qu['’])|(?:écris|écrivez|réponds|répondez)(?:-lui|-leur)? ?(?:que |qu['’]|:)",
  },
  when: {
    days: "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    relative: "aujourd['’]hui|demain|après-demain",
    parts: "prochaine?|matin|midi|après-midi|soir|week-end|semaine",
    links: "le|la|à|au|vers|de|du|en|ce|cet|cette",
    lead: "le|ce|cet|cette",
    units: "h|heures?",
    limits: "avant|d['’]ici|jusqu['’]|jusque|jusqu['’]à|depuis|après|dès|dernier|chaque|pas",
  },
  mirror: {
    opening: "et|alors|aussi|sinon|au fait|par ailleurs|de plus|ensuite|enfin|d['’]abord|bonjour",
    fillers: "s['’]il (?:vous|te) plaît|svp|stp|éventuellement|peut-être|aussi|également|par hasard",
    rules: [
      {
        match: "(?:est-ce que )?(?:vous (?:pouvez|pourriez|pourrez)|tu (?:peux|pourrais|pourras))",
        yes: "je peux",
        no: "je ne peux pas",
        act: "request",
      },
      {
        match: "(?:pouvez|pourriez|pourrez)-vous|(?:peux|pourrais|pourras)-tu",
        yes: "je peux",
        no: "je ne peux pas",
        act: "request",
      },
      {
        match: "(?:est-ce que )?je (?:peux|pourrais)|puis-je|pourrais-je",
        yes: "{tu peux|vous pouvez}",
        no: "{tu ne peux pas|vous ne pouvez pas}",
        act: "request",
      },
      {
        match:
          "(?:avez-vous|as-tu|est-ce que (?:tu as|vous avez)) (?=(?:(?:bien|déjà|pu) )?\\p{L}+(?:é|ée|és|u|us|is|it|ert)\\b)",
        yes: "j’ai",
        no: "je n’ai pas",
        act: "question",
      },
      {
        match: "(?:êtes-vous|es-tu|est-ce que (?:tu es|vous êtes))",
        yes: "je suis",
        no: "je ne suis pas",
        act: "question",
      },
    ],
    yes: ["Oui, {s} {rest}.", "Bien sûr, {s} {rest}."],
    no: ["Malheureusement, {s} {rest}.", "Je regrette, mais {s} {rest}."],
    notBeforeLast: "",
    swaps: [
      "me>{te|vous}",
      "m['’]>{t’|vous }",
      "nous>vous",
      "mon>{ton|votre}",
      "ma>{ta|votre}",
      "mes>{tes|vos}",

      "ton>mon",
      "ta>ma",
      "tes>mes",
      "vos>mes",
      "toi>moi",
      "moi>{toi|vous}",
    ],
    endings: [],
    veto: "lorsque|tandis|pendant que|notre|nos|je|j['’]\\p{L}+|tu|vous|votre|que|qu['’]\\p{L}+|si|s['’]il|qui|dont|quand|quel(?:le)?s?|comment|pourquoi|où|dire|indiquer|confirmer|savoir|préciser|te|t['’]\\p{L}+|se|ou|aider|car|puisque|parce",
    vetoNo: "une?|des|du|déjà|bien|encore|quelqu['’]une?|quelque chose|aussi|de la",
    when: "quand",
  },
};
