import { Pencil, Trash2 } from 'lucide-react';
import { IconButton } from './form-parts.tsx';

interface Props {
  /** Of what is edited or deleted. */
  name: string;
  onEdit: () => void;
  onDelete: () => void;
}

/** What can be done with a row of a list. */
export function EditDeleteButtons({ name, onEdit, onDelete }: Props) {
  return (
    <div className="-mt-1.5 -mr-1.5 flex shrink-0">
      <IconButton label={`Edit: ${name}`} onClick={onEdit}>
        <Pencil aria-hidden="true" className="size-4" />
      </IconButton>
      <IconButton label={`Delete: ${name}`} onClick={onDelete}>
        <Trash2 aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}
