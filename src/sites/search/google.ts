/**
 * Google. Class names are short and change now and then; `data-*` attributes and the order of elements last longer.
 *
 * Where the structure is from:
 * - boxes `.vt6azd:not(.g-blk)` and `.Ww4FFb`, link in `.yuRUbf` or `.xe8e1b`, title `h3`, the domains, and which
 *   parameters ask for other kinds: https://github.com/ublacklist/builtin/blob/main/serpinfo/google.yml
 * - list `#rso`, snippet `[data-sncf]`, `.VwiC3b`, next page `#pnnext`, links over `/url?q=`:
 *   https://github.com/searxng/searxng/blob/master/searx/engines/google.py
 */
import type { SearchSite } from "../search-site.ts";

/** Top-level domains under which it is served, each of which needs a permission of its own. */
const DOMAINS = (
  "com ad ae com.af com.ag al am co.ao com.ar as at com.au az ba com.bd be bf bg com.bh bi bj com.bn com.bo " +
  "com.br bs bt co.bw by com.bz ca cd cf cg ch ci co.ck cl cm cn com.co co.cr com.cu cv com.cy cz de dj dk " +
  "dm com.do dz com.ec ee com.eg es com.et fi com.fj fm fr ga ge gg com.gh com.gi gl gm gr com.gt gy com.hk " +
  "hn hr ht hu co.id ie co.il im co.in iq is it je com.jm jo co.jp co.ke com.kh ki kg co.kr com.kw kz la " +
  "com.lb li lk co.ls lt lu lv com.ly co.ma md me mg mk ml com.mm mn com.mt mu mv mw com.mx com.my co.mz " +
  "com.na com.ng com.ni ne nl no com.np nr nu co.nz com.om com.pa com.pe com.pg com.ph com.pk pl pn com.pr " +
  "ps pt com.py com.qa ro ru rw com.sa com.sb sc se com.sg sh si sk com.sl sn so sm sr st com.sv td tg " +
  "co.th com.tj tl tm tn to com.tr tt com.tw co.tz com.ua co.ug co.uk com.uy co.uz com.vc co.ve co.vi " +
  "com.vn vu ws rs co.za co.zm co.zw cat "
)
  .trim()
  .split(" ");

export const google: SearchSite = {
  id: "google",
  name: "Google",
  matches: DOMAINS.map((domain) => `https://www.google.${domain}/*`),
  path: "/search",
  query: "q",
  otherKinds: { udm: ["14", "web"], tbm: [] },
  result: "#rso .Ww4FFb, #rso .vt6azd:not(.g-blk), #botstuff .Ww4FFb, #botstuff .vt6azd:not(.g-blk)",
  levelsUp: 0,
  notResult: "#tads *, #tadsb *, .g-blk *, .vt6azd .Ww4FFb, .Ww4FFb .vt6azd, .Ww4FFb .Ww4FFb",
  title: [{ at: "h3" }, { at: "[role='heading'][aria-level='3']" }],
  snippet: [{ at: "[data-sncf]" }, { at: ".VwiC3b" }],
  link: [{ at: ".yuRUbf a[href], .xe8e1b a[href], a[href]:has(h3)", attribute: "href" }],
  redirects: [
    { path: "/url", kind: "parameter", name: "q" },
    { path: "/url", kind: "parameter", name: "url" },
  ],
  list: "#rso, #botstuff",
  next: "#pnnext",
};
