'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { demoPages } from './demo-sites.ts';

const answers = new Map<string, Promise<boolean>>();

/** Asks the gateway, once a page, whether it has the site no more. */
async function isGone(siteKey: string): Promise<boolean> {
  const query = new URLSearchParams({ site: siteKey, origin: window.location.origin });
  const answer = await fetch(`/frame?${query}`).catch(() => null);
  return answer?.status === 404;
}

/** Whether the site of the demo page that is shown was removed: then there is no chat on it. */
export function useChatGone(): boolean {
  const [gone, setGone] = useState(false);
  const pathname = usePathname();
  const siteKey = demoPages.find(({ path }) => path === pathname)?.siteKey;
  useEffect(() => {
    if (siteKey === undefined) return;
    const answer = answers.get(siteKey) ?? isGone(siteKey);
    answers.set(siteKey, answer);
    void answer.then(setGone);
  }, [siteKey]);
  return gone;
}
