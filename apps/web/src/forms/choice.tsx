import { field } from './form-parts.tsx';

interface Props<Value extends string> {
  label: string;
  value: Value;
  /** What each is called. */
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}

/** One of a few. */
export function Choice<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <label className="block font-medium text-sm">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value as Value)} className={field}>
        {(Object.entries(options) as [Value, string][]).map(([one, shown]) => (
          <option key={one} value={one}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}
