import { expect, test } from '../browser/test.ts';

test('what can’t be read is said as long as it is what somebody wants to see', async ({ adminPage, stack }) => {
  await adminPage.route(/\/audit\?action=/, (route) =>
    route.fulfill({ status: 503, json: { error: { code: 'unavailable', message: 'Not now.' } } }),
  );
  await adminPage.goto(`${stack.url}/admin/settings/changes`);
  const shown = adminPage.getByRole('combobox', { name: 'Show' });
  await shown.selectOption({ index: 1 });
  const problem = adminPage.getByRole('main').getByRole('alert');
  await expect(problem).toBeVisible();
  await shown.selectOption({ index: 0 });
  await expect(problem).toHaveCount(0);
});
