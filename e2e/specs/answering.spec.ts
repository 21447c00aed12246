import { expect, test } from '../browser/test.ts';

test("a reply is said in the site's own words, and one that would confuse the bot is refused", async ({
  adminPage,
  stack,
}) => {
  await adminPage.goto(`${stack.url}/admin/answering`);
  await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  await adminPage.getByText('Small talk').click();
  const hello = adminPage.getByLabel('hello, good morning');

  await hello.fill('I am glad that you are here.');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByText('begin with another one')).toBeVisible();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Nothing was saved' })).toBeVisible();

  await hello.fill('Hello from {site}, what brings you here?');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await adminPage.reload();
  await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  await adminPage.getByText('Small talk').click();
  await expect(hello).toHaveValue('Hello from {site}, what brings you here?');
});
