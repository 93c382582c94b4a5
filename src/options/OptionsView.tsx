/** The settings page: the model, its terms, the engine, and what is kept and sent. */
import type { ErrorReport } from "../errors.ts";
import type { HostState } from "../messages/protocol.ts";
import { Confirmed, ErrorDetails, ErrorMessage } from "../ui/elements.tsx";
import { engineNote } from "../ui/engine-note.ts";
import { formatBytes, formatCount, formatDate, formatSeconds, pieces, plural, t } from "../ui/i18n.ts";
import { InstallProgress, installTexts, ModelChoice, type SetupActions } from "../ui/ModelSetup.tsx";
import type { UserChoice } from "../ui/model-actions.ts";
import { offerFor } from "../ui/offers.ts";
import { BenchSection, type BenchSectionProps } from "./BenchSection.tsx";
import { FilterSection, type FilterSectionProps } from "./FilterSection.tsx";
import { ReplySection, type ReplySectionProps } from "./ReplySection.tsx";

export interface OptionsActions extends SetupActions {
  remove(id: string): void;
  useEngine(engine: UserChoice): void;
}

export interface OptionsProps {
  /** Null until the host has spoken. */
  readonly host: HostState | null;
  /** Why no host can be reached, or why the last request about a model was refused. */
  readonly error: ErrorReport | null;
  /** Why the last choice of an engine was refused. */
  readonly engineError: ErrorReport | null;
  /** Milliseconds since the epoch; 0 is never. */
  readonly termsAcceptedAt: number;
  readonly shortcut: string;
  readonly version: string;
  readonly bench: Omit<BenchSectionProps, "version">;
  readonly replies: ReplySectionProps;
  readonly filter: FilterSectionProps;
  readonly actions: OptionsActions;
}

export function OptionsView(props: OptionsProps) {
  const { host, error, engineError, termsAcceptedAt, shortcut, version, bench, replies, filter, actions } =
    props;
  return (
    <main class="options">
      <h1>{t("options_title")}</h1>
      <section>
        <h2>{t("options_model")}</h2>
        {error && <ErrorMessage error={error} />}
        {host && <Model host={host} termsAcceptedAt={termsAcceptedAt} actions={actions} />}
      </section>
      <section>
        <h2>{t("options_engine")}</h2>
        {engineError && <ErrorMessage error={engineError} />}
        {host && <EngineChoice choice={host.engine.choice} use={actions.useEngine} />}
        {host && <EngineFacts engine={host.engine} />}
        {host && canMeasure(host) && <BenchSection {...bench} version={version} />}
      </section>
      <ReplySection {...replies} />
      <FilterSection {...filter} />
      <section>
        <h2>{t("options_shortcut")}</h2>
        <p>
          {shortcut === ""
            ? t("options_shortcut_none")
            : pieces("options_shortcut_text", { keys: <kbd>{shortcut}</kbd> })}
        </p>
      </section>
      <section>
        <h2>{t("options_privacy")}</h2>
        <p>{t("options_privacy_sent")}</p>
        <p>{t("options_privacy_kept")}</p>
        <p>{t("options_privacy_pages")}</p>
      </section>
      <section>
        <p class="note">{t("options_version", { version })}</p>
      </section>
    </main>
  );
}

/** Without a model there is nothing to measure, and the section above says where to get one. */
function canMeasure({ needs, model }: HostState): boolean {
  return needs === "none" || model.installed !== null;
}

interface ModelProps {
  readonly host: HostState;
  readonly termsAcceptedAt: number;
  readonly actions: OptionsActions;
}

function Model({ host, termsAcceptedAt, actions }: ModelProps) {
  const { installed, install, error, status } = host.model;
  const offers = host.catalogue.map((offer) => ({
    entry: offer.entry,
    label: t("options_fetch", { size: formatBytes(offer.bytes), title: offer.title }),
  }));
  return (
    <>
      {installed && <ModelFacts installed={installed} catalogue={host.catalogue} />}
      {!installed && status === "missing" && <p>{t("options_no_model")}</p>}
      {installed && (
        <div class="row">
          <Confirmed
            label={t("options_remove")}
            question={t("options_remove_question")}
            yes={t("options_remove_yes")}
            no={t("options_remove_no")}
            onConfirm={() => actions.remove(installed.id)}
          />
        </div>
      )}
      {install ? (
        <>
          <h3>{t(installTexts(install).title)}</h3>
          <p class="note" dir="auto">
            {install.name}
          </p>
          <InstallProgress
            install={install}
            offer={offerFor(install, host.catalogue)}
            error={error}
            actions={actions}
          />
        </>
      ) : (
        <>
          {error && <ErrorMessage error={error} />}
          {installed && <h3>{t("options_replace")}</h3>}
          <ModelChoice
            offers={offers}
            accepted={termsAcceptedAt > 0}
            needed={!installed}
            remark={
              termsAcceptedAt > 0 ? t("options_terms_accepted", { date: formatDate(termsAcceptedAt) }) : ""
            }
            actions={actions}
          />
        </>
      )}
    </>
  );
}

interface ModelFactsProps {
  readonly installed: NonNullable<HostState["model"]["installed"]>;
  readonly catalogue: HostState["catalogue"];
}

function ModelFacts({ installed, catalogue }: ModelFactsProps) {
  const { origin } = installed;
  return (
    <dl>
      <dt>{t("options_name")}</dt>
      <dd dir="auto">{installed.name}</dd>
      <dt>{t("options_size")}</dt>
      <dd>{formatBytes(installed.bytes)}</dd>
      <dt>{t("options_style")}</dt>
      <dd>{t(`options_style_${installed.style}`)}</dd>
      <dt>{t("options_origin")}</dt>
      <dd dir="auto">
        {origin.kind === "file"
          ? t("options_origin_file", { file: origin.file })
          : t("options_origin_catalogue", {
              title: catalogue.find((offer) => offer.entry === origin.entry)?.title ?? origin.entry,
            })}
      </dd>
      <dt>{t("options_installed")}</dt>
      <dd>{formatDate(installed.installedAt)}</dd>
    </dl>
  );
}

interface EngineChoiceProps {
  readonly choice: HostState["engine"]["choice"];
  use(engine: UserChoice): void;
}

function EngineChoice({ choice, use }: EngineChoiceProps) {
  return (
    <fieldset class="choices">
      <legend>{t("options_engine_choice")}</legend>
      {(["auto", "webllm", "cpu"] as const).map((engine) => (
        <label key={engine} class="check">
          <input
            type="radio"
            name="engine"
            checked={choice === engine}
            aria-describedby={`engine-${engine}`}
            onChange={() => use(engine)}
          />
          <span>
            {t(`engine_${engine}`)}
            <span id={`engine-${engine}`} class="note">
              {t(`engine_${engine}_note`)}
            </span>
          </span>
        </label>
      ))}
      <p class="note">{t("options_engine_next")}</p>
    </fieldset>
  );
}

/** What runs now, or ran last. */
function EngineFacts({ engine }: { readonly engine: HostState["engine"] }) {
  const { info, status } = engine;
  if (!info) return <p>{t(status === "loading" ? "options_engine_loading" : "options_engine_idle")}</p>;
  const reason = engineNote(engine);
  return (
    <>
      {reason !== "" && <p>{reason}</p>}
      <dl>
        {info.backend !== "none" && (
          <>
            <dt>{t("options_engine_backend")}</dt>
            <dd>{t(info.backend === "webgpu" ? "engine_webllm" : "engine_cpu")}</dd>
          </>
        )}
        {info.backend === "webgpu" && (
          <>
            <dt>{t("options_engine_device")}</dt>
            <dd>{info.device || t("options_device_hidden")}</dd>
          </>
        )}
        {info.library !== "" && (
          <>
            <dt>{t("options_engine_library")}</dt>
            <dd>{info.library}</dd>
          </>
        )}
        {info.threads > 0 && (
          <>
            <dt>{t("options_engine_threads")}</dt>
            <dd>{formatCount(info.threads)}</dd>
          </>
        )}
        <dt>{t("options_engine_load")}</dt>
        <dd>{formatSeconds(info.loadMs / 1000, true)}</dd>
        <dt>{t("options_engine_window")}</dt>
        <dd>{plural("options_tokens", info.contextWindow)}</dd>
      </dl>
      {reason !== "" && info.fallback && <ErrorDetails error={info.fallback} />}
    </>
  );
}
