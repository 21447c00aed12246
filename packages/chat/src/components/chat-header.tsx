import type { SiteAppearance } from '@frontdesk/protocol';
import { AssistantIcon, CloseIcon } from './icons.tsx';
import { useStrings } from './locale.tsx';

/** Whose chat this is and who answers. */
export function ChatHeader(props: { site: SiteAppearance; online: boolean; onClose: (() => void) | undefined }) {
  const { site, online, onClose } = props;
  const strings = useStrings();
  return (
    <header className="fd-header">
      <div className="fd-header-inner">
        <span className="fd-avatar" aria-hidden="true">
          <AssistantIcon />
        </span>
        <div className="fd-title">
          <h1 className="fd-name">{site.name}</h1>
          <p className="fd-role">
            <span className="fd-presence" data-online={online || undefined} />
            {strings.assistant}
          </p>
        </div>
        {onClose !== undefined && (
          <button type="button" className="fd-close" aria-label={strings.close} onClick={onClose}>
            <CloseIcon />
          </button>
        )}
      </div>
    </header>
  );
}
