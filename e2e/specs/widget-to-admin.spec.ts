import { chatIn, openWidget } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';
import { assertOnlyGrows, readable, watchNextAnswer } from '../browser/watch-answer.ts';

test('a question on a shop page is answered word by word by the model, stored, and seen live in the admin', async ({
  page,
  demoUrl,
  store,
  adminPage,
}) => {
  await store.publishTalkativePrompt('demo');
  await page.goto(demoUrl);
  // The page's site and the gateway's differ: the widget works as a third party.
  await expect(page.locator('script[data-site="demo"]')).toHaveAttribute('src', /^http:\/\/127\.0\.0\.1:/);
  const chat = await openWidget(page);
  await expect(chat.log).toBeVisible();

  let longestTokens = 0;
  // The model decides how long an answer gets: it is asked for stories until one was long, and every one is checked.
  for (const hero of ['fern', 'cactus', 'clay pot', 'rose', 'gardener', 'bee']) {
    const question = `Tell me a long story about a ${hero} that travels around the world.`;
    const watched = await watchNextAnswer(chat.log);
    await chat.ask(question);
    await adminPage
      .getByRole('link', { name: question.slice(0, 40) })
      .first()
      .click();
    const inAdmin = adminPage.getByRole('log').locator('[data-role="assistant"]').last();
    await expect(inAdmin).toHaveAttribute('data-state', 'streaming');

    await chat.finished();
    const steps = await watched.steps();
    assertOnlyGrows(steps);
    expect(steps.length).toBeGreaterThanOrEqual(3);
    const stored = await store.newestGeneration();
    expect(stored).toMatchObject({ state: 'done' });
    expect(readable(steps.at(-1))).toBe(readable(stored?.text));
    await expect(inAdmin).toHaveAttribute('data-state', 'done');
    expect(readable(await inAdmin.locator('.fd-markdown').textContent())).toBe(readable(stored?.text));
    longestTokens = Math.max(longestTokens, stored?.generatedTokens ?? 0);
    if (longestTokens >= 200) break;
  }
  expect(longestTokens).toBeGreaterThanOrEqual(200);
});

test('a refresh in mid-answer shows the old part at once, and then it grows to the stored end', async ({
  page,
  stack,
  store,
}) => {
  await store.publishTalkativePrompt('demo');
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('Tell me a long story about a fern that travels around the world.');
  await chat.firstWords();
  const before = readable(await chat.newestAnswer.textContent());
  await page.reload();
  await chat.newestAnswer.waitFor();
  const atOnce = readable(await chat.newestAnswer.textContent());
  expect(atOnce.startsWith(before)).toBe(true);
  await chat.finished();
  const stored = await store.newestGeneration();
  const end = readable(await chat.newestAnswer.textContent());
  expect(end.length).toBeGreaterThan(atOnce.length);
  expect(end).toBe(readable(stored?.text));
});
