import { Button, Dialog } from '../knowledge/form-parts.tsx';

const keys: [keys: string, what: string][] = [
  ['Alt + J', 'Next conversation'],
  ['Alt + K', 'Previous conversation'],
  ['Alt + R', 'Write in the open conversation'],
  ['Alt + E', 'Resolve it'],
  ['Ctrl or ⌘ + Enter', 'Send the reply, add the note'],
  ['/', 'Search'],
  ['/ in a reply', 'Canned replies'],
  ['?', 'These keys'],
];

/** What the keyboard does in the inbox. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2.5 text-sm">
        {keys.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-md border border-line-strong bg-sunken px-2 py-0.5 font-mono text-xs">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-5 flex justify-end">
        <Button onClick={onClose} data-focus="">
          Close
        </Button>
      </div>
    </Dialog>
  );
}
