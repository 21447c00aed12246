import { Dialog } from '../forms/dialog.tsx';
import { Button } from '../forms/form-parts.tsx';
import { cutText } from './cut-text.ts';

const namesShown = 5;

interface Props {
  /** Of files that are to be uploaded, and are there already. */
  names: readonly string[];
  /** Null: nothing is uploaded. */
  onChoose: (choice: 'replace' | 'both' | null) => void;
}

/** Asks what becomes of files of the same name: of two that stay, the bot goes on saying what stands in the old one. */
export function SameNameDialog({ names, onChoose }: Props) {
  const [name = ''] = names;
  const isOne = names.length === 1;
  const title = isOne ? `${cutText(name, 80)} is here already` : `${names.length} of these files are here already`;
  return (
    <Dialog title={title} onClose={() => onChoose(null)}>
      {!isOne && (
        <ul className="mb-3 list-disc space-y-0.5 pl-5 text-sm">
          {names.slice(0, namesShown).map((one) => (
            <li key={one}>{cutText(one, 80)}</li>
          ))}
          {names.length > namesShown && <li>and {names.length - namesShown} more</li>}
        </ul>
      )}
      <p className="text-ink-soft text-sm leading-relaxed">
        {isOne
          ? 'Replaced, the bot knows only what stands in the new one. With both it may also say what stands in the old one.'
          : 'Replaced, the bot knows only what stands in the new ones. With both it may also say what stands in the old ones.'}
      </p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={() => onChoose(null)}>Cancel</Button>
        <Button onClick={() => onChoose('both')}>Keep both</Button>
        <Button look="primary" data-focus="" onClick={() => onChoose('replace')}>
          {isOne ? 'Replace it' : 'Replace them'}
        </Button>
      </div>
    </Dialog>
  );
}
