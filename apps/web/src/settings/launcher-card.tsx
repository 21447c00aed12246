import { type WidgetSettings, widgetLimits } from '@frontdesk/protocol';
import { Choice } from '../forms/choice.tsx';
import { TextField } from '../forms/text-field.tsx';
import { Card } from './settings-shell.tsx';

interface Props {
  widget: WidgetSettings;
  /** By the path of the field. */
  wrong: Record<string, string>;
  onChange: (part: Partial<WidgetSettings>) => void;
}

/** Where the launcher is on a page, what is on it, and when it greets. */
export function LauncherCard({ widget, wrong, onChange }: Props) {
  return (
    <Card title="Launcher" about="What opens the chat. A page may say otherwise for itself.">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label="Icon"
          value={widget.launcherIcon}
          options={{ chat: 'Speech bubble', question: 'Question mark', bell: 'Bell' }}
          onChange={(launcherIcon) => onChange({ launcherIcon })}
        />
        <TextField
          label="Text beside the icon"
          problem={wrong['widget.launcherText']}
          value={widget.launcherText}
          onChange={(event) => onChange({ launcherText: event.target.value })}
        />
        <Choice
          label="Corner"
          value={widget.position ?? 'end'}
          options={{ end: 'Where lines end', right: 'Right', left: 'Left' }}
          onChange={(corner) => onChange({ position: corner === 'end' ? undefined : corner })}
        />
        <div className="grid grid-cols-2 gap-4">
          <NumberField
            label="Side, px"
            problem={wrong['widget.offsetX']}
            most={widgetLimits.offsetPx}
            value={widget.offsetX}
            onChange={(offsetX) => onChange({ offsetX: offsetX ?? Number.NaN })}
          />
          <NumberField
            label="Bottom, px"
            problem={wrong['widget.offsetY']}
            most={widgetLimits.offsetPx}
            value={widget.offsetY}
            onChange={(offsetY) => onChange({ offsetY: offsetY ?? Number.NaN })}
          />
        </div>
        <NumberField
          label="Seconds until it greets"
          hint="Says the greeting beside the icon, once. Empty: never."
          problem={wrong['widget.greetingDelay']}
          most={widgetLimits.greetingDelaySeconds}
          value={widget.greetingDelay}
          onChange={(greetingDelay) => onChange({ greetingDelay })}
        />
        <NumberField
          label="Layer"
          hint="The z-index on your pages: what has a higher one lies above the chat."
          problem={wrong['widget.zIndex']}
          least={1}
          most={widgetLimits.zIndex}
          value={widget.zIndex}
          onChange={(zIndex) => onChange({ zIndex: zIndex ?? Number.NaN })}
        />
      </div>
    </Card>
  );
}

interface NumberFieldProps {
  label: string;
  hint?: string;
  problem: string | undefined;
  least?: number;
  most: number;
  /** Null, as NaN: nothing is typed. */
  value: number | null;
  onChange: (value: number | null) => void;
}

function NumberField({ label, hint, problem, least = 0, most, value, onChange }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      problem={problem}
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      value={value === null || Number.isNaN(value) ? '' : value}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)}
    />
  );
}
