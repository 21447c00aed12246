import { chatIn, openWidget } from '../browser/chat.ts';
import { askUntilInMidAnswer, stories } from '../browser/stories.ts';
import { expect, test } from '../browser/test.ts';
import { assertOnlyGrows, readable, watchNewestAnswer, watchNextAnswer } from '../browser/watch-answer.ts';

test('a question on a shop page is answered word by word by the model, stored, and seen live in the admin', async ({
  browser,
  demoUrl,
  store,
  adminPage,
}) => {
  await store.publishTalkativePrompt('demo');
  let longestTokens = 0;
  // Each story has a customer of its own: the model tells the longest ones to those it has not talked with before.
  for (const story of stories) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(demoUrl);
    // The page's site and the gateway's differ: the widget works as a third party.
    await expect(page.locator('script[data-site="demo"]')).toHaveAttribute('src', /^http:\/\/127\.0\.0\.1:/);
    const chat = await openWidget(page);
    await expect(chat.log).toBeVisible();
    const shown = await watchNextAnswer(chat.log);
    await chat.ask(story);
    const agentChat = chatIn(adminPage);
    // Until the list has heard of it, the first one is the conversation before.
    await expect(async () => {
      const newest = adminPage.getByRole('link', { name: /message/ }).first();
      await newest.click();
      await expect(agentChat.log).toContainText(story, { timeout: 1_000 });
    }).toPass();
    const shownToAgent = await watchNewestAnswer(agentChat.log);

    await chat.finished();
    await agentChat.finished();
    const stored = await store.newestGeneration();
    expect(stored).toMatchObject({ state: 'done' });
    const steps = await shown.steps();
    const agentSteps = await shownToAgent.steps();
    expect(steps.length).toBeGreaterThanOrEqual(3);
    for (const seen of [steps, agentSteps]) {
      assertOnlyGrows(seen);
      expect(readable(seen.at(-1))).toBe(readable(stored?.text));
    }
    await context.close();
    // What ended before the agent had opened it was not seen live.
    if (agentSteps.length >= 3) longestTokens = Math.max(longestTokens, stored?.generatedTokens ?? 0);
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
  let grew = false;
  // Now and then an answer ends while the page is loaded again.
  for (let attempt = 0; attempt < 25 && !grew; attempt++) {
    await askUntilInMidAnswer(chat, store);
    const before = readable(await chat.newestAnswer.textContent());
    await page.reload();
    await chat.newestAnswer.waitFor();
    const atOnce = readable(await chat.newestAnswer.textContent());
    expect(atOnce.startsWith(before)).toBe(true);
    await chat.finished();
    const end = readable(await chat.newestAnswer.textContent());
    expect(end).toBe(readable((await store.newestGeneration())?.text));
    grew = end.length > atOnce.length;
  }
  expect(grew).toBe(true);
});
