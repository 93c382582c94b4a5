/** What both pages can ask of the host about models and engines. Refusals end up in signals, next to what the host itself reports. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { asPostilError, type ErrorReport } from "../errors.ts";
import { offerFile } from "../messages/files.ts";
import type { Command } from "../messages/protocol.ts";
import { loadSettings, saveSettings } from "../settings/settings.ts";
import type { HostLink } from "./host-link.ts";

/** What a user can choose of the engines. */
export type UserChoice = Extract<Command, { type: "engine.use" }>["engine"];

export class ModelActions {
  readonly #link: Pick<HostLink, "connect" | "send">;
  readonly #refused = signal<ErrorReport | null>(null);
  readonly #refusedEngine = signal<ErrorReport | null>(null);
  readonly #termsAcceptedAt = signal(0);

  constructor(link: Pick<HostLink, "connect" | "send">) {
    this.#link = link;
    void loadSettings().then((settings) => {
      this.#termsAcceptedAt.value = settings.termsAcceptedAt;
    });
  }

  /** Why the last request about a model was refused. */
  get refused(): ReadonlySignal<ErrorReport | null> {
    return this.#refused;
  }

  /** Why the last choice of an engine was refused. */
  get refusedEngine(): ReadonlySignal<ErrorReport | null> {
    return this.#refusedEngine;
  }

  /** Milliseconds since the epoch; 0 while the terms are not accepted. */
  get termsAcceptedAt(): ReadonlySignal<number> {
    return this.#termsAcceptedAt;
  }

  acceptTerms(accepted: boolean): void {
    this.#termsAcceptedAt.value = accepted ? Date.now() : 0;
    void saveSettings({ termsAcceptedAt: this.#termsAcceptedAt.value });
  }

  /** Begins a download, or goes on with it. */
  download(entry: string): void {
    void this.#ask({ type: "model.download", entry, termsAccepted: this.#termsAcceptedAt.value > 0 });
  }

  pause(): void {
    void this.#ask({ type: "model.pause" });
  }

  cancel(): void {
    void this.#ask({ type: "model.cancel" });
  }

  remove(id: string): void {
    void this.#ask({ type: "model.remove", id });
  }

  /** Kept for hosts to come, and told to the present one. */
  useEngine(engine: UserChoice): void {
    void saveSettings({ engine }).then(() => this.#ask({ type: "engine.use", engine }));
  }

  importFile(file: File): void {
    const ticket = crypto.randomUUID();
    const termsAccepted = this.#termsAcceptedAt.value > 0;
    // The host must listen before the file is offered.
    void this.#link.connect().then(() => {
      if (termsAccepted) offerFile(file, ticket);
      return this.#ask({ type: "model.import", ticket, termsAccepted });
    });
  }

  async #ask(command: Command): Promise<void> {
    const refused = command.type === "engine.use" ? this.#refusedEngine : this.#refused;
    refused.value = null;
    try {
      await this.#link.send(command);
    } catch (thrown) {
      refused.value = asPostilError(thrown).toReport();
    }
  }
}
