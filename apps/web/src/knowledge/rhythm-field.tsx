import type { EveryDays } from '@frontdesk/protocol';
import { field } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { rhythms, rhythmText } from './rhythm-text.ts';

/** How often a web site is imported again by itself. */
export function RhythmField({ value, onChange }: { value: EveryDays; onChange: (value: EveryDays) => void }) {
  return (
    <LabelledField label="Look for changes" hint="At night, in the time zone of the opening hours.">
      {(attributes) => (
        <select
          {...attributes}
          className={field}
          value={rhythmText(value)}
          onChange={({ target }) => onChange(rhythms[target.selectedIndex]?.everyDays ?? null)}
        >
          {rhythms.map(({ text }) => (
            <option key={text} value={text}>
              {text.charAt(0).toUpperCase() + text.slice(1)}
            </option>
          ))}
        </select>
      )}
    </LabelledField>
  );
}
