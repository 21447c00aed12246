'use client';

import { demoPages } from './demo-sites.ts';
import { useChatGone } from './use-chat-gone.ts';

/** Says on each demo page what it is, and leads to the others. Plain links: each page loads a chat of its own. */
export function DemoNotice({ here, className }: { here: (typeof demoPages)[number]['path']; className: string }) {
  const others = demoPages.filter(({ path }) => path !== here);
  const gone = useChatGone();
  return (
    <aside aria-label="About this page" className={`text-balance px-4 py-2 text-center text-[0.8125rem] ${className}`}>
      {gone ? (
        <strong>This demo site was removed: there is no chat on this page.</strong>
      ) : (
        'A demo site, invented. The chat in the corner is real.'
      )}{' '}
      See also{' '}
      {others.map(({ path, about }, index) => (
        <span key={path}>
          {index > 0 && ' or '}
          <a href={path} className="whitespace-nowrap underline underline-offset-2">
            {about}
          </a>
        </span>
      ))}
      , or go{' '}
      <a href="/" className="whitespace-nowrap underline underline-offset-2">
        back to Frontdesk
      </a>
      .
    </aside>
  );
}
