import type { Browser, Page } from '@playwright/test';
import type { Stack } from '../stack/stack.ts';
import { inviteMember } from './invite-member.ts';

/** Another agent of the demo site, with a page of their own, invited by the one who has signed in. */
export async function inviteAgent(
  browser: Browser,
  stack: Stack,
  { page: inviter, name }: { page: Page; name: string },
) {
  const context = await browser.newContext();
  const siteId = await inviteMember(context, stack, { inviter: inviter.request, name, role: 'agent' });
  return { page: await context.newPage(), siteId, close: () => context.close() };
}
