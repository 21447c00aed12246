import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { MenuIcon } from '../icons.tsx';
import { rareParts } from '../lazy/lazy-parts.ts';
import { listen } from '../listen.ts';
import { useStrings } from '../locale.tsx';

export interface MenuItem {
  key: string;
  icon: ReactNode;
  label: string;
  onChoose: () => void;
  /** Of one that is switched on and off. */
  checked?: boolean;
  disabled?: boolean;
  /** It takes something away for good. */
  danger?: boolean;
  /** A line is drawn above it. */
  separated?: boolean;
}

/** A button with a menu: arrow keys, Home and End move in it, a letter finds, Escape and Tab close it. */
export function ChatMenu({ items, hasNews }: { items: readonly MenuItem[]; hasNews: boolean }) {
  const strings = useStrings();
  const menuId = useId();
  /** Which entry has the focus when it opens; null: closed. */
  const [opened, setOpened] = useState<'first' | 'last' | null>(null);
  const open = opened !== null;
  const rootRef = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const menuRef = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    // What most entries lead to is there by the time that one is chosen.
    void rareParts.load();
    const unlisten = listen(document, ['pointerdown'], ({ target }) => {
      if (!rootRef.current?.contains(target as Node)) setOpened(null);
    });
    // Of the frame's window: the reader has pressed something on the page around it.
    const unlistenAround = listen(window, ['blur'], () => setOpened(null));
    return () => {
      unlisten();
      unlistenAround();
    };
  }, [open]);

  const openAt = opened === null ? null : opened === 'first' ? 0 : -1;
  useEffect(() => {
    if (openAt !== null) entriesOf(menuRef.current).at(openAt)?.focus();
  }, [openAt]);

  function close(): void {
    setOpened(null);
    buttonRef.current?.focus();
  }

  function onMenuKeyDown(event: KeyboardEvent): void {
    const all = entriesOf(menuRef.current);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const move = (to: number) => {
      event.preventDefault();
      all.at(to % all.length)?.focus();
    };
    switch (event.key) {
      case 'Escape':
        // The chat would close, too.
        event.stopPropagation();
        close();
        break;
      case 'Tab':
        setOpened(null);
        break;
      case 'ArrowDown':
        move(at + 1);
        break;
      case 'ArrowUp':
        move(at - 1);
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        move(-1);
        break;
      default: {
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
        const wanted = event.key.toLowerCase();
        const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
        order.find((one) => one.textContent.trim().toLowerCase().startsWith(wanted))?.focus();
      }
    }
  }

  return (
    <div className="fd-menu-root" ref={rootRef}>
      <button
        ref={buttonRef}
        type="button"
        className="fd-header-button"
        aria-label={hasNews ? `${strings.menu} (${strings.newMessages})` : strings.menu}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        onClick={() => setOpened(open ? null : 'first')}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpened(event.key === 'ArrowDown' ? 'first' : 'last');
        }}
      >
        <MenuIcon />
        {hasNews && <span className="fd-news-dot" />}
      </button>
      {open && (
        <div
          ref={menuRef}
          id={menuId}
          className="fd-menu"
          role="menu"
          tabIndex={-1}
          aria-label={strings.menu}
          onKeyDown={onMenuKeyDown}
        >
          {items.map((item) => (
            <Entry
              key={item.key}
              item={item}
              onChoose={() => {
                close();
                item.onChoose();
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function entriesOf(menu: HTMLElement | null): HTMLButtonElement[] {
  return [...(menu?.querySelectorAll<HTMLButtonElement>('[role^="menuitem"]') ?? [])];
}

/** One that can't be chosen now can still be found. */
function Entry({ item, onChoose }: { item: MenuItem; onChoose: () => void }) {
  const { icon, label, checked, disabled = false, danger = false, separated = false } = item;
  return (
    <>
      {separated && <hr className="fd-menu-line" />}
      <button
        type="button"
        className="fd-menu-item"
        {...(checked === undefined ? { role: 'menuitem' } : { role: 'menuitemcheckbox', 'aria-checked': checked })}
        aria-disabled={disabled || undefined}
        tabIndex={-1}
        data-danger={danger || undefined}
        onClick={disabled ? undefined : onChoose}
      >
        {icon}
        <span className="fd-menu-label">{label}</span>
        {checked !== undefined && <span className="fd-switch" data-on={checked || undefined} aria-hidden="true" />}
      </button>
    </>
  );
}
