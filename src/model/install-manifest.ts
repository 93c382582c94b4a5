/** The install manifest as it lies in the store: checked when it is read, because another version may have written it. */
import * as v from "valibot";
import { PostilError } from "../errors.ts";
import type { InstalledModel } from "./installed.ts";

/** No such host exists: these names are keys of WebLLM's caches, never fetched. */
const BASE = "https://postil.invalid/m/";
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const MODEL_ID = /^[0-9a-f]{16}$/;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const InstalledModelSchema = v.object({
  form: v.literal(2),
  id: v.pipe(v.string(), v.regex(MODEL_ID)),
  name: v.pipe(v.string(), v.maxLength(200)),
  style: v.picklist(["chat", "completion"]),
  origin: v.variant("kind", [
    v.object({ kind: v.literal("catalogue"), entry: v.string() }),
    v.object({ kind: v.literal("file"), file: v.string() }),
  ]),
  library: v.string(),
  layout: sha256,
  baseUrl: v.pipe(v.string(), v.startsWith(BASE), v.endsWith("/")),
  contextWindow: count,
  files: v.array(v.object({ name: v.pipe(v.string(), v.regex(FILE_NAME)), size: count, sha256 })),
  installedAt: v.number(),
});

/** URL under which the files of a model lie in WebLLM's caches; `resolve/` keeps WebLLM from adding its own. */
export function baseUrlOf(model: string): string {
  return `${BASE}${model}/resolve/main/`;
}

/** The model id of a URL in the caches; undefined for URLs of others. */
export function modelOfUrl(url: string): string | undefined {
  if (!url.startsWith(BASE)) return undefined;
  const id = url.slice(BASE.length, BASE.length + 16);
  return MODEL_ID.test(id) ? id : undefined;
}

/** @throws PostilError `model-damaged` for a manifest that is no JSON, of an unknown form, or of another model */
export function parseInstalledModel(bytes: Uint8Array, id: string): InstalledModel {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new PostilError("model-damaged", { model: id, file: "postil.json", found: "no JSON" }, { cause });
  }
  const result = v.safeParse(InstalledModelSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    const key = v.getDotPath(issue) ?? "";
    throw new PostilError("model-damaged", { model: id, file: "postil.json", key, found: issue.message });
  }
  if (result.output.id !== id)
    throw new PostilError("model-damaged", { model: id, file: "postil.json", found: result.output.id });
  return result.output;
}
