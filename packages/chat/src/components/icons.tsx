import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="fd-icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true">
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
