import browser from "webextension-polyfill";

/** The keys that press the toolbar button, as the browser writes them; empty when none are set. */
export async function toolbarShortcut(): Promise<string> {
  const commands = await browser.commands.getAll();
  return commands.find((command) => command.name === "_execute_action")?.shortcut ?? "";
}
