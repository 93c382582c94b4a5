/** Mostly answers that the pretrained weights gave to the prompts in `prompts.ts`, or to earlier ones. */
import { describe, expect, it } from "vitest";
import { type Evidence, findFault, hasLoop } from "./check.ts";
import { figuresOf } from "./quantities.ts";

const evidence = (source: string, more: Partial<Evidence> = {}): Evidence => ({
  sources: [source],
  own: [],
  others: [],
  lang: "en",
  style: "completion",
  ...more,
});

const BRIDGE =
  "The Harbour Bridge in Millford will stay closed until at least June 2027, the county council said on Tuesday.";
const LYNX = "About 18,000 lynx live in Europe today, most of them in Russia and Romania.";
const BEES =
  "Honeybees that live close to street lights sleep about 25 percent less than bees in dark places, a study published in the journal Apidology Letters has found.";
const KITTENS =
  "Mating takes place from January to April, and after about 70 days the female gives birth to two or three kittens.";
const TERMS =
  "You do not need to do anything to accept them; if you do not agree, you may close your account before that date.";
const FARMERS = "Farmers not allowed to water fields between ten and six";

describe("good answers", () => {
  it.each([
    [BRIDGE, "Harbour bridge to stay closed until at least June 2027.", "en"],
    [BEES, "Honeybees that live close to street lights sleep about 25 percent less than bees.", "en"],
    [LYNX, LYNX, "en"],
    [
      "The Ashford city council approved a $412 million budget on Monday night by a vote of 7 to 2.",
      "Council approves $412 million budget by a vote of 7 to 2.",
      "en",
    ],
    [
      "Das Stadtbad in Lindenau bleibt mindestens bis zum Frühjahr 2028 geschlossen.",
      "Stadtbad Lindenau bleibt mindestens bis Frühjahr 2028 geschlossen.",
      "de",
    ],
    [
      "La ligne de train entre Valmont et Saint-Aubin rouvrira le 14 septembre, après trois ans de travaux.",
      "La ligne de train entre Valmont et Saint-Aubin rouvrira le 14 septembre.",
      "fr",
    ],
    ["一年後の検査で、血圧は148から126に下がった。", "検査で血圧は148から126に下がった。", "ja"],
    [
      "افتتحت مدينة الواحة يوم الأحد مكتبة عامة جديدة تضم أكثر من 60 ألف كتاب.",
      "مكتبة عامة جديدة تضم أكثر من ٦٠ ألف كتاب.",
      "ar",
    ],
  ])("%s", (source, point, lang) => {
    expect(findFault(point, evidence(source, { lang }))).toBeUndefined();
  });
});

it.each([
  [
    "de",
    "Die Bahnstrecke ist eine eingleisige Nebenbahn, die seit.",
    "Die Bahnstrecke ist eine eingleisige Nebenbahn, die seit 1891 fährt.",
  ],
  [
    "fr",
    "La ligne de train rouvrira le 14 septembre après.",
    "La ligne de train rouvrira le 14 septembre après trois ans de travaux.",
  ],
  ["es", "La línea de tren abrirá el domingo por la.", "La línea de tren abrirá el domingo por la mañana."],
  ["zh", "新桥将于一月开通通车的。", "新桥将于一月开通通车的消息已经公布。"],
  ["ar", "افتتحت المدينة مكتبة عامة جديدة في.", "افتتحت المدينة مكتبة عامة جديدة في وسط المدينة."],
])("refuses what waits for another word in %s: %s", (lang, point, source) => {
  expect(findFault(point, evidence(source, { lang }))).toBe("cut");
});

it("lets a clause end as its source does", () => {
  const source = "This is the harbour that the old ferry came from, the captain said on Tuesday evening.";
  expect(findFault("This is the harbour that the old ferry came from.", evidence(source))).toBeUndefined();
});

it("refuses what the title says already", () => {
  const source = "在阳台上种西红柿,最重要的是阳光。";
  const about = evidence(source, { lang: "zh", title: "怎样在阳台上种西红柿" });
  expect(findFault("在阳台上种西红柿。", about)).toBe("empty");
  expect(findFault("种西红柿最重要的是阳光。", about)).toBeUndefined();
});

describe("answers that went wrong", () => {
  it.each([
    ["a year from nowhere", "number", "Russia's lynx population has increased by 18,000 since 2018.", LYNX],
    [
      "a price from nowhere",
      "number",
      "All customers will be charged a one-time fee of $10.00 for the first month.",
      "The new terms apply to all customers, including those with a free account.",
    ],
    ["another count", "number", "About 1,800 lynx live in Europe today.", LYNX],
    ["a figure for a share", "unit", "Bees sleep about 25% less than bees in dark places.", BEES],
    [
      "somebody who is not there",
      "name",
      "The Harbour Bridge will stay closed until at least June, Smith said on Tuesday.",
      `${BRIDGE} In June it opens.`,
    ],
    ["another country", "name", "About 18,000 lynx live in Europe today, most of them in Finland.", LYNX],
    [
      "a statement of its own",
      "unsupported",
      "I have a new computer, so I am going to use it.",
      "Going back to kernel 6.11 fixed it for me, so it is not the hardware.",
    ],
    [
      "a word in two places, of which one was another's",
      "unsupported",
      "通过使用“dwww”、“dhelp”或“doccentral”命令，或者使用“yelp”或“doccentral”浏览器访问系统中的许多文档。",
      "通过使用“dwww”、“dhelp”或“doccentral”命令，或者使用“yelp”，您可以用 WWW 浏览器访问系统中的许多文档。",
    ],
    [
      "words of an example among the page's",
      "unsupported",
      "Drivers in the valley will have to take the A27.",
      "Until then, the 11,400 drivers who used the bridge each day must take the A27, a detour of 14 miles.",
    ],
    [
      "another order of the words",
      "order",
      "The council said the county will stay closed until at least June 2027 in Millford at the Harbour.",
      BRIDGE,
    ],
    ["a lost not", "negation", "You need to accept them or close your account if you agree.", TERMS],
    ["a not of its own", "negation", "Lynx do not live in Europe today.", LYNX],
    [
      "a lost condition",
      "qualifier",
      "You may cancel a yearly plan within 14 days and receive the full price back.",
      "You can cancel a yearly plan within 14 days and receive the full price back, unless you have stored more than 50 GB.",
    ],
    ["a lost limit", "qualifier", "Harbour bridge to stay closed to June 2027.", BRIDGE],
    ["another count in words", "number", "The female gives birth to three or four kittens.", KITTENS],
    [
      "the contrary",
      "contrary",
      "After about 70 days the male gives birth to two or three kittens.",
      KITTENS,
    ],
    [
      "somebody's words as a fact",
      "speech",
      "The dance is where lack of sleep shows.",
      '"The dance is where lack of sleep shows first," said lead author Ingrid Holm.',
    ],
    [
      "somebody's words without who said them",
      "speech",
      '"The dance is where lack of sleep shows first".',
      '"The dance is where lack of sleep shows first," said lead author Ingrid Holm.',
    ],
    [
      "another time",
      "contrary",
      "The Skerry Harbour Trust has its best year since it was founded.",
      "The Skerry Harbour Trust had its best year since it was founded in 1921.",
    ],
    [
      "a clause without its verb",
      "form",
      "A second line at a cost of 310,000 kroner.",
      "An inspector's letter, found in the archive in 2004, asked for a second line at a cost of 310,000 kroner.",
    ],
    [
      "one side of two",
      "qualifier",
      "Property taxes will not rise.",
      "Property taxes will not rise, but fees for parking and trash collection will go up by 6 percent in January.",
    ],
    ["a lost about", "qualifier", "18,000 lynx live in Europe today.", LYNX],
    [
      "one name of two people",
      "name",
      "Mayor Linda Hall called the plan careful.",
      "Mayor Linda Reyes called the plan careful, and council members Ruiz and Hall agreed.",
    ],
    [
      "other words between quotation marks",
      "quotation",
      'Mayor Linda Reyes called the plan "rather exciting".',
      'Mayor Linda Reyes called the plan "careful rather than exciting".',
    ],
    [
      "a clause cut off",
      "cut",
      "The power company had known since 1958.",
      "The power company had known since 1958 that the line was weak.",
    ],
    [
      "an end in the middle of a phrase",
      "cut",
      "Marwick City Council has postponed the extension of the tram line to.",
      "Marwick City Council has postponed the extension of the tram line to Eastfield until at least 2029.",
    ],
    [
      "an end before what is joined",
      "cut",
      "A pool keeps a number of connections to the database open and.",
      "A pool keeps a number of connections to the database open and lends them to your requests.",
    ],
    [
      "a comma before the full stop",
      "unended",
      "Engineers will continue to move water pipes along Harbour Road this summer,.",
      "Engineers will continue to move water pipes along Harbour Road this summer, work that costs £9.3 million.",
    ],
    [
      "a fragment",
      "empty",
      "Eurasian lynx (Lynx lynx).",
      "The Eurasian lynx is a wild cat that lives in forests of Europe and Asia.",
    ],
    [
      "a fragment with numbers",
      "empty",
      "37 of 61 members.",
      "The meeting was attended by 37 of 61 members.",
    ],
    ["nothing", "empty", "", BRIDGE],
    ["no end", "unended", "The Harbour Bridge in Millford will stay closed until at least", BRIDGE],
    ["a turn of the template", "token", "The bridge stays closed.<end_of_turn>.", BRIDGE],
    [
      "a loop",
      "loop",
      "The bridge will stay closed, the bridge will stay closed, the bridge will stay closed.",
      BRIDGE,
    ],
  ])("%s", (_, fault, point, source) => {
    expect(findFault(point, evidence(source))).toBe(fault);
  });

  it.each([
    [
      "de",
      "Nach Süden ausgerichtet bringt der Balkon am meisten, aber auch nach Westen lohnt es sich nicht.",
      "Der Balkon bringt nach Süden am meisten.",
      "order",
    ],
    [
      "de",
      "Nach Süden ausgerichtet bringt der Balkon am meisten, aber auch nach Westen lohnt es sich noch.",
      "Die Balkone am meisten, aber auch nach Westen lohnt es sich noch.",
      "form",
    ],
    [
      "de",
      "Für den Schulsport der 14 Leipziger Schulen gibt es bisher keinen Ersatz.",
      "Für den Schulsport der 14 Leipziger Schulen gibt es Ersatz.",
      "negation",
    ],
    [
      "de",
      "Das Stadtbad in Lindenau bleibt mindestens bis zum Frühjahr 2028 geschlossen.",
      "Stadtbad in Lindenau bleibt 2028 geschlossen.",
      "qualifier",
    ],
    [
      "fr",
      "Les cars de remplacement cesseront de rouler dès le premier jour.",
      "Les voitures de remplacement ne sont pas encore disponibles.",
      "unsupported",
    ],
    [
      "es",
      "La entrada será gratuita para los menores de 18 años y los mayores de 65.",
      "Los menores de 18 años y los mayores de 65 pagarán 6 euros.",
      "number",
    ],
    ["ja", "道具は歩きやすい靴だけで十分だと思う。", "I'm not sure about the shoes I'm wearing.", "script"],
    [
      "ja",
      "青葉市は12日、市立図書館を来年4月に青葉駅前の新しいビルへ移転すると発表した。",
      "1971年建屋の建設を発表した。",
      "number",
    ],
    [
      "zh",
      "五号线全长27公里,共有19个车站,连接火车站和机场。",
      "The line is 27 kilometers long, and there are 19 stations.",
      "script",
    ],
    [
      "ar",
      "افتتحت مدينة الواحة يوم الأحد مكتبة عامة جديدة تضم أكثر من 60 ألف كتاب.",
      "افتتحت مدينة الواحة مكتبة تضم أكثر من 600 ألف كتاب.",
      "number",
    ],
    [
      "ru",
      "Мэр города Ольга Зимина сказала, что автобус № 7 начнёт ходить через мост с 1 октября.",
      "If the weather stays dry, the farmers will not be able to water their fields.",
      "script",
    ],
  ])("%s: %s", (lang, source, point, fault) => {
    expect(findFault(point, evidence(source, { lang }))).toBe(fault);
  });

  it("knows its own examples", () => {
    const source = "Farmers may water their fields.";
    expect(findFault(`${FARMERS}.`, evidence(source, { own: [FARMERS] }))).toBe("echo");
  });

  it("knows a page that says what an example says", () => {
    expect(findFault(`${FARMERS}.`, evidence(`${FARMERS}.`, { own: [FARMERS] }))).toBeUndefined();
  });

  it("knows an earlier point", () => {
    expect(
      findFault(LYNX, evidence(LYNX, { others: ["Some 18,000 lynx live in Europe, most in Russia."] })),
    ).toBe("repeats");
  });

  it("lets weights that follow instructions use some words of their own, but no contraries", () => {
    const source = "The old post office was sold on Monday to a baker who wants to open a café there.";
    const chat = evidence(source, { style: "chat" });
    expect(findFault("The old post office was purchased by a baker who wants a café.", chat)).toBeUndefined();
    expect(findFault("The old post office was bought by a baker who wants a café.", chat)).toBe("contrary");
    expect(
      findFault("The old post office was purchased by a baker who wants a café.", evidence(source)),
    ).toBe("unsupported");
  });

  it("asks for the not of the sentence that was used, not of its neighbour", () => {
    const sources = ["The ferry runs every 20 minutes from December.", "Cars are not carried by it."];
    expect(
      findFault("The ferry runs every 20 minutes from December.", { ...evidence(""), sources }),
    ).toBeUndefined();
    expect(findFault("Cars are carried by the ferry from December.", { ...evidence(""), sources })).toBe(
      "negation",
    );
  });
});

describe("figuresOf", () => {
  it.each([
    ["11,400 and 11.400 and 11’400", ["11400"]],
    ["4.1 or 4,1", ["4.1"]],
    ["٦٠ and ६०", ["60"]],
    ["１２日", ["12", "日"]],
    ["£5 is 3%", ["5", "3", "£", "%"]],
    ["版本 6.12.4 in 2027", ["6.12.4", "2027"]],
    ["八個月", ["八", "個"]],
  ])("%s", (text, figures) => {
    expect(figuresOf(text)).toEqual(new Set(figures));
  });
});

describe("hasLoop", () => {
  it.each([
    ["no no no", true],
    ["is the largest of the is the largest of the", true],
    ["one of the largest and one of the largest towns", true],
    ["東京都の東京都の東京都の", true],
    ["The Eurasian lynx (Lynx lynx) lives in Europe.", false],
    ["2020, 2021, 2022 and 2023", false],
    ["", false],
  ])("%s", (text, loops) => {
    expect(hasLoop(text)).toBe(loops);
  });
});
