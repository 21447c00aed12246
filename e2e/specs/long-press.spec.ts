import type { CDPSession, Locator } from '@playwright/test';
import { expect, test } from '../browser/test.ts';
import { askedBySomebody } from '../shots/admin-stage.ts';

test('on a touch screen a long press selects a conversation, a tap opens one, and a swipe scrolls', async ({
  browser,
  stack,
  agentState,
}) => {
  const context = await browser.newContext({
    ...{ storageState: agentState, viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
  });
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin`);
  const ids = [
    await askedBySomebody(page, 'I want to talk to a person'),
    await askedBySomebody(page, 'I want to talk to somebody, please'),
  ];
  const [first, second] = ids.map((id) => page.locator(`[data-conversation="${id}"]`)) as [Locator, Locator];
  const finger = await context.newCDPSession(page);

  await press(finger, first, 100, 0);
  await expect(page).toHaveURL(/conversation=/);
  await page.goBack();
  await press(finger, first, 700, 60);
  await expect(page.getByRole('region', { name: 'Selected conversations' })).toHaveCount(0);

  await press(finger, first, 700, 0);
  const bar = page.getByRole('region', { name: 'Selected conversations' });
  await expect(bar).toContainText('1 selected');
  await expect(first.getByRole('checkbox')).toBeChecked();
  await expect(page).not.toHaveURL(/conversation=/);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  // From then on a tap is enough.
  await press(finger, second, 100, 0);
  await expect(bar).toContainText('2 selected');
  await context.close();
});

/** A finger on it for so long, which moves so far at once. */
async function press(finger: CDPSession, row: Locator, ms: number, byPx: number): Promise<void> {
  // Rows move as others come; a finger is put down where it is.
  await row.tap({ trial: true });
  const box = await row.boundingBox();
  if (!box) throw new Error('The row is not there');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number | null) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: at === null ? [] : [{ x, y: at }] });
  await touch('touchStart', y);
  for (let moved = 0; moved < byPx; moved += 20) await touch('touchMove', y - moved - 20);
  await row.page().waitForTimeout(ms);
  await touch('touchEnd', null);
}
