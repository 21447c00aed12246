import type { ReactNode } from 'react';
import { PersonIcon } from '../icons.tsx';

/** A row about a person who is to answer. */
export function HandOverRow(props: {
  kind: 'hand-over' | 'person-wish';
  title: string;
  /** It is seen only where it stays for a moment. */
  late?: boolean;
  children: ReactNode;
}) {
  const { kind, title, late = false, children } = props;
  return (
    <li className={late ? 'fd-row fd-hand-over fd-note-late' : 'fd-row fd-hand-over'} data-role={kind}>
      <span className="fd-hand-over-icon">
        <PersonIcon />
      </span>
      <div className="fd-hand-over-text">
        <p className="fd-hand-over-title">{title}</p>
        {children}
      </div>
    </li>
  );
}
