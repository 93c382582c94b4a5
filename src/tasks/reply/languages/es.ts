/** Spanish. To be reviewed by native readers from Spain and from America. */
import type { Language } from "./language.ts";

export const es: Language = {
  tag: "es",
  common:
    "feliz cumpleaños tu tus dime buenas hoy puedo el la los las es y que de en por para con una un se no lo su sus usted nos te le del al está gracias hola puede puedes podría más muy pero como qué a ha he han hay este esta ese esto desde cuando cuánto cuesta dónde mi me ya sobre entre todo todos buenos días tardes quiero estoy son fue señor señora",
  letters: "[ñ¿¡]|ción",
  address: {
    familiar:
      "tú|vosotr[oa]s|tenéis|podéis|queréis|ti|te|tu|tus|contigo|puedes|tienes|quieres|podrías|estás|has|vienes|sabes|besos",
    formal:
      "[Uu]sted(?:es)?|le|su|sus|[Ss]eñora?|[Ee]stimad[oa]s?|[Pp]odría|[Pp]uede|[Tt]iene|desea|[Qq]uiere",
  },
  greeting: {
    named: {
      friendly: ["Hola, {first}:", "¡Hola, {first}!"],
      neutral: ["Hola, {first}:"],
      formal: ["Estimado/a {name}:"],
    },
    unnamed: { friendly: ["Hola:"], neutral: ["Buenos días:"], formal: ["Estimados señores:"] },
  },
  closing: {
    friendly: ["Un abrazo,", "Saludos,"],
    neutral: ["Un saludo,", "Saludos cordiales,"],
    formal: ["Atentamente,", "Reciba un cordial saludo,"],
  },
  blanks: {
    answer: "respuesta",
    date: "fecha",
    time: "hora",
    place: "lugar",
    amount: "importe",
    name: "nombre",
    question: "pregunta",
  },
  quotes: ["«", "»"],
  smallAfterGreeting: false,
  yes: "sí",
  no: "no",
  stances: {
    thanks: ["Gracias por {tu|su} mensaje.", "Muchas gracias por {tu|su} correo."],
    thanksInvitation: ["Muchas gracias por la invitación.", "Gracias por {invitarme|su invitación}."],
    thanksOffer: ["Muchas gracias por el ofrecimiento.", "Gracias por {tu|su} propuesta."],
    thanksWishes: ["Muchas gracias por {tus|sus} palabras.", "Muchas gracias, me ha alegrado mucho."],
    welcome: ["Ha sido un placer.", "No hay de qué."],
    sorryTrouble: ["Lamento las molestias.", "Siento mucho lo ocurrido."],
    accept: ["Sí, me parece bien.", "Sí, estoy de acuerdo."],
    acceptRequest: ["Sí, lo haré con mucho gusto.", "Por supuesto, me ocupo de ello."],
    acceptInvitation: ["Iré con mucho gusto.", "Sí, cuenta{| usted} conmigo."],
    acceptOffer: ["Acepto con mucho gusto.", "Me parece muy bien y acepto."],
    acceptTime: ["{when} me viene muy bien.", "{when} me va bien."],
    decline: ["Lamentablemente, tengo que decir que no.", "Lo siento, pero no puedo aceptar."],
    declineAnswer: [
      "Lamentablemente, no {te|se} lo puedo decir.",
      "Lo siento, pero no puedo responder a eso.",
    ],
    declineRequest: ["Lamentablemente, no me es posible.", "Lo siento, pero no puedo hacerlo."],
    declineInvitation: ["Lamentablemente, no podré ir.", "Lo siento, pero no voy a poder asistir."],
    declineOffer: ["Sin embargo, prefiero no aceptar.", "Lamentablemente, esta vez no puedo aceptar."],
    declineTime: ["Lamentablemente, {when} no me viene bien.", "Lo siento, pero {when} no puedo."],
    thank: ["Muchas gracias por avisarme.", "Gracias por la información."],
    noted: ["Tomo nota de ello.", "Queda anotado."],
    ask: [
      "Antes de contestar, quisiera saber algo: {question}",
      "Para poder contestar, necesito saber antes: {question}",
    ],
    postponeAnswer: [
      "Todavía no lo puedo decir; {te|le} contesto antes del {date}.",
      "Necesito un poco más de tiempo y {te|le} respondo antes del {date}.",
    ],
    postponeTime: [
      "¿Podríamos dejarlo para más adelante? Propongo el {date}.",
      "Entonces no me viene bien, ¿podríamos buscar una fecha posterior? Propongo el {date}.",
    ],
    complaintHeard: ["Gracias por {decírmelo|comunicármelo}.", "{Has hecho|Ha hecho} bien en decírmelo."],
    complaintAccepted: ["{Tienes|Tiene} razón, me ocupo de ello.", "Es cierto, y voy a solucionarlo."],
    complaintDeclined: [
      "Lamentablemente, no puedo hacer nada al respecto.",
      "Lo siento, pero no puedo cambiarlo.",
    ],
    answerOne: [
      "Sobre {tu|su} pregunta {question}: {answer}",
      "En cuanto a {tu|su} pregunta {question}: {answer}",
    ],
    answerLead: ["Estas son las respuestas a {tus|sus} preguntas:", "Sobre {tus|sus} preguntas:"],
    answerOther: ["Sobre {tu|su} otra pregunta: {answer}", "En cuanto a {tu|su} otra pregunta: {answer}"],
    answerBare: ["Sobre {tu|su} pregunta: {answer}", "En cuanto a {tu|su} pregunta: {answer}"],
    followUp: [
      "Quisiera volver sobre mi último mensaje.",
      "Quería saber si {has podido|ha podido} leer mi último mensaje.",
    ],
    available: [
      "Si {tienes|tiene} alguna otra pregunta, {dímelo|no dude en decírmelo}.",
      "Quedo a {tu|su} disposición para cualquier duda.",
    ],
    lookForward: ["Me hace mucha ilusión.", "Me alegra mucho."],
    anotherTime: ["Espero que sea posible en otra ocasión.", "Ojalá sea posible en otra ocasión."],
  },
  cues: {
    open: {
      date: "cuándo|qué día|qué fecha",
      time: "a qué hora|cuánto tiempo|qué hora",
      place: "dónde|adónde",
      amount: "cuánto|cuánta|cuántos|cuántas",
      name: "quién|quiénes|con quién",
      answer: "qué|cuál|cuáles|por qué|cómo",
    },
    question:
      "(?:me|nos) gustaría (?:saber|preguntar\\p{L}*)|(?:quisiera|quería|querría|queríamos|quisiéramos) (?:saber|preguntar\\p{L}*)|escribo para (?:saber|preguntar\\p{L}*)|me pregunto|me preguntaba",
    request:
      "por favor|(?:le |les |os )?rogamos|se ruega|pedimos que|podrías|podría|puedes|puede usted|podríais|podrían|le ruego|te ruego|le pido|te pido|(?:le|te|les|os) agradecer(?:ía|íamos|é)(?! (?:una|la|su|tu) )|necesito que|haga el favor|haz el favor|sería posible que",
    tell: "sabes|sabe usted|dime|dígame|díganos|avísame|avíseme|avísanos|decirme|decirnos|indicarme|confirmarme|confírmame|confírmeme|confirme|hazme saber|hágame saber|confirma",
    whether: "si",
    or: "o|u",
    invitation:
      "invit\\p{L}*|te apuntas|se apunta|quieres venir|quiere venir|te gustaría (?:venir|acompañar\\p{L}*|quedar)|le gustaría (?:venir|asistir|acompañar\\p{L}*)|te viene bien|le viene bien|te va bien|le va bien|quedamos|(?:vas|va|vais) a venir|vendrás|vendréis|podemos (?:vernos|quedar|hablar|reunirnos)|podríamos (?:vernos|quedar|hablar|reunirnos)|nos vemos|estás libre|está (?:libre|disponible)|estás disponible|(?:tienes|tiene|tendrías|tendría) (?:(?:un|algo de|unos|\\d+) )?(?:tiempo|rato|hueco|momento|minutos|minutito)|(?:vas|va) a (?:venir|asistir)|(?:puedes|puede) (?:venir|asistir)|vendrá|reunirnos|vienes",
    offer:
      "(?:puedo|podemos|podría|podríamos) (?:ayudar\\p{L}*|ofrecer\\p{L}*|prestar\\p{L}*|llevar\\p{L}*|enviar\\p{L}*|dejar\\p{L}*|recoger\\p{L}*|dar\\p{L}*)|(?:te|le|les) (?:ofrezco|ofrecemos|propongo|proponemos)|nuestra oferta|quieres que (?:te|yo|lo)|quiere que (?:le|yo|lo)|si quieres, (?:te|puedo)",
    complaint:
      "quej\\p{L}*|reclam\\p{L}*|decepcionad[oa]s?|todavía no|aún no|sigue sin|seguimos sin|sigo sin|no funciona|rot[oa]s?|dañad[oa]s?|defectuos[oa]s?|inaceptable|mucho ruido|demasiado ruido|equivocad[oa]|no ha llegado|molest[oa]s?",
    pleasantry: "cómo estás|cómo está|qué tal(?: estás| todo| está)?|cómo te va|cómo va todo|todo bien",
    closing:
      "(?:un |muchos |reciba un )?(?:cordial(?:es)? )?(?:saludos?|abrazos?)(?: cordial(?:es)?)?|atentamente|gracias(?: de antemano| por todo)?|muchas gracias|besos|un beso|hasta (?:pronto|luego)|cordialmente|nos vemos",
    onlyYes: "sí|si|sí gracias|claro|vale|de acuerdo|ok|con gusto|por supuesto",
    onlyNo: "no|no gracias|lo siento no|no me interesa",
    say: "(?:dile|dígale|diles|di|diga)(?: a \\p{Lu}\\p{L}+)? que |(?:escribe|responde|contesta)(?: que|:)",
  },
  when: {
    days: "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    relative: "hoy|mañana|pasado mañana",
    parts: "próximo|próxima|tarde|noche|mediodía|semana",
    links: "el|la|las|a|de|del|por|en|este|esta|que|viene|sobre|al",
    lead: "el|este|esta|la|al",
    units: "h|horas?",
    limits: "antes|hasta|desde|después|partir|pasado|cada|todos|no",
  },
  mirror: {
    opening: "y|entonces|también|además|por cierto|pues|bueno|primero|segundo|por último|oye|oiga",
    fillers: "por favor|usted|tal vez|quizás|acaso|también|de casualidad",
    rules: [
      {
        match:
          "(?:(?<clitic>me|nos) )?(?:puedes|podrías|(?:puede|podría)(?: usted)?(?! (?:el|la|los|las|un|una|mi|su|tu)\\b))",
        yes: "puedo",
        no: "no puedo",
        act: "request",
      },
      {
        match:
          "has|ha(?: usted)? (?=(?:recibido|visto|leído|podido|enviado|pensado|decidido|pagado|hablado)\\b)",
        yes: "he",
        no: "no he",
        act: "question",
      },
      { match: "estás|está (?:usted|(?=disponible|libre))", yes: "estoy", no: "no estoy", act: "question" },
      { match: "puedo", yes: "{puedes|puede}", no: "no {puedes|puede}", act: "request" },
      { match: "tienes|tiene usted", yes: "tengo", no: "no tengo", act: "question" },
      { match: "te gustaría|le gustaría", yes: "me gustaría", no: "no me es posible", act: "request" },
    ],
    yes: ["Sí, {s} {rest}.", "Claro que sí, {s} {rest}."],
    no: ["Lamentablemente, {s} {rest}.", "Lo siento, pero {s} {rest}."],
    notBeforeLast: "",
    swaps: [
      "me>{te|le}",
      "nos>{os|les}",
      "mi>{tu|su}",
      "mis>{tus|sus}",

      "tu>mi",
      "tus>mis",
      "su>mi",
      "sus>mis",
      "conmigo>{contigo|con usted}",
    ],
    endings: ["([aei]r)me>$1{te|le}", "([aei]r)nos>$1{os|les}", "([aeiáéí])rmel([oa]s?)>$1r{tel$2|sel$2}"],
    veto: "mientras|nuestr[oa]s?|yo|que|si|cuando|cuándo|qué|quién|cómo|dónde|cuál|decir\\p{L}*|indicar\\p{L}*|confirmar\\p{L}*|porque|como|algún|alguna|te|le|se|ayudar\\p{L}*|o|ustedes|él|ella|aunque",
    vetoNo: "un|una|algo|alguien|también|ya|todavía",
    when: "cuándo",
  },
};
