export interface Choice<Value extends string> {
  value: Value;
  label: string;
  about: string;
}

/** One of a few ways, each with what it means: side by side where there is room. */
export function ChoiceCards<Value extends string>({
  name,
  legend,
  choices,
  value,
  onChange,
}: {
  name: string;
  legend: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset>
      <legend className="font-semibold">{legend}</legend>
      <div className="mt-3 grid gap-2.5 lg:grid-cols-3">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card has-checked:border-action"
          >
            <input
              type="radio"
              name={name}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 size-4 shrink-0 accent-action"
            />
            <span>
              <span className="block font-medium text-sm">{choice.label}</span>
              <span className="mt-1 block text-ink-soft text-sm leading-relaxed">{choice.about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
