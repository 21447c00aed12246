import type { SiteAppearance } from '@frontdesk/protocol';
import { AssistantIcon, CloseIcon, PersonIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';
import { ChatMenu, type MenuItem } from './chat-menu.tsx';

export interface ChatHeaderProps {
  site: SiteAppearance;
  online: boolean;
  /** Who answers, where it is a person. */
  person: string | null;
  menu: readonly MenuItem[];
  hasNews: boolean;
  onClose: (() => void) | undefined;
}

/** Whose chat this is and who answers. */
export function ChatHeader(props: ChatHeaderProps) {
  const { site, online, person, menu, hasNews, onClose } = props;
  const strings = useStrings();
  return (
    <header className="fd-header">
      <div className="fd-header-inner">
        <span className="fd-avatar" aria-hidden="true">
          {person === null ? <AssistantIcon /> : <PersonIcon />}
        </span>
        <div className="fd-title">
          <h1 className="fd-name" dir="auto">
            {site.name}
          </h1>
          <p className="fd-role">
            <span className="fd-presence" data-online={online || undefined} />
            <bdi>{person ?? strings.assistant}</bdi>
          </p>
        </div>
        <ChatMenu items={menu} hasNews={hasNews} />
        {onClose !== undefined && (
          <button type="button" className="fd-header-button" aria-label={strings.close} onClick={onClose}>
            <CloseIcon />
          </button>
        )}
      </div>
    </header>
  );
}
