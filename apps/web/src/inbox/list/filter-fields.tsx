import type { AgentPerson } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { countFilters, type Listing } from '../views/conversation-view.ts';

export const selectLook =
  'min-w-0 max-w-full truncate rounded-lg border border-line bg-surface px-2 py-1 font-medium text-sm hover:bg-hover';

interface Props {
  listing: Listing;
  team: readonly AgentPerson[];
  onList: (listing: Listing) => void;
  onTags: () => Promise<readonly string[]>;
}

/** What of a view is listed: whose, with which tag, unread. */
export function FilterFields({ listing, team, onList, onTags }: Props) {
  const { tag, assigneeId, unread } = listing;
  const [tags, setTags] = useState<readonly string[]>([]);
  useEffect(() => {
    let left = false;
    void onTags().then((all) => !left && setTags(all));
    return () => {
      left = true;
    };
  }, [onTags]);
  return (
    <div className="mt-2 space-y-2 rounded-xl bg-sunken p-3 text-sm">
      <label className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
        <span className="text-ink-soft">Assigned to</span>
        <select
          // A person's id is never empty, nor begins with a dash.
          value={assigneeId === undefined ? '' : (assigneeId ?? '-')}
          onChange={({ target: { value } }) =>
            onList({ ...listing, assigneeId: value === '' ? undefined : value === '-' ? null : value })
          }
          className={selectLook}
        >
          <option value="">Anybody</option>
          <option value="-">Nobody</option>
          {team.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
        <span className="text-ink-soft">Tag</span>
        <select
          value={tag ?? ''}
          onChange={({ target: { value } }) => onList({ ...listing, tag: value || null })}
          className={selectLook}
        >
          <option value="">Any, or none</option>
          {(tag === null || tags.includes(tag) ? tags : [tag, ...tags]).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <div className="flex items-center justify-between gap-2">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={unread}
            onChange={({ target: { checked } }) => onList({ ...listing, unread: checked })}
            className="size-4 accent-action"
          />
          Unread only
        </label>
        {countFilters(listing) > 0 && (
          <button
            type="button"
            onClick={() => onList({ ...listing, tag: null, assigneeId: undefined, unread: false })}
            className="rounded-md px-1 text-ink-soft underline underline-offset-2 hover:text-ink"
          >
            Clear
          </button>
        )}
      </div>
    </div>
  );
}
