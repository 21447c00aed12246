import type { Request } from '@playwright/test';
import type { ChatState } from '../shots/chat-state.ts';
import { answer } from '../shots/chat-steps.ts';
import { chatStates } from '../shots/states.ts';
import { expect, test } from '../shots/test.ts';

const stateNamed = (name: string) => chatStates.find((state) => state.name === name) as ChatState;

test('the keyboard alone opens, asks, reaches a source, closes, and is where it was', async ({ showChat }) => {
  await showChat({
    name: 'by keyboard',
    async show({ page, chat, ask, texts, composer, address }) {
      await page.goto(address);
      const launcher = page.locator('frontdesk-widget .button');
      await launcher.waitFor();
      await page.keyboard.press('Tab');
      await expect(launcher).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(composer).toBeFocused();
      const answer = await ask(texts.question);
      answer.say(texts.answer);
      answer.done(texts.sources);
      const source = chat.locator('a.fd-source');
      await expect(async () => {
        await page.keyboard.press('Shift+Tab');
        await expect(source).toBeFocused({ timeout: 100 });
      }).toPass();
      await page.keyboard.press('Escape');
      await expect(launcher).toBeFocused();
      await expect(launcher).toHaveAttribute('aria-expanded', 'false');
    },
  });
});

test('a first question that is chosen by keyboard leaves the focus in the chat', async ({ showChat }) => {
  await showChat({
    name: 'a first question by keyboard',
    async show({ page, open, chat, composer }) {
      await open();
      await chat.locator('.fd-chip').first().press('Enter');
      await expect(chat.locator('[data-role="visitor"]')).toBeVisible();
      await expect(composer).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(page.locator('frontdesk-widget .button')).toBeFocused();
    },
  });
});

test('a line of code ends between its words; the arrow of a link points on in its own direction', async ({
  showChat,
}) => {
  await showChat({
    name: 'lines',
    async show(stage) {
      const { chat } = stage;
      const words = Array.from({ length: 30 }, (_, length) => `- ${'x'.repeat(length)} \`--save-dev-dependencies\``);
      const long = `\`${'a-'.repeat(80)}\``;
      const links = [
        'See [the shop](https://shop.example).',
        'انظر [المتجر](https://shop.example) و [shop.example](https://shop.example).',
      ];
      await stage.open();
      await answer(stage, 'How?', [words.join('\n'), long, ...links].join('\n\n'));
      const lines = await chat
        .locator('.fd-block li code')
        .evaluateAll((all) => all.map((code) => code.getClientRects().length));
      expect(new Set(lines)).toEqual(new Set([1]));
      const log = chat.locator('.fd-scroller');
      expect(await log.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      const arrows = await chat
        .locator('.fd-block a')
        .evaluateAll((all) => all.map((link) => /[↖↗]/.exec(getComputedStyle(link, '::after').content)?.[0]));
      expect(arrows).toEqual(['↗', '↖', '↗']);
      // What a person writes has no markdown, and the same links.
      stage.gateway.agentSays('انظر https://shop.example');
      const written = chat.locator('[data-role="agent"] a');
      const arrow = await written.evaluate((link) => getComputedStyle(link, '::after').content);
      expect(arrow).toContain('↗');
    },
  });
});

test.describe('zoomed in to 400 %', () => {
  test.use({ viewport: { width: 320, height: 256 } });

  for (const name of ['first-use', 'answered', 'markdown']) {
    test(`${name}: nothing scrolls sideways, and there is room to read and to write`, async ({ showChat }) => {
      const page = await showChat(stateNamed(name));
      const chat = page.frameLocator('iframe');
      const sideways = await chat.locator('.fd-scroller').evaluate((log) => log.scrollWidth - log.clientWidth);
      expect(sideways).toBe(0);
      await expect(chat.locator('.fd-input')).toBeInViewport({ ratio: 1 });
      expect((await chat.locator('.fd-scroller').boundingBox())?.height).toBeGreaterThan(80);
    });
  }
});

test.describe('on a narrow phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('a refusal that stays lies over nothing that is to be read', async ({ showChat }) => {
    const page = await showChat(stateNamed('refused-in-a-conversation'));
    const chat = page.frameLocator('iframe');
    await chat.locator('.fd-scroller').evaluate((log) => log.scrollTo(0, 0));
    const banner = await chat.locator('.fd-banner').boundingBox();
    const first = await chat.locator('.fd-row').first().boundingBox();
    if (banner === null || first === null) throw new Error('it is not to be seen');
    expect(first.y).toBeGreaterThanOrEqual(banner.y + banner.height);
  });

  test('a row that has become far keeps its height, and the log its end', async ({ showChat }) => {
    const state = stateNamed('on-three-days');
    // It is about what is laid out between two frames: not every time goes wrong.
    for (let time = 0; time < 3; time++) {
      await showChat(
        {
          ...state,
          async show(stage) {
            await state.show(stage);
            const log = stage.chat.locator('.fd-scroller');
            await log.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
            const fromEnd = await log.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
            expect(fromEnd).toBeLessThanOrEqual(1);
          },
        },
        'ar',
      );
    }
  });
});

test('in Arabic the chat is mirrored, and no other language is fetched', async ({ chatPage, showChat }) => {
  const fetched: string[] = [];
  const note = (request: Request) => void fetched.push(request.url());
  chatPage.on('request', note);
  const page = await showChat(stateNamed('answered'), 'ar');
  page.off('request', note);
  const chat = page.frameLocator('iframe');
  await expect(chat.locator('html')).toHaveAttribute('dir', 'rtl');
  const side = async (role: string) => {
    const row = await chat.locator(`[data-role="${role}"]`).first().boundingBox();
    const bubble = await chat.locator(`[data-role="${role}"] .fd-bubble`).first().boundingBox();
    if (row === null || bubble === null) throw new Error('there is no such message');
    return Math.abs(bubble.x - row.x) < 1 ? 'left' : 'right';
  };
  expect([await side('visitor'), await side('assistant')]).toEqual(['left', 'right']);
  expect(fetched.flatMap((url) => /assets\/(..)-\w+\.js$/.exec(url)?.[1] ?? [])).toEqual(['ar']);
});
