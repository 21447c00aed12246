import type { ReactNode } from 'react';

/** @param directed it points to where lines begin or end: the other way where they begin on the right */
function Icon({ children, directed = false }: { children: ReactNode; directed?: boolean }) {
  return (
    <svg
      className={directed ? 'fd-icon fd-icon-directed' : 'fd-icon'}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SendIcon = () => (
  <Icon>
    <path d="M10 16V4.5M5 9l5-5 5 5" />
  </Icon>
);
export const StopIcon = () => (
  <svg className="fd-icon" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    <rect x="4.75" y="4.75" width="10.5" height="10.5" rx="2.25" />
  </svg>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M10 4v11.5M5 11l5 5 5-5" />
  </Icon>
);
export const AlertIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.25" />
    <path d="M10 6.5v4M10 13.4v.1" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="10" cy="6.75" r="3.25" />
    <path d="M3.75 16.5a6.25 6.25 0 0 1 12.5 0" />
  </Icon>
);
export const PageIcon = () => (
  <Icon>
    <path d="M5.5 3.25h6l3 3v10.5h-9zM8 9.5h4M8 12.75h4" />
  </Icon>
);
export const ThumbUpIcon = () => (
  <Icon>
    <path d="M6.25 8.75v7.5h-2.5v-7.5zM6.25 9l3-5.75c1.2 0 2 .9 2 2v2.5h3.6c1 0 1.7.9 1.5 1.9l-1 5.1c-.15.9-.9 1.5-1.75 1.5H6.25" />
  </Icon>
);
export const ThumbDownIcon = () => (
  <Icon>
    <path d="M13.75 11.25v-7.5h2.5v7.5zM13.75 11l-3 5.75c-1.2 0-2-.9-2-2v-2.5h-3.6c-1 0-1.7-.9-1.5-1.9l1-5.1c.15-.9.9-1.5 1.75-1.5h7.35" />
  </Icon>
);
export const StarIcon = () => (
  <Icon>
    <path d="m10 2.75 2.2 4.6 5.05.65-3.7 3.5.95 5-4.5-2.45L5.5 16.5l.95-5L2.75 8l5.05-.65z" />
  </Icon>
);
/** The assistant: a four-pointed star. */
export const AssistantIcon = () => (
  <svg className="fd-icon" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    <path d="M10 2.2c.5 3.9 3 6.8 7.3 7.8-4.3 1-6.8 3.9-7.3 7.8-.5-3.9-3-6.8-7.3-7.8 4.3-1 6.8-3.9 7.3-7.8Z" />
  </svg>
);
export const MenuIcon = () => (
  <svg className="fd-icon" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    <circle cx="4.5" cy="10" r="1.5" />
    <circle cx="10" cy="10" r="1.5" />
    <circle cx="15.5" cy="10" r="1.5" />
  </svg>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="7.25" y="7.25" width="9" height="9" rx="2" />
    <path d="M12.75 7V5.75a2 2 0 0 0-2-2h-5a2 2 0 0 0-2 2v5a2 2 0 0 0 2 2H7" />
  </Icon>
);
export const DoneIcon = () => (
  <Icon>
    <path d="m4.5 10.5 3.75 3.75 7.25-8" />
  </Icon>
);
export const EditIcon = () => (
  <Icon>
    <path d="m12.25 4.75 3 3L7 16l-3.5.5L4 13zM10.5 6.5l3 3" />
  </Icon>
);
export const AgainIcon = () => (
  <Icon>
    <path d="M16 10a6 6 0 1 1-1.9-4.4M16.25 3.25v3.5h-3.5" />
  </Icon>
);
export const NewChatIcon = () => (
  <Icon>
    <path d="M10 4.5v11M4.5 10h11" />
  </Icon>
);
export const HistoryIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.75" />
    <path d="M10 6.25V10l2.5 1.75" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M10 3.75v8.5M6.25 8.75 10 12.5l3.75-3.75M4 16.25h12" />
  </Icon>
);
export const SoundIcon = () => (
  <Icon>
    <path d="M5.75 8.5a4.25 4.25 0 0 1 8.5 0c0 3.75 1.5 5 1.5 5H4.25s1.5-1.25 1.5-5M8.5 16a1.75 1.75 0 0 0 3 0" />
  </Icon>
);
export const DeleteIcon = () => (
  <Icon>
    <path d="M4 5.75h12M8 5.5v-2h4v2M5.5 5.75l.75 10.75h7.5l.75-10.75M8.5 9v4.25M11.5 9v4.25" />
  </Icon>
);
/** Points to where the reader came from. */
export const BackIcon = () => (
  <Icon directed>
    <path d="M16 10H4.5M9 5l-5 5 5 5" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="m15.8 9.3-5.9 5.9a3.9 3.9 0 0 1-5.5-5.5l6.3-6.3a2.6 2.6 0 0 1 3.7 3.7l-6.2 6.2a1.3 1.3 0 0 1-1.9-1.8l5.5-5.5" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M11.5 2.75h-5a1.5 1.5 0 0 0-1.5 1.5v11.5a1.5 1.5 0 0 0 1.5 1.5h7a1.5 1.5 0 0 0 1.5-1.5v-9.5zv3.5H15" />
  </Icon>
);
export const NewTabIcon = () => (
  <Icon directed>
    <path d="M11.5 3.5h5v5M16.5 3.5 9 11M8 4.5H5A1.5 1.5 0 0 0 3.5 6v9A1.5 1.5 0 0 0 5 16.5h9a1.5 1.5 0 0 0 1.5-1.5v-3" />
  </Icon>
);
