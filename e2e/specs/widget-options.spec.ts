import { openWidget } from '../browser/chat.ts';
import { type HostPage, serveHostPage } from '../browser/host-page.ts';
import '../browser/frontdesk-window.ts';
import { expect, test } from '../browser/test.ts';

let host: HostPage;
test.beforeEach(async ({ stack, page }) => {
  host = await serveHostPage(
    `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
     <script>
       window.told = [];
       window.Frontdesk = function () { (Frontdesk.q = Frontdesk.q || []).push(arguments) };
       for (const name of ['ready', 'open', 'close', 'message', 'unread', 'error'])
         Frontdesk('on', name, function (payload) { told.push([name, payload && payload.role || payload || null]) });
     </script>
     <script async src="${stack.url}/widget.js" data-site="demo" data-position="left" data-offset-x="40"
       data-launcher-text="Help" data-greeting="Need a hand?" data-greeting-delay="0"></script>`,
  );
  await page.goto(host.url);
});
test.afterEach(() => host.close());

test('options of the tag and of update go before the site’s, and what is not right is left out', async ({ page }) => {
  const launcher = page.getByRole('button', { name: 'Help, Open chat' });
  await expect.poll(async () => (await launcher.boundingBox())?.x).toBe(40);
  await page.evaluate(() =>
    window.Frontdesk?.('update', {
      ...{ position: 'right', offsetX: 10, offsetY: 60, colour: '#ffee00', launcherText: '', zIndex: 7 },
      ...({ launcherIcon: '<svg onload=alert(1)>', colourScheme: 'sepia', greeting: 7 } as object),
    }),
  );
  const plain = page.getByRole('button', { name: 'Open chat', exact: true });
  const looks = await plain.evaluate((node) => {
    const { backgroundColor, color, zIndex } = getComputedStyle(node);
    const { right, bottom } = node.getBoundingClientRect();
    return { backgroundColor, color, zIndex, right: innerWidth - right, bottom: innerHeight - bottom };
  });
  expect(looks).toEqual({
    ...{ backgroundColor: 'rgb(255, 238, 0)', color: 'rgb(0, 0, 0)', zIndex: '7', right: 10, bottom: 60 },
  });
  const chat = await openWidget(page);
  await expect(chat.composer).toBeVisible();
  const frame = page.frameLocator('iframe[title*="chat" i]');
  await page.evaluate(() => window.Frontdesk?.('update', { colourScheme: 'dark', locale: 'fr' }));
  await expect(frame.locator('html[lang="fr"][data-scheme="dark"]')).toHaveCount(1);
});

test('the greeting stands beside the launcher until it is answered or sent away, and is remembered', async ({
  page,
}) => {
  const words = page.getByRole('status').getByRole('button', { name: 'Need a hand?' });
  await expect(words).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(words).toBeHidden();
  await expect(page.getByRole('button', { name: /open chat/i })).toBeFocused();
  await expect(page.locator('frontdesk-widget iframe')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: /open chat/i })).toBeVisible();
  await expect(words).toBeHidden();
  await page.evaluate(() => window.Frontdesk?.('update', { greeting: 'Something new' }));
  await page.getByRole('button', { name: 'Something new' }).click();
  await expect(page.frameLocator('iframe[title*="chat" i]').getByText('Something new').first()).toBeVisible();
});

test('the page is told what happens, in the types that are documented, and no text of the conversation', async ({
  page,
}) => {
  const chat = await openWidget(page);
  await chat.ask('How do I return an item?');
  await chat.finished();
  await page.evaluate(() => {
    const frontdesk = window.Frontdesk;
    frontdesk?.('close');
    frontdesk?.('hide');
  });
  await expect(page.getByRole('button', { name: /open chat/i })).toBeHidden();
  await page.evaluate(() => {
    window.Frontdesk?.('show');
    window.Frontdesk?.('toggle');
  });
  const told = () => page.evaluate('told') as Promise<[string, unknown][]>;
  await expect.poll(told).toEqual([
    ['ready', null],
    ['open', null],
    ['message', 'visitor'],
    ['message', 'assistant'],
    ['close', null],
    ['open', null],
  ]);
  // What `on` gave back, and `off`, end it.
  const heard = await page.evaluate(() => {
    let count = 0;
    const hear = () => {
      count += 1;
    };
    const undo = window.Frontdesk?.('on', 'close', hear) as () => void;
    window.Frontdesk?.('on', 'open', hear);
    undo();
    window.Frontdesk?.('off', 'open', hear);
    window.Frontdesk?.('close');
    window.Frontdesk?.('open');
    return count;
  });
  expect(heard).toBe(0);
});

test('the launcher speaks the page’s language, and another one when the page wants it', async ({ page, stack }) => {
  const arabic = await serveHostPage(
    `<!doctype html><html lang="ar" dir="rtl"><title>متجر</title><h1>متجر</h1>
     <script async src="${stack.url}/widget.js" data-site="demo" data-greeting-delay="0" data-launcher-icon="question"></script>`,
  );
  try {
    await page.goto(arabic.url);
    const launcher = page.locator('frontdesk-widget .button');
    await expect(launcher).toHaveAccessibleName('فتح المحادثة');
    const questionMark = launcher.locator('path');
    await expect(questionMark).toHaveCSS('scale', '-1 1');
    await expect(page.getByRole('status').getByRole('button', { name: 'إخفاء' })).toBeVisible();
    // By itself it stands where lines end.
    await expect.poll(async () => (await launcher.boundingBox())?.x).toBe(20);
    await page.evaluate(() => window.Frontdesk?.('update', { position: 'right' }));
    await expect.poll(async () => (await launcher.boundingBox())?.x ?? 0).toBeGreaterThan(1_000);

    await page.evaluate(() => window.Frontdesk?.('update', { locale: 'de-AT' }));
    await expect(launcher).toHaveAccessibleName('Chat öffnen');
    await expect(questionMark).toHaveCSS('scale', 'none');
    await launcher.click();
    await expect(launcher).toHaveAccessibleName('Chat schließen');
    await expect(page.frameLocator('iframe[title="Chat mit Fernway"]').locator('html')).toHaveAttribute(
      'lang',
      'de-AT',
    );
    // The ticket that the frame gets was asked for in the language of before.
    await expect(page.locator('frontdesk-widget [data-ready]')).toBeAttached();
    await expect(launcher).toHaveAccessibleName('Chat schließen');
  } finally {
    await arabic.close();
  }
});
