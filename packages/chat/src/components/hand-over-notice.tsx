import { PersonIcon } from './icons.tsx';
import { useStrings } from './locale.tsx';

/** Says what a hand-over means for the customer, and offers what they can do about it. It promises nothing beyond that. */
export function HandOverNotice({ siteName, onLeaveContact }: { siteName: string; onLeaveContact: () => void }) {
  const strings = useStrings();
  return (
    <li className="fd-row fd-hand-over" data-role="hand-over">
      <span className="fd-hand-over-icon">
        <PersonIcon />
      </span>
      <div>
        <p className="fd-hand-over-title">{strings.handedOver(siteName)}</p>
        <p>{strings.handedOverMeans}</p>
        <button type="button" className="fd-link" onClick={onLeaveContact}>
          {strings.leaveContact}
        </button>
      </div>
    </li>
  );
}
