import type { Page } from '@playwright/test';

/** Opens a page of the admin for the site of that name, whichever one it had last. */
export async function openAdminFor(adminPage: Page, url: string, site = 'Fernway'): Promise<void> {
  await adminPage.goto(url);
  await adminPage.getByRole('combobox', { name: 'Site', exact: true }).selectOption({ label: site });
  // The page is loaded anew: whoever goes on earlier would stop that.
  await adminPage.waitForURL(/[?]site=/);
}
