import type { Page } from '@playwright/test';

/** Loads the page anew, with what the gateway says of a fresh site filled in: what takes weeks, or a fault, to come about. */
export async function showFilled<Answer>(page: Page, path: RegExp, fill: (answer: Answer) => Answer): Promise<void> {
  await page.route(path, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: fill((await response.json()) as Answer) });
  });
  await page.reload();
}
