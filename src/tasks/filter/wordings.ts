/** How people say what to hide and what to keep, and how a result is shown to the model, by language. */

export interface Wording {
  /** BCP 47 */
  readonly lang: string;
  /** Words that begin a rule which hides what follows: alternatives of a regular expression, the longer ones first. */
  readonly hide: string;
  /** Words that begin a rule which keeps what follows, and nothing else. */
  readonly only: string;
  /** Between "everything" and what is excepted: turns the meaning of what came before. */
  readonly except: string;
  /** What may stand at the end of either: the rest of a verb. */
  readonly tail: string;
  /** Words between the beginning and what is named: quantities, articles, prepositions. */
  readonly fill: string;
  /** Divides two things that are named. */
  readonly and: string;
  /** Divides what is named from its contrary, when one of `keep` or the beginning of a rule follows. */
  readonly but: string;
  /** Begin, after something that is hidden, what is not to be. */
  readonly keep: string;
  /** Marks of the language in a rule that begins otherwise. */
  readonly marks: string;
  /** How title and text of a result are headed. */
  readonly labels: { readonly title: string; readonly text: string };
  /** Begins a sentence that a kind of page may end, after a result. */
  readonly kind: string;
}

export const WORDINGS: readonly Wording[] = [
  {
    lang: "en",
    hide: "(?:do not|don['’]t|never) (?:want to see|want|show|display)|(?:i )?(?:do not|don['’]t) want(?: to see)?|i(?: really)? (?:hate|dislike)|(?:i['’]m |i am )?not interested in|get rid of|filter out|leave out|filter(?= (?:all|any|every|everything|the) )|less|fewer|block|hide|remove|fold|skip|mute|drop|exclude|avoid|ignore|nothing(?! but)|no more|no|without|not",
    only: "(?:show|give|keep|display|let|leave)(?: me)? (?:only|just|nothing but)|only (?:show|keep|display)(?: me)?|i only want(?: to see)?|i want(?: to see)? only|show me|give me|i(?: only)? want(?: to see)?|nothing but|only|exclusively|solely",
    except:
      "(?:(?:show|give|keep|display)(?: me)? )?(?:everything|anything|all)(?: (?:else|results?|pages?))? (?:except|but|besides|other than|that is not|that are not|that isn['’]t|that aren['’]t)(?: for)?",
    tail: "out|(?:and )?nothing else|only|please",
    fill: "(?:pages|sites|websites|articles|posts|content) (?:(?:that|which) (?:is|are) )?(?:about|on)|me|any|all|every|everything|anything|stuff|things|results|the|a|an|those|these|of|from|about|on|to do with|related to|that is|that are|which are|with|concerning",
    and: "and|or|nor",
    but: "but|yet|however",
    keep: "keep|show|leave|allow|not(?! about)",
    marks: "the|and|of|about|with|pages|sites|articles",
    labels: { title: "Title", text: "Text" },
    kind: "This page is one of the",
  },
  {
    lang: "de",
    hide: "blende(?:n sie)?|verstecken?(?: sie)?|verberge?n?(?: sie)?|entfernen?(?: sie)?|blockieren?(?: sie)?|filtere|filtern(?: sie)?|überspringe?|ignoriere?|zeig(?:en?)?(?: sie)?(?: mir)? (?:keinerlei|keine?n?|nichts)|ich (?:will|möchte) (?:keine?n?|nichts)|keinerlei|keine?n?|nichts|ohne|nie(?:mals)?|weniger|weg mit",
    only: "zeig(?:en?)?(?: sie)?(?: mir)? (?:nur|ausschließlich|lediglich|bloß)|ich (?:will|möchte) nur|zeig(?:en?)?(?: sie)? mir|ich (?:will|möchte)|(?:bitte )?nur|ausschließlich|lediglich|bloß|behalte",
    except: "(?:zeig(?:en?)?(?: sie)?(?: mir)? )?alles(?: andere)? (?:außer|ausser|bis auf|was nicht)",
    tail: "aus|(?:und )?(?:sonst nichts|nichts anderes|nichts sonst)|ausblenden|verstecken|verbergen|entfernen|anzeigen|zeigen|sehen|an|raus|weg|bitte",
    fill: "bitte|(?:seiten|artikel|beiträge) (?:über|zum?|zur)|mir|alle[sn]?|jede[rsn]?|etwas|sachen|ergebnisse|die|der|das|den|dem|ein|eine|einen|über|zum?|zur|von|vom|rund um|mit|aus",
    and: "und|oder|sowie|noch",
    but: "aber|sondern|jedoch|doch",
    keep: "behalten?|zeigen?|lass(?:en?)?|nicht",
    marks: "und|der|die|das|für|über|mit|seiten|nicht",
    labels: { title: "Titel", text: "Text" },
    kind: "Diese Seite gehört zu den Seiten der Art",
  },
  {
    lang: "fr",
    hide: "ne (?:montre|montrez|affiche|affichez)(?:-moi)? (?:pas|jamais)(?: de| d['’])?|je ne veux (?:pas|plus)(?: voir)?|cache[rz]?|masque[rz]?|supprime[rz]?|enlève[rz]?|enlever|retire[rz]?|bloque[rz]?|filtre[rz]?|exclu[rst]e?|évite[rz]?|éviter|moins(?= (?:de |d['’]))|rien(?! que)|aucune?|pas|plus(?= (?:de |d['’]|aucune? ))|sans(?! serif)|ni",
    only: "(?:montre|montrez|affiche|affichez|garde|gardez)(?:-moi)? (?:seulement|uniquement|juste|que)|n['’](?:affiche|affichez) que|ne (?:montre|montrez|garde|gardez)(?:-moi)? que|je (?:ne )?veux (?:seulement|uniquement|que)|(?:montre|montrez)-moi|je veux(?: voir)?|rien que|seulement|uniquement|exclusivement|juste",
    except:
      "(?:(?:montre|montrez|affiche|affichez|garde|gardez)(?:-moi)? )?tout(?:es?)?(?: le reste)? (?:sauf|excepté|hormis|à part)|tout ce qui n['’]est pas",
    tail: "(?:et )?rien d['’]autre|seulement|uniquement|s['’]il (?:te|vous) plaît",
    fill: "(?:pages|sites|articles?) (?:sur|qui parle(?:nt)?)|moi|tou(?:te)?s?|tout|les?|la|l['’]|des?|du|d['’]|une?|sur|à propos|au sujet|concernant|(?:ce )?qui parle(?:nt)?|résultats|ce qui|est",
    and: "et|ou|ni",
    but: "mais",
    keep: "garde[rz]?|montre[rz]?|affiche[rz]?|laisse[rz]?",
    marks: "le|la|les|des|du|et|sur|pas|pages|sites",
    labels: { title: "Titre", text: "Texte" },
    kind: "Cette page fait partie des",
  },
  {
    lang: "es",
    hide: "no (?:me )?(?:quiero(?: ver)?|muestres?|mostrar|enseñes)|oculta[rd]?|esconde[rd]?|quita[rd]?|elimina[rd]?|bloquea[rd]?|filtra[rd]?|excluye|excluir|evita[rd]?|menos|nada(?! más que)|ning[uú]na?|ning[uú]n|sin|ni",
    only: "(?:muéstra|muestra|enseña|deja)(?:me)? (?:s[oó]lo|solamente|únicamente)|quiero (?:ver )?(?:s[oó]lo|solamente)|(?:muéstra|enseña)me|quiero(?: ver)?|nada más que|s[oó]lo|solamente|únicamente|exclusivamente",
    except:
      "(?:(?:muéstra|muestra|enseña)(?:me)? )?todo(?: lo demás)? (?:menos|excepto|salvo)|todo lo que no sea",
    tail: "(?:y )?nada más|solamente|únicamente|por favor",
    fill: "(?:páginas|sitios|artículos) sobre|me|tod[oa]s?|l[oa]s?|el|un[oa]?s?|de|del|sobre|acerca|en|con|relacionad[oa]s?|resultados|que|sea|son",
    and: "y|e|o|u|ni",
    but: "pero|sino",
    keep: "deja[rd]?|muestra|mostrar|conserva[rd]?",
    marks: "el|los|las|y|sobre|páginas|de",
    labels: { title: "Título", text: "Texto" },
    kind: "Esta página es una de las",
  },
  {
    lang: "it",
    hide: "non (?:voglio(?: vedere)?|mostrare|mostrarmi)|nascond[ie](?:re)?|togli(?:ere)?|elimina(?:re)?|rimuov[ie](?:re)?|blocca(?:re)?|filtra(?:re)?|escludi|evita(?:re)?|meno|niente|nulla|nessun[ao]?|senza|né",
    only: "(?:mostra(?:mi)?|tieni) (?:solo|soltanto|solamente)|mostrami|voglio(?: vedere)?|solo|soltanto|solamente|unicamente|esclusivamente",
    except: "(?:mostra(?:mi)? )?tutto(?: il resto)? (?:tranne|eccetto|fuorché|meno)",
    tail: "(?:e )?nient['’]altro|(?:e )?nulla di più|soltanto|per favore",
    fill: "mi|tutt[oaie]|l['’]|il|lo|la|i|gli|le|un[ao]?|di|del|dei|degli|delle|della|dell['’]|su|sui|sulle|sul|sulla|che|riguarda",
    and: "e|ed|o|né",
    but: "ma|però",
    keep: "tieni|tenere|mostra|lascia(?:re)?",
    marks: "il|gli|le|di|e|pagine|siti",
    labels: { title: "Titolo", text: "Testo" },
    kind: "Questa pagina è una delle",
  },
];

/** For rules in a language that is not known here. */
export const ANY_LANGUAGE: Pick<Wording, "labels" | "kind"> = {
  labels: { title: "Title", text: "Text" },
  kind: "This page is one of the",
};
