/** The choice between the panel's tasks: a row of radio buttons, which the browser makes usable by keyboard and ear. */
import { createContext } from "preact";
import { useContext, useId } from "preact/hooks";
import { t } from "../ui/i18n.ts";
import { PANEL_TASKS, type PanelTask } from "./panel-tasks.ts";

export interface TaskChoice {
  readonly task: PanelTask;
  choose(task: PanelTask): void;
}

/** Null where there is no page, so that nothing could be done with it. */
export const TaskChoiceContext = createContext<TaskChoice | null>(null);

export function TaskSwitch() {
  const choice = useContext(TaskChoiceContext);
  const name = useId();
  if (!choice || PANEL_TASKS.length < 2) return null;
  return (
    <fieldset class="segments">
      <legend>{t("tasks")}</legend>
      {PANEL_TASKS.map((task) => (
        <label key={task}>
          <input
            type="radio"
            name={name}
            checked={task === choice.task}
            onChange={() => choice.choose(task)}
          />
          <span>{t(`task_${task}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
