/** Lines to tokenize: written by us in many scripts, and made from those by rule, the same in every run. */

const PROSE = [
  "The ferry left at dawn, and nobody on the quay waved.",
  "Don't you think they've already re-sent the e-mail? I'd've asked twice!",
  "Der Straßenbahnfahrer grüßte die Übersetzerin höflich; danach fuhr er los.",
  "L'été dernier, à Besançon, nous avons goûté un œuf en gelée — quelle idée !",
  "El niño preguntó: «¿Cuándo llegará el autobús?», y nadie respondió.",
  "Ninguém percebeu que o avô já não dormia à tarde há três anos.",
  "Ogni città ha un'edicola che chiude più tardi delle altre.",
  "Żółta łódź płynęła wzdłuż brzegu, aż zniknęła w gęstej mgle.",
  "Příliš mnoho lidí čekalo na nástupišti, když přijel poslední vlak.",
  "Az öreg könyvtáros újra elővette a régi térképet.",
  "Ο μικρός κήπος πίσω από το σχολείο άνθισε ξανά.",
  "Старый мост закрыли на ремонт, и теперь все ходят вокруг озера.",
  "Їжак проліз під парканом і зник у високій траві.",
  "Küçük ışık, dağın ardında bir an göründü ve İzmir'e doğru kayboldu.",
  "Cậu bé thả con diều giấy xuống dòng sông đang chảy xiết.",
  "Perahu nelayan itu kembali sebelum hujan turun.",
  "Mtoto alisoma kitabu chake chini ya mti mkubwa.",
  "古い橋は来月まで通行止めになるそうです。",
  "カタカナとひらがな、そして漢字が混ざった一行。１２３４５",
  "图书馆今天下午三点关门,请提前还书。",
  "圖書館將於週五重新開放,歡迎大家前來。",
  "오래된 다리는 다음 달까지 통행이 금지됩니다.",
  "أُغلق الجسر القديم حتى الشهر القادم، ولم يخبرنا أحد.",
  "گربهٔ سیاه روی دیوار می‌نشیند و به ماه نگاه می‌کند.",
  "پرانا پل اگلے مہینے تک بند رہے گا۔",
  "הגשר הישן סגור עד החודש הבא, ואיש לא אמר לנו.",
  "שָׁלוֹם לְכֻלָּם, הַיּוֹם יוֹם יָפֶה.",
  "สะพานเก่าปิดปรับปรุงจนถึงเดือนหน้า",
  "पुराना पुल अगले महीने तक बंद रहेगा, किसी ने हमें नहीं बताया।",
  "পুরানো সেতুটি আগামী মাস পর্যন্ত বন্ধ থাকবে।",
  "பழைய பாலம் அடுத்த மாதம் வரை மூடப்பட்டிருக்கும்.",
  "పాత వంతెన వచ్చే నెల వరకు మూసివేయబడుతుంది.",
  "പഴയ പാലം അടുത്ത മാസം വരെ അടച്ചിടും.",
  "ძველი ხიდი მომავალ თვემდე დაკეტილია.",
  "Հին կամուրջը փակ է մինչև հաջորդ ամիս։",
  "አሮጌው ድልድይ እስከሚቀጥለው ወር ድረስ ዝግ ነው።",
  "ស្ពានចាស់ត្រូវបានបិទរហូតដល់ខែក្រោយ។",
  "မြစ်ကူးတံတားဟောင်းကို လာမည့်လအထိ ပိတ်ထားသည်။",
  "ᚠᚢᚦᚨᚱᚲ 𐌰𐌱𐌲 𓀀𓁐 𝔉𝔯𝔞𝔨𝔱𝔲𝔯 𝟘𝟙𝟚",
];

const CODE = [
  "for (let i = 0; i < rows.length; i++) { sum += rows[i]?.value ?? 0; }",
  "def mean(xs):\n    return sum(xs) / len(xs) if xs else float('nan')",
  '#include <stdio.h>\nint main(void) { printf("%d\\n", 0x7fffffff); return 0; }',
  "SELECT name, COUNT(*) FROM visits WHERE day >= '2026-11-01' GROUP BY name HAVING COUNT(*) > 3;",
  '<table class="plain"><tr><td>1</td><td>&nbsp;</td></tr></table>',
  "<h1>Title</h1><p>A <strong>bold</strong> word and <em>another</em>.</p><br>",
  '{"key": [1, 2.50, -3e-7, null, true], "nested": {"é": "\\u00e9"}}',
  "git log --oneline --graph | grep -E '^[*|] ' | head -n 20 > out.txt 2>&1",
  "fn longest<'a>(a: &'a str, b: &'a str) -> &'a str { if a.len() > b.len() { a } else { b } }",
  "\\frac{\\partial u}{\\partial t} = \\alpha \\nabla^2 u",
  "@media (max-width: 40rem) { .panel > :not(:last-child) { margin: 0 0 .5em } }",
  "x = y if (a := f(b)) != c else z  # note: see `g`",
  '\tif err != nil {\n\t\treturn fmt.Errorf("open %q: %w", path, err)\n\t}',
  "https://example.org/a/b%20c?q=1&r=%C3%A9#frag;x=[1]",
  "mailto:someone+tag@mail.example.co.uk, ftp://10.0.0.1:2121/~home/file_v2.tar.gz",
  "C:\\Users\\Public\\Documents\\notes (final) [2].docx",
  "3.14159265358979 1,234,567.89 1e-9 0xDEADBEEF 1/2 ½ ² № 12:34:56Z +49 (0)30 1234-567",
];

const MARKS = [
  "<start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\n",
  "<bos>text<eos>",
  "<pad><unk><mask>[multimodal]<unused0><unused42><unused99>",
  "<start_of_turn <start_of_turn> <end_of_turn><end_of_turn",
  "<start_of_image><end_of_image>",
  "<0x0A><0x41> <0xZZ>",
  "</s><s>[INST] hi [/INST]<|im_start|>system<|endoftext|>",
  "▁ ▁▁ a▁b ▁c",
  "<START_OF_TURN>user <start_of_turn>\u200buser",
  "<code><pre></pre></code><ul><li>x</li></ul><blockquote>",
];

const PICTURES = [
  "👩‍👩‍👧‍👦 👨🏽‍🚀 🏳️‍🌈 🏴‍☠️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  "🇩🇪🇯🇵🇧🇷 🇺🇳🇪",
  "👍👍🏻👍🏼👍🏽👍🏾👍🏿",
  "1️⃣ #️⃣ ©️ ™ ☎️ ☎︎ ❤️‍🔥",
  "😀😃😄😁😆🥹🫠🫥🪿🫨",
  "⌨ → ⇒ ∀x∈ℝ: ∃y ≠ x ∧ y² ≥ 0 ∎",
  "┌──┬──┐ │ ▓▒░ │ └──┴──┘ █▉▊▋",
];

const ODD = [
  "\u0000\u0001\u0002\u0007\u0008\u000b\u000c\u000e\u001b[0m\u007f\u0080\u009f",
  "a\rb\r\nc\n\rd",
  "\uFEFFstart and \uFEFFmiddle",
  "zero\u200bwidth\u200cjoin\u200ders\u2060and\u00adhyphen",
  "\u202eright-to-left\u202c \u2066isolated\u2069",
  "e\u0301 é n\u0303 ñ ạ̈ a\u0323\u0308",
  "\u0301 alone, \u0301\u0302\u0303\u0304 stacked",
  "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324 glitch",
  "\u00a0no\u00a0break\u2009thin\u3000wide\u2028line\u2029paragraph\u0085next",
  "ﬁ ﬂ ﷺ ㍿ Ⅷ ⓐ ㌔ ｆｕｌｌ ｶﾞ",
  "\ufffd \uffff \u{10ffff} \u{e0001} \u{f0000}",
  "\ue000\uf8ff",
  "",
  " ",
  "\n",
  "\t",
];

/** Numbers that look random and are the same in every run (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const BLANKS = [" ", "\n", "\t", "\r\n", "\u00a0", "\u3000"];

function blanks(random: (below: number) => number): string {
  const blank = BLANKS[random(BLANKS.length)] as string;
  return blank.repeat(1 + random(40));
}

/** A character of any plane that is not half of a pair. */
function anyCharacter(random: (below: number) => number): string {
  const limits = [0x80, 0x250, 0x3000, 0xffff, 0x110000];
  const code = random(limits[random(limits.length)] as number);
  return code >= 0xd800 && code < 0xe000 ? "?" : String.fromCodePoint(code);
}

/** At least 2,000 lines. */
export function corpus(): string[] {
  const written = [...PROSE, ...CODE, ...MARKS, ...PICTURES, ...ODD];
  const random = generator(270);
  const pick = () => written[random(written.length)] as string;
  const lines = [...written];
  for (const line of written)
    lines.push(
      ` ${line}`,
      `${line}\n`,
      line.toUpperCase(),
      line.toLowerCase(),
      [...line].reverse().join(""),
      line.normalize("NFD"),
    );
  // Runs of every length up to 40, alone and between words: runs of blanks are tokens of their own up to 31.
  for (const blank of [...BLANKS, "▁", "-", "=", "a", "あ", "😀", "\u0301"])
    for (let count = 1; count <= 40; count += 3) lines.push(blank.repeat(count), `x${blank.repeat(count)}y`);
  // Two lines cut anywhere and put together with blanks between.
  for (let i = 0; i < 700; i++) {
    const [a, b] = [[...pick()], [...pick()]];
    lines.push(
      a.slice(random(a.length + 1)).join("") + blanks(random) + b.slice(0, random(b.length + 1)).join(""),
    );
  }
  for (let i = 0; i < 400; i++)
    lines.push(Array.from({ length: 1 + random(60) }, () => anyCharacter(random)).join(""));
  for (let i = 0; i < 100; i++) lines.push(String(random(2 ** 31)) + "0123456789".repeat(random(5)));
  for (let i = 0; i < 100; i++)
    lines.push(Array.from({ length: 20 + random(200) }, () => String.fromCharCode(97 + random(26))).join(""));
  lines.push(written.join("\n"), PROSE.join("").replaceAll(" ", ""), "ab".repeat(5000));
  return lines;
}
