import { Bell, BellOff } from 'lucide-react';
import { useId } from 'react';
import { usePopover } from '../../forms/use-popover.ts';
import { desktopPermission, type NotificationChoice } from './notification-choice.ts';

interface Props {
  choice: NotificationChoice;
  onChange: (choice: NotificationChoice) => Promise<void>;
}

/** How the agent wants to hear of hand-overs and of messages in their conversations, on this device. */
export function NotificationMenu({ choice, onChange }: Props) {
  const { root, open, setOpen } = usePopover();
  const id = useId();
  const isOn = choice.desktop || choice.sound;
  const permission = open ? desktopPermission() : null;
  return (
    <div ref={root}>
      <button
        type="button"
        aria-label="Notifications"
        aria-expanded={open}
        aria-controls={id}
        title={isOn ? 'Notifications are on' : 'Notifications are off'}
        onClick={() => setOpen(!open)}
        className="grid h-full min-h-9 w-9 place-items-center rounded-lg border border-line hover:bg-hover"
      >
        {isOn ? (
          <Bell aria-hidden="true" className="size-4" />
        ) : (
          <BellOff aria-hidden="true" className="size-4 text-ink-faint" />
        )}
      </button>
      {open && (
        <fieldset
          id={id}
          // As wide as the row that it stands in.
          className="absolute inset-x-0 top-full z-20 mt-1.5 rounded-xl border border-line bg-surface p-4 shadow-lift"
        >
          <legend className="sr-only">Notifications on this device</legend>
          <p aria-hidden="true" className="font-medium text-sm">
            On this device
          </p>
          <p className="mt-1 text-ink-soft text-xs leading-relaxed">
            For customers who wait for a person, for messages in your conversations, and for those that you are given.
          </p>
          <label className="mt-3 flex gap-2.5 text-sm">
            <input
              type="checkbox"
              checked={choice.desktop}
              disabled={permission === null}
              onChange={(event) => void onChange({ ...choice, desktop: event.target.checked })}
              className="mt-0.5 size-4 shrink-0 accent-brand"
            />
            <span>
              Desktop notifications
              {permission === 'denied' && (
                <span className="mt-0.5 block text-ink-soft text-xs">
                  Your browser does not allow them for this page: its settings are beside the address.
                </span>
              )}
              {permission === null && (
                <span className="mt-0.5 block text-ink-soft text-xs">Your browser has none.</span>
              )}
            </span>
          </label>
          <label className="mt-2.5 flex gap-2.5 text-sm">
            <input
              type="checkbox"
              checked={choice.sound}
              onChange={(event) => void onChange({ ...choice, sound: event.target.checked })}
              className="mt-0.5 size-4 shrink-0 accent-brand"
            />
            Sound
          </label>
        </fieldset>
      )}
    </div>
  );
}
