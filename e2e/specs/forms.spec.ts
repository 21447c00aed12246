import type { Locator } from '@playwright/test';
import { expect, test } from '../browser/test.ts';

const wrong = (field: Locator, why: string | RegExp) =>
  Promise.all([
    expect(field).toHaveAttribute('aria-invalid', 'true'),
    expect(field).toHaveAccessibleDescription(why),
    expect(field).toBeFocused(),
  ]);
const right = (field: Locator) => expect(field).toHaveAttribute('aria-invalid', 'false');

test('what is wrong stands beside its field, also what only the gateway finds, until it is typed anew', async ({
  adminPage,
  stack,
}) => {
  const settings = (at: string) => adminPage.goto(`${stack.url}/admin/settings/${at}`);
  const press = (name: string) => adminPage.getByRole('button', { name, exact: true }).click();

  await settings('account');
  const password = adminPage.getByLabel('Password now');
  await press('Change the password');
  await wrong(password, 'Please fill this in.');
  await password.fill('not my password');
  await right(password);
  await adminPage.getByLabel('New password').fill('a long new password');
  await press('Change the password');
  await wrong(password, 'This is not your password.');
  await password.press('x');
  await right(password);

  await press('Delete your account…');
  const deletion = adminPage.getByRole('dialog', { name: 'Delete your account?' });
  const own = deletion.getByLabel('Your password');
  await deletion.getByRole('button', { name: 'Delete it' }).click();
  await wrong(own, 'Please fill this in.');
  await own.fill('not my password');
  await deletion.getByRole('button', { name: 'Delete it' }).click();
  await wrong(own, 'This is not your password.');
  await deletion.getByRole('button', { name: 'Keep it' }).click();

  await settings('members');
  const email = adminPage.getByRole('textbox', { name: 'E-mail' });
  await email.fill('ann');
  await press('Make a link');
  await wrong(email, 'This is not an e-mail address.');
  await email.fill(stack.admin.email);
  await right(email);
  await press('Make a link');
  await wrong(email, 'This person is a member already.');
  await email.press('x');
  await right(email);

  await settings('replies');
  for (const text of ['First.', 'Second.']) {
    await adminPage.getByRole('button', { name: 'Add a reply' }).first().click();
    await adminPage.getByRole('textbox', { name: 'Shortcut' }).fill('twice');
    await adminPage.getByRole('textbox', { name: 'Text' }).fill(text);
    await press('Save reply');
    if (text === 'First.') await expect(adminPage.getByText('/twice')).toBeVisible();
  }
  const shortcut = adminPage.getByRole('textbox', { name: 'Shortcut' });
  await wrong(shortcut, 'Another reply has this shortcut already.');
  await shortcut.press('x');
  await right(shortcut);

  await adminPage.goto(`${stack.url}/admin/settings`);
  const offset = adminPage.getByRole('spinbutton', { name: 'Bottom, px' });
  for (const [value, why] of [
    ['401', 'Not more than 400.'],
    ['1.5', 'Only a whole number.'],
    ['', 'Please fill this in.'],
  ] as const) {
    await offset.fill(value);
    await press('Save');
    await wrong(offset, why);
  }
  await offset.fill('30');
  await right(offset);
});

test('hours, people and the question of an approved answer say beside themselves what is wrong', async ({
  adminPage,
  stack,
}) => {
  await adminPage.goto(`${stack.url}/admin/settings/hours`);
  await adminPage.getByRole('checkbox', { name: 'We have hours' }).check();
  await adminPage.getByRole('checkbox', { name: 'Monday', exact: true }).check();
  const end = adminPage.getByLabel('Monday, to');
  await adminPage.getByLabel('Monday, from').fill('18:00');
  await end.fill('09:00');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(end).toHaveAttribute('aria-invalid', 'true');
  await expect(end).toHaveAccessibleDescription(/\w/);
  await end.fill('19:00');
  await right(end);

  await adminPage.getByRole('radio', { name: 'These people' }).check();
  const people = adminPage.getByRole('checkbox').and(adminPage.locator('ul.ml-7 input'));
  for (const person of await people.all()) await person.uncheck();
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await wrong(people.first(), 'Choose at least one person.');
  await people.first().check();
  await right(people.first());

  adminPage.once('dialog', (dialog) => void dialog.accept());
  await adminPage.goto(`${stack.url}/admin/approved`);
  const dialog = adminPage.getByRole('dialog', { name: 'Add an approved answer' });
  for (const text of ['First.', 'Second.']) {
    await adminPage.getByRole('button', { name: 'Add an answer' }).click();
    await dialog.getByRole('textbox', { name: 'Question' }).fill('Is there one answer to a question?');
    await dialog.getByRole('textbox', { name: 'Answer' }).fill(text);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    if (text === 'First.') await expect(dialog).toBeHidden();
  }
  const question = dialog.getByRole('textbox', { name: 'Question' });
  await wrong(question, 'There is an approved answer to this question already: “First.”');
  await question.press('x');
  await right(question);
});

test('whoever leaves a page with something unsaved is asked', async ({ adminPage, stack }) => {
  await adminPage.goto(`${stack.url}/admin/settings/hours`);
  const foot = adminPage.getByRole('status').filter({ hasText: 'Not saved yet.' });
  await expect(adminPage.getByRole('radio', { name: /^Never/ })).toBeVisible();
  await expect(foot).toHaveCount(0);
  await adminPage.getByRole('radio', { name: /^Never/ }).check();
  await expect(foot).toBeVisible();
  const asked = adminPage.waitForEvent('dialog');
  const left = adminPage.getByRole('link', { name: 'Members' }).click();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await left;
  await expect(adminPage).toHaveURL(/\/settings\/hours/);
  // What is as it was asks nothing.
  await adminPage.getByRole('radio', { name: /^When the assistant can’t answer/ }).check();
  await expect(foot).toHaveCount(0);
  await adminPage.getByRole('link', { name: 'Members' }).click();
  await expect(adminPage).toHaveURL(/\/settings\/members/);
});

test('one Escape does not lose what was typed into a dialog', async ({ adminPage, stack }) => {
  await adminPage.goto(`${stack.url}/admin/knowledge`);
  const dialog = adminPage.getByRole('dialog', { name: 'Add a fact' });
  const open = () => adminPage.getByRole('button', { name: 'Add a fact' }).click();
  await open();
  await adminPage.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await open();
  const said = dialog.getByLabel('What the bot says');
  await said.fill('We sell gift cards.');
  await said.press('Escape');
  await expect(dialog.getByRole('status')).toHaveText('Escape once more discards what you have typed.');
  await expect(said).toHaveValue('We sell gift cards.');
  await said.press('Escape');
  await expect(dialog).toBeHidden();
});
