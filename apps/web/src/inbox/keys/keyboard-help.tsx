import { Dialog } from '../../forms/dialog.tsx';
import { Button } from '../../forms/form-parts.tsx';
import { type InboxKey, keyGroups } from './inbox-keys.ts';
import { setEnterSends, setKeysAlone, useEnterSends, useKeysAlone } from './key-choice.ts';
import { commandKey } from './send-keys.ts';

const whileWriting = (enterSends: boolean): [key: string, text: string][] => [
  [enterSends ? '↵' : `${commandKey} + ↵`, 'Send, or add the note'],
  [enterSends ? 'Shift + ↵' : '↵', 'New line'],
  ['/', 'Canned replies'],
  ['Esc', 'Back to the conversation'],
];

/** What the keyboard does in the inbox. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const alone = useKeysAlone();
  const enterSends = useEnterSends();
  const shown = (key: string) => (alone ? key.toUpperCase() : `Alt + ${key.toUpperCase()}`);
  // One line says what the digits do.
  const rowsOf = (keys: readonly InboxKey[]) =>
    keys.flatMap(({ key, text }) => (/\d/.test(key) ? [] : [[shown(key), text] as const]));
  const [list, thread] = keyGroups;
  // The same in lists that stand below each other.
  const width = alone ? 'grid-cols-[5rem_minmax(0,1fr)]' : 'grid-cols-[7rem_minmax(0,1fr)]';
  return (
    <Dialog title="Keys" isWide onClose={onClose}>
      <div className="gap-x-8 sm:columns-2">
        <KeyList
          width={width}
          title={list.title}
          keys={[...rowsOf(list.keys), [`${shown('1')} … 7`, 'Views: All, Mine, and so on']]}
        />
        <KeyList width={width} title="While you write" keys={whileWriting(enterSends)} />
        <KeyList
          width={`${width} sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-x-3`}
          title={thread.title}
          keys={rowsOf(thread.keys)}
        />
      </div>
      <div className="mt-3 space-y-3 border-line border-t pt-4">
        <Choice checked={alone} onChange={setKeysAlone} label="One key alone is enough">
          With Alt each works also while you write, unless Alt types a character there, as on a Mac.
        </Choice>
        <Choice checked={enterSends} onChange={setEnterSends} label="↵ sends what I write">
          Shift + ↵ makes a new line then. Both are kept in this browser.
        </Choice>
      </div>
      {/* It has the focus, and is in view also where not all keys are. */}
      <div className="sticky -bottom-5 sm:-bottom-6 -mx-5 mt-4 -mb-5 flex justify-end border-line border-t bg-surface px-5 py-3 sm:-mx-6 sm:-mb-6 sm:px-6">
        <Button onClick={onClose} data-focus="">
          Close
        </Button>
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  /** What it means, in a sentence or two. */
  children: string;
}

function Choice({ checked, onChange, label, children }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2 text-sm">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        // It is kept at once: closing discards nothing.
        onInput={(event) => event.stopPropagation()}
        className="mt-0.5 size-4 shrink-0 accent-action"
      />
      <span>
        {label}
        <span className="block text-ink-soft text-xs">{children}</span>
      </span>
    </label>
  );
}

interface KeyListProps {
  title: string;
  /** Of the keys. */
  width: string;
  keys: readonly (readonly [key: string, text: string])[];
}

function KeyList({ title, width, keys }: KeyListProps) {
  return (
    <section aria-label={title} className="mb-5 break-inside-avoid">
      <h3 className="mb-2 font-semibold text-sm">{title}</h3>
      <dl className={`grid ${width} items-baseline gap-y-1.5 text-sm`}>
        {keys.map(([key, text]) => (
          <div key={text} className="contents">
            <dt>
              <kbd className="inline-block min-w-6 rounded-md border border-line-strong bg-sunken px-1.5 py-px text-center font-mono text-xs">
                {key}
              </kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
