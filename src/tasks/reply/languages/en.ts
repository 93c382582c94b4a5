/** English. To be reviewed by a native reader: written by non-native ones, in British spelling where it matters. */
import type { Language } from "./language.ts";

export const en: Language = {
  tag: "en",
  common:
    "u r ur the and you your is are was of to for with this that have has we i can could would please it on at be will not from our do does there when what who how if they an as by me us any about or so but am were did because since know see need want",
  letters: "",
  address: { familiar: "", formal: "" },
  greeting: {
    named: {
      friendly: ["Hi {first},", "Hello {first},"],
      neutral: ["Hello {first},"],
      formal: ["Dear {name},"],
    },
    unnamed: { friendly: ["Hi,"], neutral: ["Hello,"], formal: ["Dear Sir or Madam,"] },
  },
  closing: {
    friendly: ["Best,", "All the best,", "Cheers,"],
    neutral: ["Best regards,", "Kind regards,"],
    formal: ["Yours sincerely,", "Kind regards,"],
  },
  blanks: {
    answer: "answer",
    date: "date",
    time: "time",
    place: "place",
    amount: "amount",
    name: "name",
    question: "question",
  },
  quotes: ["“", "”"],
  smallAfterGreeting: false,
  yes: "yes",
  no: "no",
  stances: {
    thanks: ["{Thanks|Thank you} for your message.", "Many thanks for your e-mail."],
    thanksInvitation: ["{Thanks|Thank you} for the invitation.", "Thank you very much for inviting me."],
    thanksOffer: ["{Thanks|Thank you} for the offer.", "Thank you very much for offering this."],
    thanksWishes: ["Thank you very much for your kind words.", "Thank you, that is very kind of you."],
    welcome: ["You are very welcome.", "It was a pleasure."],
    sorryTrouble: ["I am sorry to hear about the trouble.", "I am sorry that this has caused you trouble."],
    accept: ["Yes, that is fine with me.", "Yes, I agree to that."],
    acceptRequest: [
      "Yes, I will gladly do that.",
      "Of course, I will take care of it.",
      "I am happy to do that.",
    ],
    acceptInvitation: [
      "{I’d|I would} love to come.",
      "Yes, I will gladly be there.",
      "I am happy to accept.",
    ],
    acceptOffer: ["I am happy to accept.", "Yes, please, I would like to take you up on it."],
    acceptTime: ["{when} works well for me.", "{when} suits me fine."],
    decline: ["Unfortunately, I have to say no.", "I am sorry, but I cannot agree to that."],
    declineAnswer: ["Unfortunately, I cannot tell you that.", "I am sorry, but I cannot answer that."],
    declineRequest: ["Unfortunately, I am not able to do that.", "I am sorry, but I cannot do that."],
    declineInvitation: ["Unfortunately, I cannot make it.", "I am sorry, but I will not be able to come."],
    declineOffer: [
      "I have decided not to take it up, though.",
      "Unfortunately, I have to decline it this time.",
    ],
    declineTime: [
      "Unfortunately, {when} does not work for me.",
      "I am sorry, but {when} is not possible for me.",
    ],
    thank: ["Thank you very much for letting me know.", "Thank you for telling me, I appreciate it."],
    noted: ["I have taken note of it.", "I have made a note of that."],
    ask: [
      "Before I can answer, I would like to know one thing: {question}",
      "I need to know a little more first: {question}",
    ],
    postponeAnswer: [
      "I cannot say yet, and will get back to you by {date}.",
      "I need a little more time and will give you an answer by {date}.",
    ],
    postponeTime: [
      "Could we move it to a later date? I could make {date}.",
      "It does not suit me then, could we find a later date? I suggest {date}.",
    ],
    complaintHeard: ["Thank you for telling me about it.", "It is good that you told me about it."],
    complaintAccepted: [
      "You are right, and I will see to it.",
      "You are right to point this out, I will take care of it.",
    ],
    complaintDeclined: [
      "Unfortunately, there is nothing that I can do about it.",
      "I am sorry, but I cannot change this.",
    ],
    answerOne: ["On your question {question}: {answer}", "As to your question {question}: {answer}"],
    answerLead: ["Here are the answers to your questions:", "To your questions:"],
    answerBare: ["My answer to your question: {answer}", "As to your question: {answer}"],
    answerOther: ["As to your other question: {answer}", "On your other question: {answer}"],
    followUp: [
      "I would like to come back to my last message.",
      "I am writing to ask whether you have had a chance to look at my last message.",
    ],
    available: [
      "If you have any further questions, just let me know.",
      "Please let me know if you need anything else.",
    ],
    lookForward: ["I look forward to it.", "I am looking forward to it."],
    anotherTime: ["I hope it works out another time.", "Perhaps there will be another opportunity."],
  },
  cues: {
    open: {
      date: "when|what date|which (?:day|date)|what day",
      time: "what time|at what time|how long",
      place: "where",
      amount: "how (?:much|many)",
      name: "who|whom",
      answer:
        "what(?! about)|which|why|how(?! about)|whose|any (?:thoughts|ideas|suggestions|news|updates?)|thoughts",
    },
    question:
      "(?:just )?wonder(?:ed|ing)?|(?:e|i)nquir(?:e|ing)|writing to ask|(?:just )?checking|curious|(?:would|\\p{L}+['’]d) (?:like|love) to (?:know|ask)|(?:want(?:ed|s)?|need(?:ed|s)?) to (?:know|ask)|may I ask|the question is",
    request:
      "please|kindly|could you|can (?:you|u)|would you mind|would you(?! (?:like|prefer|rather|say|be (?:open|interested|free|available|up|willing)))|I need you to|I would ask you to|we ask you to|(?:(?:I|we) would|(?:I|we)['’]d) (?:be (?:very |so |most )?(?:grateful|glad|happy|pleased) if|(?:really )?appreciate (?:it )?if)|it would be great if you",
    tell: "let (?:me|us) know|tell (?:me|us)|inform (?:me|us)|(?<!(?:I|we|to|can) )confirm|(?:could|can) you say|please say|do (?:you|u) (?:happen to )?know|any idea",
    whether: "if|whether",
    or: "or",
    invitation:
      "how about|what about|(?<!(?:n['’]t|not|never) )invit\\w+|join us|join me|would you like to (?:come|join|meet|grab|go)|do you want to (?:come|join|meet|grab|go)|(?:are|will) you (?:coming|come|joining|join)|can you (?:come|make it|join)|fancy|care to (?:come|join)|(?:shall|can|could|should) we (?:meet|talk|have|speak)|works? for you|suits? you|are you (?:free|available)|do you have (?:[\\p{L}\\d]+ ){0,4}(?:time|minutes?|mins?|moment)|have a call|you(?: are|['’]re) (?:free|available|able to (?:come|attend|join))|you (?:can|could|will|['’]ll|would like to) (?:come|attend|join|make it|be there)|you are (?:very )?welcome to (?:come|join)|would be lovely if you",
    offer:
      "(?:I|we) (?:can|could|would be happy to|'d be happy to|am happy to|are happy to) (?:offer|help|lend|give|send|bring|provide|show|drive|pick)|(?:I|we)(?: would like to|'d like to)? offer|would you like (?:me|us) to|shall I|do you want me to|happy to help",
    complaint:
      "complain\\w*|disappoint\\w+|still (?:not|have not|haven't|has not|hasn't|waiting)|not acceptable|unacceptable|(?:does|do|did) not work|(?:doesn't|don't|didn't) work|(?:is|was|are|were|arrived|came|got) (?:\\p{L}+ )?(?:broken|damaged)|too loud|wrong (?:item|size|order|amount)|never arrived|unhappy|annoy\\w+|fed up",
    pleasantry:
      "how are you(?: doing)?|how(?:'s| is) it going|how have you been|hope (?:this|my) (?:e-?mail|message|letter|note) finds you|hope you(?:'re| are) (?:well|doing well)",
    closing:
      "(?:kind |best |warm |many )?regards|best(?: wishes)?|all the best|cheers|yours(?: sincerely| faithfully| truly)?|sincerely|thanks|many thanks|thank you|love|see you(?: soon)?|take care|with (?:kind|best) (?:regards|wishes)",
    onlyYes: "yes|yes please|yeah|yep|ok|okay|sure|agreed|fine|gladly",
    onlyNo: "no|no thanks|no thank you|nope|sorry no|not interested",
    say: "(?:please )?(?:tell|inform) (?:him|her|them|\\p{Lu}\\p{L}+)(?: that)?|(?:please )?(?:say|write|answer|reply)(?: that|:)",
  },
  when: {
    days: "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    relative: "today|tonight|tomorrow",
    parts: "next|this|morning|afternoon|evening|noon|weekend|week|month",
    links: "on|at|the|of|around|about|from|to|in",
    lead: "the|next|this",
    units: "am|pm|a\\.m\\.|p\\.m\\.|o'clock|o’clock|h",
    limits: "by|until|till|before|after|since|last|not|every",
  },
  mirror: {
    opening:
      "and|so|also|but|then|now|by the way|first|firstly|second|secondly|third|thirdly|finally|lastly|well|anyway",
    fillers: "please|possibly|perhaps|maybe|kindly|by any chance|just|also",
    rules: [
      { match: "(?:can|could) (?:you|u)", yes: "I can", no: "I cannot", act: "request" },
      { match: "you (?:can|could)", yes: "I can", no: "I cannot", act: "request" },
      { match: "(?:can|could|may) I", yes: "you can", no: "you cannot", act: "request" },
      {
        match: "would you be (?=(?:open|interested|free|available|willing)\\b)",
        yes: "I would be",
        no: "I am not",
        act: "question",
      },
      { match: "is it", yes: "it is", no: "it is not", act: "question" },
      { match: "is there", yes: "there is", no: "", act: "question" },
      { match: "are there", yes: "there are", no: "", act: "question" },
      {
        match: "(?:would|will) you be able to",
        yes: "I will be able to",
        no: "I will not be able to",
        act: "request",
      },
      { match: "are you able to", yes: "I am able to", no: "I am not able to", act: "request" },
      { match: "would you like to", yes: "I would like to", no: "I would rather not", act: "request" },
      { match: "would you", yes: "I will", no: "I cannot", act: "request" },
      { match: "will you", yes: "I will", no: "I will not", act: "request" },
      { match: "do you want to", yes: "I would like to", no: "I would rather not", act: "request" },
      { match: "do you", yes: "I", no: "I do not", act: "question" },
      {
        match: "have you (?=\\p{L}+(?:ed|en|ad|ught|one|ent|et|eft|ost|ade)\\b)",
        yes: "I have",
        no: "I have not",
        act: "question",
      },
      { match: "are you", yes: "I am", no: "I am not", act: "question" },
    ],
    yes: ["Yes, {s} {rest}.", "Certainly, {s} {rest}."],
    no: ["Unfortunately, {s} {rest}.", "I am sorry, but {s} {rest}."],
    notBeforeLast: "",
    swaps: [
      "me>you",
      "us>you",
      "my>your",

      "mine>yours",

      "your>my",
      "yours>mine",
      "yourself>myself",
      "any>some",
    ],
    endings: [],
    veto: "while|before|until|our|ours|I|I'm|I've|I'd|we|we're|you|that|which|who|if|because|so|as|when|where|what|whether|how|why|mind|ask|let|tell|say|confirm|know|think|or|since|than|help",
    vetoNo: "some|still|already|also|too|something|somebody",
    when: "when",
  },
};
