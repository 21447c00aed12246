import '../browser/frontdesk-window.ts';
import { coded } from '@frontdesk/chat/testing/scripted-gateway';
import { asked } from '../shots/chat-steps.ts';
import { expect, test } from '../shots/test.ts';

test('what comes while the chat is closed is counted on the launcher, in its name, and told to the page', async ({
  showChat,
}) => {
  await showChat({
    name: 'unread',
    async show({ page, open, ask, texts, chat, gateway }) {
      await open();
      await page.evaluate(() => {
        window.Frontdesk?.('on', 'unread', (count: number) => document.body.setAttribute('data-unread', `${count}`));
      });
      const answer = await ask(texts.question);
      await page.keyboard.press('Escape');
      answer.say(texts.answer);
      answer.done(texts.sources);
      const launcher = page.locator('frontdesk-widget .button');
      await expect(launcher).toHaveAccessibleName('Open chat, 1 unread message');
      gateway.agentSays(texts.agent);
      await expect(launcher).toHaveAccessibleName('Open chat, 2 unread messages');
      await expect(page.locator('body')).toHaveAttribute('data-unread', '2');
      await launcher.click();
      await expect(launcher).toHaveAccessibleName('Close chat');
      await expect(page.locator('body')).toHaveAttribute('data-unread', '0');
      await expect(chat.locator('[data-role="agent"]')).toBeVisible();
    },
  });
});

test('what comes while the chat is on its way out is counted, too', async ({ showChat }) => {
  await showChat({
    name: 'unread at once',
    async show({ page, open, ask, texts, gateway }) {
      await open();
      const answer = await ask(texts.question);
      answer.say(texts.answer);
      answer.done();
      // The loader's word that the panel is closed does not come.
      await page.evaluate(() => {
        const frame = document.querySelector('frontdesk-widget')?.shadowRoot?.querySelector('iframe')?.contentWindow;
        if (frame) frame.postMessage = () => {};
      });
      await page.keyboard.press('Escape');
      gateway.agentSays(texts.agent);
      await expect(page.locator('frontdesk-widget .button')).toHaveAccessibleName('Open chat, 1 unread message');
    },
  });
});

test('the tab of the hosted chat has the site’s name, and counts what comes while nobody looks at it', async ({
  showChat,
}) => {
  await showChat({
    name: 'tab',
    surface: 'hosted',
    async show({ page, open, ask, texts, gateway }) {
      const turn = (state: DocumentVisibilityState) =>
        page.evaluate((now) => {
          Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }, state);
      await open();
      await expect(page).toHaveTitle('Fernway');
      const answer = await ask(texts.question);
      await turn('hidden');
      answer.say(texts.answer);
      answer.done();
      await expect(page).toHaveTitle('(1) Fernway');
      gateway.agentSays(texts.agent);
      await expect(page).toHaveTitle('(2) Fernway');
      await turn('visible');
      await expect(page).toHaveTitle('Fernway');
    },
  });
});

test('a frame that does not come is taken away again, the page is told, and the next press tries once more', async ({
  showChat,
}) => {
  await showChat({
    name: 'no frame',
    async show({ page, address, composer }) {
      await page.clock.install();
      await page.route('**/frame?*', (route) => route.abort());
      await page.goto(address);
      const launcher = page.locator('frontdesk-widget .button');
      await launcher.waitFor();
      await page.evaluate(() => {
        window.Frontdesk?.('on', 'error', (error: { code: string }) =>
          document.body.setAttribute('data-error', error.code),
        );
      });
      await launcher.click();
      await expect(launcher).toHaveAttribute('aria-expanded', 'true');
      await page.clock.fastForward(21_000);
      await expect(page.locator('body')).toHaveAttribute('data-error', 'unavailable');
      await expect(launcher).toHaveAttribute('aria-expanded', 'false');
      await expect(page.locator('frontdesk-widget iframe')).toHaveCount(0);
      await page.unroute('**/frame?*');
      await launcher.click();
      await expect(composer).toBeVisible();
    },
  });
});

test('an open chat is open again on the next page of the tab, where it takes no focus; closed, it stays closed', async ({
  showChat,
}) => {
  await showChat({
    name: 'open before',
    async show(stage) {
      const { page, composer, address, texts, chat, gateway } = stage;
      await asked(stage);
      const launcher = page.locator('frontdesk-widget .button');
      const told = () => page.evaluate(() => document.body.dataset.told);
      // As a page does that has something to type in.
      const own = `<input autofocus><script>
        window.Frontdesk = function () { (Frontdesk.q = Frontdesk.q || []).push(arguments) };
        for (const name of ['ready', 'open'])
          Frontdesk('on', name, () => { document.body.dataset.told = (document.body.dataset.told ?? '') + name + ' ' });
      </script>`;
      await page.route(
        ({ href }) => href === address,
        async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: (await response.text()).replace('<main>', `<main>${own}`) });
        },
      );
      await composer.fill('Half a thought');
      await page.reload();
      await expect(launcher).toHaveAttribute('aria-expanded', 'true');
      await expect(chat.getByText(texts.question).first()).toBeVisible();
      await expect(composer).toHaveValue('Half a thought');
      await expect(page.locator('input')).toBeFocused();
      expect(await told()).toBe('ready open ');
      // Nor does it take it when the page closes it.
      await page.evaluate(() => window.Frontdesk?.('close'));
      await expect(launcher).toHaveAttribute('aria-expanded', 'false');
      await expect(page.locator('input')).toBeFocused();
      await page.evaluate(() => window.Frontdesk?.('open'));
      await expect(composer).toBeFocused();

      const tab = await page.context().newPage();
      await tab.goto(address);
      await expect(tab.locator('frontdesk-widget .button')).toHaveAttribute('aria-expanded', 'false');
      await tab.close();

      await composer.press('Escape');
      // Back to where the page opened it from.
      await expect(page.locator('input')).toBeFocused();
      await page.reload();
      await expect(launcher).toHaveAttribute('aria-expanded', 'false');
      await expect.poll(told).toBe('ready ');
      // What comes is counted there, too, also what came in between.
      gateway.agentSays(texts.agent);
      await expect(launcher).toHaveAccessibleName('Open chat, 1 unread message');
      gateway.agentSays(texts.agent);
      await expect(launcher).toHaveAccessibleName('Open chat, 2 unread messages');
      await page.reload();
      await expect(launcher).toHaveAccessibleName('Open chat, 2 unread messages');
      await page.unrouteAll();
    },
  });
});

test('a chat that gets no ticket says so, and tries again when it is opened or asked to', async ({ showChat }) => {
  await showChat({
    name: 'no ticket',
    async show({ page, address, gateway, chat, composer }) {
      await page.goto(address);
      const launcher = page.locator('frontdesk-widget .button');
      await launcher.waitFor();
      await page.evaluate(() => window.Frontdesk?.('reset'));
      gateway.refuseNext('/v1/tickets', coded('unavailable'), coded('unavailable'));
      await launcher.click();
      const refusal = chat.getByRole('alert');
      await expect(refusal).toBeVisible();
      await chat.getByRole('button', { name: 'Close chat' }).click();
      await launcher.click();
      await expect.poll(() => gateway.requests.filter(({ name }) => name === '/v1/tickets').length).toBe(3);
      await refusal.getByRole('button', { name: 'Try again' }).click();
      await expect(composer).toBeVisible();
    },
  });
});

test('where a frame may store nothing, the conversation is there on the tab’s next page all the same', async ({
  showChat,
}) => {
  await showChat({
    name: 'blocked storage',
    async show(stage) {
      const { page, chat, texts } = stage;
      const block = `<script>for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, { get() { throw new DOMException('Blocked', 'SecurityError') } });</script>`;
      await page.route('**/frame?*', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace('<head>', `<head>${block}`) });
      });
      await asked(stage);
      await page.reload();
      await expect(chat.getByText(texts.question).first()).toBeVisible();
      await expect(chat.locator('[data-role="assistant"]').last()).toContainText(texts.answer.slice(0, 20));
      await page.unrouteAll();
    },
  });
});

test('who reads further up stays there while an answer grows; what is there already does not come in once more', async ({
  showChat,
}) => {
  await showChat({
    name: 'reading',
    async show({ page, open, ask, chat, texts, gateway }) {
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await open();
      const answer = await ask(texts.question);
      const paragraphs = (count: number) => 'Words that fill the log, and more of them.\n\n'.repeat(count);
      answer.say(paragraphs(30));
      const log = chat.locator('.fd-scroller');
      const fromTop = () => log.evaluate(({ scrollTop }) => scrollTop);
      const fromEnd = () => log.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
      // The answer is shown word by word: while it is short, 100 is still its end.
      await expect.poll(async () => (await fromTop()) > 500 && (await fromEnd()) <= 1).toBe(true);
      await log.evaluate((one) => one.scrollTo(0, 100));
      const height = await log.evaluate(({ scrollHeight }) => scrollHeight);
      answer.say(paragraphs(30));
      await expect.poll(() => log.evaluate(({ scrollHeight }) => scrollHeight)).toBeGreaterThan(height + 500);
      expect(await fromTop()).toBe(100);
      await chat.getByRole('button', { name: 'New messages' }).click();
      await expect.poll(fromEnd).toBeLessThanOrEqual(1);
      answer.done();

      gateway.agentTypes('Ines');
      await chat.locator('[data-role="typing"]').waitFor();
      await log.evaluate((one) => {
        for (const name of ['animationstart', 'transitionrun'])
          one.addEventListener(name, ({ target }) => (target as Element).setAttribute('data-moved', ''));
      });
      gateway.agentTypes('Ines', false);
      await chat.locator('[data-role="typing"]').waitFor({ state: 'detached' });
      // It would begin with the next frame.
      await log.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await expect(chat.locator('.fd-row[data-moved]')).toHaveCount(0);
      await page.emulateMedia({ reducedMotion: 'reduce' });
    },
  });
});
