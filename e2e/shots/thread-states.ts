import { expect, type Page } from '@playwright/test';
import type { Store } from '../stack/store.ts';
import { answerable, askedBySomebody, firstSite, once, originOf, request } from './admin-stage.ts';
import type { PageState } from './states.ts';

/** What can become of a conversation in the inbox: each of one of its own, which comes there once. */
export const threadStates: readonly PageState[] = [
  threadState('taken-over', takeOver),
  threadState('resolved', async (page) => {
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(page.getByText('Resolved.')).toBeVisible();
  }),
  threadState('snoozed', async (page) => {
    await takeOver(page);
    await openMenu(page);
    await page.getByRole('combobox', { name: 'Snooze' }).selectOption({ index: 2 });
    await expect(page.getByText('Snoozed.')).toBeVisible();
  }),
  threadState('blocked', async (page) => {
    await openMenu(page);
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await expect(page.getByText('Their messages are refused from now on.')).toBeVisible();
  }),
  threadState('waiting', async (page, store, conversationId) => {
    await store.happened(conversationId, { state: 'waiting_for_person', contactEmail: address }, [
      { type: 'conversation:person-requested' },
      { type: 'conversation:contact-left', email: address },
    ]);
    await page.reload();
    await expect(page.getByText(address).locator('visible=true').first()).toBeVisible();
  }),
  threadState('told', async (page, store, conversationId) => {
    const by = { name: 'Ada' };
    await store.happened(conversationId, { state: 'bot', contactEmail: address }, [
      { type: 'conversation:released', from: by },
      { type: 'reply:mailed', email: address, sent: true },
      { type: 'reply:mailed', email: address, sent: false },
      { type: 'reply:mailed', email: address, sent: false, limit: 'address' },
      { type: 'conversation:solved', solved: false, by: 'bot' },
      { type: 'conversation:rated', score: 2, comment: 'It took a day, and I had to ask three times.' },
      { type: 'conversation:handed-back', by },
    ]);
    await page.reload();
    await expect(page.getByText('I had to ask three times').locator('visible=true')).toBeVisible();
  }),
  {
    ...{ name: 'admin-thread-correct', path: '/admin', signedIn: true },
    async show(page) {
      await openThread(page, await once(page, 'correct', () => askedBySomebody(page, answerable)));
      const { id } = await firstSite(page);
      // Another one has been approved meanwhile.
      await request(page, 'POST', `sites/${id}/approved-answers`, { question: answerable, answer: 'Within 30 days.' });
      await page.getByRole('button', { name: 'Correct this answer' }).click();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Replace that answer' })).toBeVisible();
    },
  },
  {
    ...{ name: 'admin-thread-context', path: '/admin', signedIn: true },
    async show(page, store) {
      const conversationId = await once(page, 'context', async () => {
        const asked = await twiceBySomebody(page);
        await store.nameCustomer(asked, { name: 'Grace Hopper', email: address });
        return asked;
      });
      await openThread(page, conversationId);
      const drawer = page.getByRole('button', { name: 'Customer and receipt' });
      if (await drawer.isVisible()) await drawer.click();
      await expect(page.getByRole('heading', { name: 'Other conversations' }).locator('visible=true')).toBeVisible();
    },
  },
];

const address = 'grace.hopper@post.example';

function threadState(
  what: string,
  bring: (page: Page, store: Store, conversationId: string) => Promise<void>,
): PageState {
  return {
    ...{ name: `admin-thread-${what}`, path: '/admin', signedIn: true },
    async show(page, store) {
      const conversationId = await once(page, what, async () => {
        const asked = await askedBySomebody(page, answerable);
        await openThread(page, asked);
        await bring(page, store, asked);
        return asked;
      });
      if (!page.url().includes(conversationId)) await openThread(page, conversationId);
    },
  };
}

async function openThread(page: Page, conversationId: string): Promise<void> {
  await page.goto(`${originOf(page)}/admin?conversation=${conversationId}`);
  await expect(page.getByRole('log')).toContainText(answerable);
}

async function takeOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(page.getByRole('button', { name: 'Hand back' })).toBeVisible();
}

/** Of what a phone has no room for. */
async function openMenu(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: 'More to do' });
  if (await more.isVisible()) await more.click();
}

/** A customer with two conversations. @returns the newer one */
async function twiceBySomebody(page: Page): Promise<string> {
  const origin = originOf(page);
  const ask = async (visitorToken?: string) => {
    const data = { siteKey: 'demo', message: answerable, visitorToken };
    const answer = await page.request.post(`${origin}/v1/chat`, { data, headers: { origin } });
    return (await answer.json()) as { visitorToken: string; conversationId: string };
  };
  const { visitorToken } = await ask();
  return (await ask(visitorToken)).conversationId;
}
