import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../browser/test.ts';

/** A customer of the demo shop who has asked, and is answered. @returns the conversation's id */
async function ask(request: APIRequestContext, url: string, message: string): Promise<string> {
  const data = { siteKey: 'demo', message };
  const asked = await request.post(`${url}/v1/chat`, { data, headers: { origin: url } });
  return ((await asked.json()) as { conversationId: string }).conversationId;
}

test('several conversations are selected by mouse or keyboard, changed at once, and brought back', async ({
  stack,
  store,
  adminPage,
}) => {
  const ids: string[] = [];
  // The assistant can answer it, and has all three.
  for (let count = 0; count < 3; count += 1)
    ids.push(await ask(adminPage.request, stack.url, 'How do I return an item?'));
  const { siteId } = await store.newestVisitor();
  await adminPage.goto(`${stack.url}/admin?site=${siteId}`);
  const list = adminPage.getByRole('navigation', { name: 'Conversations' });
  const rowOf = (index: number) => list.locator(`[data-conversation="${ids[index]}"]`);
  const boxOf = (index: number) => rowOf(index).getByRole('checkbox');
  const bar = list.getByRole('region', { name: 'Selected conversations' });
  const toast = adminPage.getByRole('status').filter({ has: adminPage.locator('[data-undo-toast]') });

  // The box comes where the row is pointed at; Shift takes those between along.
  await expect(boxOf(2)).toHaveCSS('opacity', '0');
  await rowOf(2).hover();
  await expect(boxOf(2)).toHaveCSS('opacity', '1');
  await boxOf(2).click();
  await expect(bar).toContainText('1 selected');
  await boxOf(0).click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 selected');
  // No row has moved from under the pointer, and nothing was opened.
  await expect(adminPage.getByRole('log')).toHaveCount(0);
  await adminPage.keyboard.press('g');
  await adminPage.keyboard.type('watering');
  await adminPage.keyboard.press('Enter');
  await expect(toast).toContainText('Tagged 3 conversations: watering.');
  await expect(bar).toHaveCount(0);
  for (const index of [0, 1, 2]) await expect(rowOf(index)).toContainText('watering');

  // By keyboard alone, and back.
  await rowOf(1).getByRole('link').focus();
  await adminPage.keyboard.press('c');
  await expect(boxOf(1)).toBeChecked();
  await adminPage.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await rowOf(1).getByRole('link').focus();
  await adminPage.keyboard.press('c');
  await adminPage.keyboard.press('Shift+Tab');
  await expect(boxOf(1)).toBeFocused();
  await boxOf(0).focus();
  await adminPage.keyboard.press('Space');
  await expect(bar).toContainText('2 selected');
  await adminPage.keyboard.press('e');
  await expect(toast).toContainText('Resolved 2 conversations.');
  await expect(rowOf(1)).toContainText('Resolved');
  await expect(rowOf(2)).not.toContainText('Resolved');
  await adminPage.keyboard.press('z');
  await expect(rowOf(1)).not.toContainText('Resolved');
  await expect(rowOf(0)).not.toContainText('Resolved');

  // What can't be done in one is said, and it stays selected.
  await store.happened(ids[2] ?? '', { state: 'waiting_for_person', contactEmail: 'ann@example.org' }, []);
  await adminPage.reload();
  await rowOf(1).hover();
  await boxOf(1).click();
  await boxOf(2).click();
  await bar.getByRole('combobox', { name: 'Snooze' }).selectOption({ index: 1 });
  await expect(list.getByRole('alert')).toContainText('Not done in 1 of 2.');
  await expect(boxOf(1)).toBeChecked();
  await expect(rowOf(2)).toContainText('Snoozed');

  // Where nothing can be pointed at, a button brings the boxes.
  await adminPage.setViewportSize({ width: 360, height: 740 });
  await bar.getByRole('button', { name: 'Select none' }).click();
  await list.getByRole('button', { name: 'Select conversations' }).click();
  await boxOf(0).click();
  await boxOf(2).click();
  await bar.getByRole('combobox', { name: 'Assign to' }).selectOption({ index: 2 });
  // The one before may still be there.
  await expect(toast).toContainText('Assigned 2 conversations to ');
});
