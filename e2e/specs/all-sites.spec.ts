import { chatIn } from '../browser/chat.ts';
import { inviteAgent } from '../browser/invite-agent.ts';
import { expect, test } from '../browser/test.ts';

test('conversations of all sites stand in one list, each with its site; of a site that is not theirs an agent sees none', async ({
  page,
  stack,
  store,
  adminPage,
  browser,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const plants = chatIn(page);
  await plants.ask('Do you sell orchids?');
  await plants.finished();
  const { conversationId: plantsId } = (await store.newestGeneration()) ?? {};
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(`${stack.url}/chat/hotel`);
  const hotel = chatIn(guest);
  await hotel.ask('Is there a sauna?');
  await hotel.finished();
  const { conversationId: hotelId } = (await store.newestGeneration()) ?? {};
  const { siteId: hotelSite } = await store.newestVisitor();

  await adminPage.getByRole('combobox', { name: 'Site' }).selectOption('All sites');
  const list = adminPage.getByRole('navigation', { name: 'Conversations' });
  const rowOf = (conversationId?: string) => list.locator(`a[href*="${conversationId}"]`);
  await expect(rowOf(plantsId)).toContainText('Fernway');
  await expect(rowOf(hotelId)).toContainText('Gannet House');
  // The newest first, whichever site it is of.
  await expect(list.getByRole('link').first()).toHaveAttribute('href', new RegExp(`${hotelId}`));

  await rowOf(hotelId).click();
  await expect(adminPage.getByRole('log')).toContainText('Is there a sauna?');
  await adminPage.getByRole('textbox', { name: 'Reply' }).fill('There is, on the roof.');
  await adminPage.getByRole('textbox', { name: 'Reply' }).press('Control+Enter');
  await expect(hotel.log.locator('[data-role="agent"]')).toContainText('There is, on the roof.');
  await plants.composer.fill('And palms?');
  await plants.composer.press('Enter');
  await expect(rowOf(plantsId)).toContainText('And palms?');
  await plants.finished();
  await adminPage.reload();
  await expect(adminPage.getByRole('log')).toContainText('There is, on the roof.');
  await rowOf(plantsId).click();
  await expect(adminPage.getByRole('log')).toContainText('And palms?');
  await expect(adminPage.getByRole('log')).not.toContainText('sauna');

  const agent = await inviteAgent(browser, stack, { page: adminPage, name: 'Cleo' });
  await agent.page.goto(`${stack.url}/admin?site=all&of=${hotelSite}&conversation=${hotelId}`);
  const theirs = agent.page.getByRole('navigation', { name: 'Conversations' });
  await expect(theirs.locator(`a[href*="${plantsId}"]`)).toBeVisible();
  await expect(theirs.locator(`a[href*="${hotelId}"]`)).toHaveCount(0);
  await expect(agent.page.getByText('Choose a conversation')).toBeVisible();
  await expect(agent.page.getByRole('option', { name: 'All sites' })).toHaveCount(0);
  await agent.close();
  await guest.context().close();
});
