import type { ReplyCase } from "../case.ts";

const lang = "fr";

export const fr: readonly ReplyCase[] = [
  {
    id: "fr-devis",
    lang,
    from: "Claire Montel",
    text: "Bonjour Monsieur,\n\npourriez-vous m'envoyer le devis pour la toiture avant jeudi ?\n\nCordialement,\nClaire Montel",
    intent: "accept",
    stance: "accept",
    mentions: ["devis|occupe|charge"],
  },
  {
    id: "fr-concert",
    lang,
    from: "Lucas Perrin",
    text: "Salut Nina,\n\nla chorale chante samedi soir dans la vieille halle. Tu viens avec nous ?\n\nBises,\nLucas",
    intent: "accept",
    tone: "friendly",
    stance: "accept",
  },
  {
    id: "fr-chambre",
    lang,
    from: "Odile Garnier",
    text: "Bonjour,\n\nnous aimerions passer quelques jours chez vous. Quel est le prix de la chambre double ? Le petit déjeuner est-il compris ? Où peut-on garer la voiture ?\n\nBien cordialement,\nOdile Garnier",
    intent: "answer",
    stance: "answer",
    answers: ["prix|chambre", "petit déjeuner", "garer|voiture"],
  },
  {
    id: "fr-rdv",
    lang,
    from: "Julien Aubert",
    text: "Bonjour Nina,\n\nest-ce que mardi à 14 h vous convient pour signer le contrat ?\n\nCordialement\nJulien Aubert",
    intent: "decline",
    stance: "decline",
  },
  {
    id: "fr-facture",
    lang,
    from: "Service client Orchidée",
    text: "Madame,\n\nvotre demande a bien été enregistrée et sera traitée sous peu.\n\nAvec nos salutations distinguées,\nLe service client",
    stance: "thank",
  },
  {
    id: "fr-bruit",
    lang,
    from: "Henri Blanc",
    text: "Bonjour,\n\nvotre musique s'entend jusque chez nous tous les soirs, c'est inacceptable.\n\nHenri Blanc",
    intent: "accept",
    stance: "accept",
    mentions: ["désagrément|raison|excuses|exact"],
  },
  {
    id: "fr-velo",
    lang,
    from: "Manon Leroy",
    text: "Coucou Nina,\n\nje peux te prêter mon vélo pour les vacances si tu veux.\n\nManon",
    intent: "decline",
    stance: "decline",
  },
  {
    id: "fr-atelier",
    lang,
    from: "Association Les Ateliers",
    text: "Bonjour Nina,\n\npeux-tu animer l'atelier de poterie au printemps ? Nous aurions besoin d'une réponse assez vite.\n\nÀ bientôt,\nLes Ateliers",
    intent: "postpone",
    stance: "postpone",
  },
];
