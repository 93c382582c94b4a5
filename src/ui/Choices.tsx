/** A row of radio buttons that stand close together: the browser makes it usable by keyboard and ear. */
import { useId } from "preact/hooks";

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T | null;
  choose(value: T): void;
}

export function Choices<T extends string>({ legend, options, value, choose }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset class="pills">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => choose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
