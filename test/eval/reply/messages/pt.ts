import type { ReplyCase } from "../case.ts";

const lang = "pt";

export const pt: readonly ReplyCase[] = [
  {
    id: "pt-relatorio",
    lang,
    from: "Joana Pires",
    text: "Olá Rui,\n\npode me enviar o relatório da visita até sexta-feira?\n\nCumprimentos,\nJoana Pires",
    intent: "accept",
    stance: "accept",
    mentions: ["relatório|gosto|trato"],
  },
  {
    id: "pt-jantar",
    lang,
    from: "Tiago Moura",
    text: "Oi Rui,\n\nno sábado fazemos um jantar aqui em casa. Queres vir?\n\nAbraço,\nTiago",
    intent: "decline",
    tone: "friendly",
    stance: "decline",
  },
  {
    id: "pt-curso",
    lang,
    from: "Helena Duarte",
    text: "Bom dia,\n\ngostaria de me inscrever no curso de cerâmica. Quando começa? Quanto custa? É preciso levar material?\n\nAtenciosamente,\nHelena Duarte",
    intent: "answer",
    stance: "answer",
    answers: ["começa", "custa", "material"],
  },
  {
    id: "pt-reuniao",
    lang,
    from: "Carlos Teles",
    text: "Prezado senhor,\n\nestá disponível na quarta-feira às 15h para falar sobre o projeto?\n\nAtenciosamente,\nCarlos Teles",
    intent: "accept",
    tone: "formal",
    stance: "accept",
    mentions: ["quarta-feira às 15h"],
  },
  {
    id: "pt-aviso",
    lang,
    from: "Loja Verde-Mar",
    text: "Caro cliente,\n\na sua encomenda já foi enviada e chega nos próximos dias.\n\nCumprimentos,\nLoja Verde-Mar",
    stance: "thank",
  },
  {
    id: "pt-reclamacao",
    lang,
    from: "Sónia Matos",
    text: "Boa tarde,\n\na máquina que comprei na vossa loja não funciona e ainda não recebi resposta. Estou desiludida.\n\nSónia Matos",
    intent: "decline",
    stance: "decline",
  },
  {
    id: "pt-ajuda",
    lang,
    from: "Bruno Reis",
    text: "Olá Rui,\n\npodes regar as plantas do pátio durante as férias?\n\nObrigado,\nBruno",
    intent: "postpone",
    stance: "postpone",
  },

  {
    id: "pt-chave",
    lang,
    from: "Dona Amélia",
    text: "Boa tarde,\n\no vizinho do terceiro andar pergunta se tem uma cópia da chave da garagem. Pode verificar, por favor?\n\nObrigada,\nAmélia",
    intent: "accept",
    stance: "accept",
  },
  {
    id: "pt-visita",
    lang,
    from: "Rita Salgado",
    text: "Olá Rui,\n\nestaremos aí na próxima semana. Podemos encontrar-nos na quinta-feira às 18h para um café?\n\nBeijinhos,\nRita",
    intent: "decline",
    stance: "decline",
  },
];
