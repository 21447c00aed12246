import { type AdminSite, accountLimits } from '@frontdesk/protocol';

interface Props {
  sites: readonly AdminSite[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** To which other sites an invitation opens the door as well; nothing where there is none. */
export function OtherSites({ sites, chosen, onChange }: Props) {
  if (sites.length === 0) return null;
  const isFull = chosen.length >= accountLimits.sitesPerInvitation;
  return (
    <fieldset className="w-full min-w-0">
      <legend className="font-medium text-sm">Also to</legend>
      <ul className="relative mt-1.5 grid max-h-44 gap-x-4 gap-y-1 overflow-y-auto text-sm sm:grid-cols-2 lg:grid-cols-3">
        {sites.map(({ id, name }) => (
          <li key={id}>
            <label className="flex min-h-8 items-center gap-2.5">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                disabled={isFull && !chosen.includes(id)}
                onChange={(event) =>
                  onChange(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                }
                className="size-4 shrink-0 accent-brand"
              />
              <span dir="auto" className="min-w-0 truncate">
                {name}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
