import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../../forms/form-parts.tsx';

/** The context where there is no room for a third pane: over the page, from its end. Escape or a press beside it closes it. */
export function ContextDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      aria-label="Customer and receipt"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="mr-0 ml-auto h-dvh max-h-none w-[min(22rem,calc(100vw-2.5rem))] overflow-y-auto border-line border-l bg-surface text-ink shadow-lift backdrop:bg-black/40"
    >
      <div className="sticky top-0 z-10 flex justify-end border-line border-b bg-surface px-2 py-1.5">
        <IconButton label="Close" onClick={onClose}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      {children}
    </dialog>
  );
}
