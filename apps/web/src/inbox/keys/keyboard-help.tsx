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
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="gap-x-8 sm:columns-2">
        <KeyList
          title={list.title}
          keys={[...rowsOf(list.keys), [`${shown('1')} … 7`, 'Views: All, Mine, and so on']]}
        />
        <KeyList title="While you write" keys={whileWriting(enterSends)} />
        <KeyList title={thread.title} keys={rowsOf(thread.keys)} />
      </div>
      <div className="mt-3 space-y-3 border-line border-t pt-4">
        <Choice checked={alone} onChange={setKeysAlone} label="One key alone is enough">
          With Alt each works also while you write, unless Alt types a character there, as on a Mac.
        </Choice>
        <Choice checked={enterSends} onChange={setEnterSends} label="↵ sends what I write">
          Shift + ↵ makes a new line then. Both are kept in this browser.
        </Choice>
      </div>
      <div className="mt-5 flex justify-end">
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

function KeyList({ title, keys }: { title: string; keys: readonly (readonly [key: string, text: string])[] }) {
  return (
    <section aria-label={title} className="mb-5 break-inside-avoid">
      <h3 className="mb-2 font-semibold text-sm">{title}</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1.5 text-sm">
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
