import { useEffect } from 'react';
import { useUnread } from '../connection/agent-provider.tsx';
import { countText } from '../conversation/count-text.ts';

/** In a tab that nobody looks at, its name is all that is seen. */
export function useUnreadTitle(): void {
  const unread = useUnread();
  // Each time: with another address the framework may have named the tab anew.
  useEffect(() => {
    const title = unreadTitle(document.title, unread);
    if (title !== document.title) document.title = title;
  });
}

/** Pure: the name of a page's tab, whatever number it had before, with how many conversations are unread. */
export function unreadTitle(title: string, unread: number): string {
  const name = title.replace(/^\(\d+\+?\) /, '');
  return unread === 0 ? name : `(${countText(unread)}) ${name}`;
}
