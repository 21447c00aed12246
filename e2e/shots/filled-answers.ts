import type { Page } from '@playwright/test';

/**
 * Loads the page anew, with what the gateway says of a fresh site filled in: what takes weeks, or a fault, to come about.
 * @param what of the site is asked for, such as `analytics`
 */
export async function showFilled<Answer>(
  page: Page,
  what: string,
  fill: (answer: Answer, url: URL) => Answer,
): Promise<void> {
  await page.route(new RegExp(`/v1/admin/sites/[^/]+/${what}([?]|$)`), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: fill((await response.json()) as Answer, new URL(route.request().url())) });
  });
  await page.reload();
}
