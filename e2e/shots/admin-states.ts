import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { askForLongAnswer } from '../browser/long-answer.ts';
import type { Store } from '../stack/store.ts';
import { answerable, askedBySomebody, firstSite, once, originOf, request } from './admin-stage.ts';
import type { PageState } from './states.ts';

/** States of the agents' inbox, on conversations that are begun for them. */
export const inboxStates: readonly PageState[] = [
  {
    name: 'admin-inbox-loading',
    path: '/admin',
    signedIn: true,
    async show(page) {
      // The page is there, and its connection is not.
      await page.routeWebSocket(/\/socket\.io\//, () => undefined);
      await page.route(/\/socket\.io\//, () => undefined);
      await page.reload();
      await expect(page.getByText('Loading conversations…')).toBeAttached();
    },
  },
  {
    name: 'admin-inbox-filtered-empty',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Snoozed' }).click();
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('checkbox', { name: 'Unread only' }).check();
      await expect(page.getByText('None here is as the filter says.')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-nothing-found',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await page.getByRole('searchbox').fill('zyzzyva');
      await expect(page.getByText('No message or note here, and no customer’s name')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-all-sites',
    path: '/admin?site=all',
    signedIn: true,
    async show(page) {
      const conversationId = await once(page, 'asked', () => askedBySomebody(page, question));
      const row = page.locator(`a[href*="${conversationId}"]`);
      await expect(row).toContainText('Fernway');
    },
  },
  {
    name: 'admin-inbox-notifications',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Notifications' }).click();
      await expect(page.getByRole('checkbox', { name: 'Sound' })).toBeVisible();
    },
  },
  {
    name: 'admin-hours',
    path: '/admin/settings/hours',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'We have hours' }).check();
      await page.getByRole('radio', { name: 'These people' }).check();
      await page.getByRole('button', { name: 'More hours on Tuesday' }).click();
      await expect(page.getByLabel('Tuesday, from')).toHaveCount(2);
      const nextYear = new Date().getFullYear() + 1;
      for (const day of ['01-01', '12-24']) {
        await page.getByLabel('Another day').fill(`${nextYear}-${day}`);
        await page.getByRole('button', { name: 'Add day' }).click();
      }
      await page.getByLabel('Another day').fill(`${nextYear}-09-20`);
      await page.getByLabel('Last day, if several').fill(`${nextYear}-10-03`);
      await page.getByRole('button', { name: 'Add days' }).click();
      await page.getByRole('checkbox', { name: `December 24, ${nextYear}` }).check();
      // There the foot that saves covers nothing.
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    },
  },
  {
    name: 'admin-hours-wrong',
    path: '/admin/settings/hours',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'We have hours' }).check();
      await page.getByRole('radio', { name: 'These people' }).check();
      for (const person of await page.getByRole('group', { name: 'To whom' }).getByRole('checkbox').all())
        await person.uncheck();
      await page.getByRole('button', { name: 'More hours on Tuesday' }).click();
      await page.getByLabel('Tuesday, from').last().fill('10:00');
      await page.getByLabel('Another day').fill(`${new Date().getFullYear() + 1}-12-25`);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('These hours overlap.')).toBeVisible();
      await expect(page.getByText('Press “Add day”, or empty this field.')).toBeVisible();
      await expect(page.getByText('Choose at least one person.')).toBeVisible();
    },
  },
  {
    name: 'admin-hours-half-date',
    path: '/admin/settings/hours',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'We have hours' }).check();
      await page.getByLabel('Another day').focus();
      await page.keyboard.type('12');
      await page.getByRole('button', { name: 'Add day' }).click();
      await expect(page.getByText('Complete this date.')).toBeVisible();
    },
  },
  { name: 'admin-hours-nobody', path: '/admin/settings/hours', signedIn: true, show: nobody },
  { name: 'admin-inbox-thread', path: '/admin', signedIn: true, show: openThread },
  {
    name: 'admin-inbox-notes',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await openThread(page);
      // On a phone the rest of the composer comes with the focus.
      await page.getByRole('textbox', { name: 'Reply' }).focus();
      await page.getByRole('button', { name: 'Note', exact: true }).click();
      await page.getByRole('textbox', { name: 'Note' }).fill('Has asked the same before. Be generous.');
      await page.getByRole('button', { name: 'Add note' }).click();
      await expect(page.locator('[data-role="note"]').last()).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-note-deleted',
    path: '/admin',
    signedIn: true,
    async show(page, store) {
      const conversationId = await once(page, 'noted', async () => {
        const asked = await askedBySomebody(page, question);
        const author = { id: 'nobody', name: 'Grace' };
        const note = (id: string, text: string) => ({ type: 'note:created', note: { id, text, author } });
        const [gone, kept] = [randomUUID(), randomUUID()];
        await store.happened(asked, { state: 'with_person', contactEmail: 'ann@example.org' }, [
          ...[note(gone, ''), note(kept, 'Has asked the same before. Be generous.')],
          { type: 'note:deleted', noteId: gone, by: author },
        ]);
        return asked;
      });
      await page.goto(`${originOf(page)}/admin?conversation=${conversationId}`);
      await expect(page.getByText('Grace deleted a note')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-note-delete',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await openThread(page);
      if ((await page.locator('[data-role="note"]').count()) === 0) {
        await page.getByRole('textbox', { name: 'Reply' }).focus();
        await page.getByRole('button', { name: 'Note', exact: true }).click();
        await page.getByRole('textbox', { name: 'Note' }).fill('Be generous.');
        await page.getByRole('button', { name: 'Add note' }).click();
      }
      // Not by mouse: on a phone the composer gives way to it, and the log moves.
      await page.getByRole('button', { name: 'Delete this note' }).last().press('Enter');
      await expect(page.getByRole('dialog', { name: 'Delete your note?' })).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-selecting',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await once(page, 'asked', () => askedBySomebody(page, question));
      await page.getByRole('button', { name: 'Select conversations' }).click();
      await expect(page.getByText('Select some in the list')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-select-focused',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await once(page, 'asked', () => askedBySomebody(page, question));
      const select = page.getByRole('button', { name: 'Select conversations' });
      await select.focus();
      // A ring is for whoever goes by keys.
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await expect(select).toBeFocused();
    },
  },
  { name: 'admin-inbox-selected', path: '/admin', signedIn: true, show: selectSome },
  {
    name: 'admin-inbox-selected-not-all',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await selectSome(page);
      // What the assistant has can't be put aside for later.
      await page.getByRole('combobox', { name: 'Snooze' }).first().selectOption({ index: 1 });
      await expect(page.getByText(/^Not done in/)).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-keys',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await expect(page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first()).toBeVisible();
      await page.keyboard.press('?');
      // It begins at its beginning, and a phone is shorter.
      await expect(page.getByRole('dialog', { name: 'Keys' }).getByText('Next conversation')).toBeInViewport();
      await expect(page.getByRole('button', { name: 'Close', exact: true })).toBeInViewport();
    },
  },
  {
    name: 'admin-inbox-found',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await searchFor(page, 'dark hallway');
      const found = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first();
      await expect(found.locator('mark')).toHaveText(['dark', 'hallway']);
    },
  },
  {
    name: 'admin-inbox-found-shown',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await searchFor(page, 'dark hallway');
      await page.locator('mark').first().click();
      await expect(page.locator('[data-shown]')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-draft-and-undo',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await openThread(page);
      await page.getByRole('textbox', { name: 'Reply' }).fill('Hello! In a dark hallway');
      const tags = page.getByRole('list', { name: 'Tags' });
      const more = page.getByRole('button', { name: 'More to do' });
      if (await more.isVisible()) await more.click();
      if ((await tags.getByRole('listitem').count()) === 0) {
        await page.getByRole('combobox', { name: 'Add a tag' }).fill('plants');
        await page.keyboard.press('Enter');
      }
      await tags.getByRole('button').first().click();
      await expect(page.getByText('Removed the tag plants.')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-receipt',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await openThread(page);
      await page
        .getByRole('button', { name: /^Receipt/ })
        .first()
        .click();
      // Beside the thread, or over it where there is no room.
      await expect(page.getByRole('heading', { name: 'Answer receipt' }).locator('visible=true')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-receipt-stopped',
    path: '/admin',
    signedIn: true,
    async show(page, store) {
      await openReceipt(page, await once(page, 'stopped', () => stopAnswer(page, store)));
      await expect(page.getByText('Stopped by the customer').locator('visible=true').last()).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-receipt-failed',
    path: '/admin',
    signedIn: true,
    async show(page, store) {
      await openReceipt(page, await once(page, 'failed', () => failAnswer(page, store)));
      await expect(page.getByText('It could not be finished').locator('visible=true').last()).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-receipt-kept',
    path: '/admin',
    signedIn: true,
    async show(page) {
      const asked = async () => {
        await askedBySomebody(page, answerable);
        return askedBySomebody(page, answerable);
      };
      await openReceipt(page, await once(page, 'kept', asked));
      await expect(page.getByText(/^Kept since/).locator('visible=true')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-receipt-approved',
    path: '/admin',
    signedIn: true,
    async show(page) {
      const asked = async () => {
        await approve(page);
        return askedBySomebody(page, approved.question);
      };
      await openReceipt(page, await once(page, 'approved', asked));
      await expect(page.getByText(/^A person: no model ran/).locator('visible=true')).toBeVisible();
    },
  },
  {
    name: 'admin-inbox-canned-replies',
    path: '/admin',
    signedIn: true,
    async show(page) {
      await haveReplies(page);
      await openThread(page);
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('/');
      await expect(page.getByRole('listbox', { name: 'Canned replies' })).toBeVisible();
    },
  },
  {
    name: 'admin-canned-replies',
    path: '/admin/settings/replies',
    signedIn: true,
    async show(page) {
      await haveReplies(page);
      await page.reload();
      await expect(page.getByText('/hello')).toBeVisible();
    },
  },
  {
    name: 'admin-add-canned-reply',
    path: '/admin/settings/replies',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Add a reply' }).first().click();
      await page.getByRole('button', { name: 'Save reply' }).click();
      await expect(page.getByText('Please fill this in.').first()).toBeVisible();
    },
  },
];

/** Two that wait for a person, and one that the assistant has. */
async function selectSome(page: Page): Promise<void> {
  await askedBySomebody(page, answerable);
  await askedBySomebody(page, 'Do you sell cacti?');
  await askedBySomebody(page, 'I want to talk to a person');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.locator('[data-conversation]').nth(2)).toContainText('You can return');
  await list.getByRole('button', { name: 'Select conversations' }).click();
  for (const index of [0, 1, 2]) await list.locator('[data-conversation]').getByRole('checkbox').nth(index).click();
  await expect(list.getByRole('region', { name: 'Selected conversations' })).toContainText('3 selected');
}

async function nobody(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^Never/ }).check();
  await expect(page.getByText('The assistant then offers nobody.')).toBeVisible();
}

const question = 'Which plant is good for a dark hallway, and how is it sent?';

const approved = {
  question: 'Do you water plants in the holidays?',
  answer: 'We do, from $5 a visit, in all of the city.',
};

/** Opens it; the first state that needs it has it begun. */
async function openThread(page: Page): Promise<void> {
  const conversationId = await once(page, 'asked', () => askedBySomebody(page, question));
  await page.goto(`${originOf(page)}/admin?conversation=${conversationId}`);
  await expect(page.getByRole('log')).toContainText(question);
  await expect(page.getByRole('button', { name: /^Receipt/ }).first()).toBeVisible();
}

/** Of the conversation that there is. */
async function searchFor(page: Page, words: string): Promise<void> {
  await openThread(page);
  // Where there is room for one of them, it is the list.
  const back = page.getByRole('button', { name: 'Back to all conversations' });
  if (await back.isVisible()) await back.click();
  await page.getByRole('searchbox').fill(words);
}

/** Of the conversation's last answer; beside the thread, or over it where there is no room. */
async function openReceipt(page: Page, conversationId: string): Promise<void> {
  await page.goto(`${originOf(page)}/admin?conversation=${conversationId}`);
  await page
    .getByRole('button', { name: /^Receipt/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { name: 'Answer receipt' }).locator('visible=true')).toBeVisible();
}

/** A customer stops what the assistant says. @returns the conversation */
async function stopAnswer(page: Page, store: Store): Promise<string> {
  return endAnswer(page, store, 'stopped', (customer) =>
    customer.getByRole('button', { name: 'Stop the answer' }).click(),
  );
}

/** What the assistant says fails. @returns the conversation */
function failAnswer(page: Page, store: Store): Promise<string> {
  return endAnswer(page, store, 'failed', () => store.failNewestAnswer());
}

async function endAnswer(
  page: Page,
  store: Store,
  state: 'stopped' | 'failed',
  end: (customer: Page) => Promise<void>,
): Promise<string> {
  const customer = await page.context().newPage();
  await customer.goto(`${originOf(page)}/chat/demo`);
  const chat = chatIn(customer);
  await askForLongAnswer(chat, store);
  await end(customer);
  await expect(chat.log.locator('[data-role="assistant"]').last()).toHaveAttribute('data-state', state);
  await customer.close();
  return (await store.newestGeneration())?.conversationId ?? '';
}

async function approve(page: Page): Promise<void> {
  await request(page, 'POST', `sites/${(await firstSite(page)).id}/approved-answers`, approved);
}

async function haveReplies(page: Page): Promise<void> {
  const { id } = await firstSite(page);
  const replies = [
    { shortcut: 'hello', text: 'Hello {name}, I am {agent}. Let me look into it.' },
    { shortcut: 'returns', text: 'You can return any item within 30 days. The label is free.' },
  ];
  // They may be there already, from a state before.
  for (const reply of replies) await request(page, 'POST', `sites/${id}/canned-replies`, reply);
}
