import { chatIn, openWidget } from '../browser/chat.ts';
import { type HostPage, serveHostPage } from '../browser/host-page.ts';
import '../browser/frontdesk-window.ts';
import { watchTraces } from '../browser/page-traces.ts';
import { storedKeys } from '../browser/stored-keys.ts';
import { expect, test } from '../browser/test.ts';

let page: HostPage | undefined;
test.afterEach(async () => {
  await page?.close();
  page = undefined;
});

const nonce = 'bm9uY2U';
const script = (gateway: string) =>
  `<script async nonce="${nonce}" src="${gateway}/widget.js" data-site="demo"></script>`;

test('the strictest policies, Trusted Types, a reset of every style and a body that is moved leave the widget as it is, and it takes no click of the page', async ({
  page: browser,
  stack,
}) => {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${stack.url}`,
    `connect-src ${stack.url}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "base-uri 'none'",
  ].join('; ');
  // Before there is a body, and twice.
  page = await serveHostPage(
    `<!doctype html><html lang="en"><head><title>Shop</title>${script(stack.url)}${script(stack.url)}
     <style nonce="${nonce}">
       body { min-height: 100vh !important; transform: translateY(-40px) !important; filter: grayscale(1) !important; }
       * { all: unset !important; display: block !important; position: static !important; pointer-events: none !important; }
       div:empty, iframe, frontdesk-widget { display: none !important; }
       #buy { position: fixed !important; right: 60px !important; bottom: 300px !important; pointer-events: auto !important; }
     </style></head>
     <body><h1>Shop</h1><button id="buy">Buy</button></body></html>`,
    {
      ...{ 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin' },
      'cross-origin-embedder-policy': 'require-corp',
    },
  );
  const problems: string[] = [];
  browser.on('pageerror', (error) => problems.push(error.message));
  browser.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
  await browser.goto(page.url);
  const launcher = browser.getByRole('button', { name: /chat/i });
  await expect(launcher).toBeVisible();
  expect(await launcher.evaluate((node) => getComputedStyle(node).position)).toBe('fixed');
  await expect(browser.locator('frontdesk-widget')).toHaveCount(1);
  const box = await launcher.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe((browser.viewportSize()?.height ?? 0) - 20);

  const chat = await openWidget(browser);
  await expect(chat.composer).toBeVisible();
  await chat.composer.press('Escape');
  await expect(browser.locator('frontdesk-widget iframe')).toBeHidden();
  await expect(launcher).toBeFocused();
  // It lies where the panel was.
  await browser.evaluate(() => {
    document.querySelector('#buy')?.addEventListener('click', () => document.body.setAttribute('data-bought', ''));
  });
  await browser.locator('#buy').click();
  await expect(browser.locator('body[data-bought]')).toHaveCount(1);
  expect(problems).toEqual([]);
});

test('a page that lives on, as of a single-page application, finds nothing of it after shutdown, and may start it again', async ({
  page: browser,
  stack,
}) => {
  page = await serveHostPage(
    `<!doctype html><title>App</title>
     <style>body { display: flex; flex-direction: column; justify-content: space-between; gap: 50px; height: 400px; }</style>
     <body><main>An application</main><footer>Its foot</footer></body>`,
  );
  const traces = await watchTraces(browser);
  await browser.goto(page.url);
  const start = () =>
    browser.evaluate((gateway) => {
      const tag = document.createElement('script');
      tag.src = `${gateway}/widget.js`;
      tag.dataset.site = 'demo';
      tag.dataset.greetingDelay = '3000';
      tag.addEventListener('load', () => tag.remove());
      document.head.append(tag);
    }, stack.url);

  /** In either way of laying the body out. */
  const footAt = () =>
    browser.evaluate(() =>
      ['grid', 'flex'].map((display) => {
        document.body.style.display = display;
        return document.querySelector('footer')?.getBoundingClientRect().top;
      }),
    );

  const places = await footAt();
  const before = await traces();
  for (let round = 0; round < 2; round += 1) {
    await start();
    const chat = await openWidget(browser);
    await expect(chat.composer).toBeVisible();
    // What the router of an application does.
    await browser.evaluate(() => history.pushState(null, '', '/other'));
    await expect(chat.composer).toBeVisible();
    expect(await footAt()).toEqual(places);
    // Or another body, or other content in it, which brings the script once more.
    await browser.evaluate(() => {
      const { body } = document;
      const next = body.cloneNode() as HTMLBodyElement;
      next.append(...[...body.childNodes].filter(({ nodeName }) => nodeName !== 'FRONTDESK-WIDGET'));
      body.replaceWith(next);
    });
    await expect(chat.composer).toBeVisible();
    await browser.evaluate(() => document.querySelector('frontdesk-widget')?.remove());
    await start();
    await expect(chat.composer).toBeVisible();
    await browser.evaluate(() => window.Frontdesk?.('shutdown'));
    const left = await traces();
    // What the browser's driver itself listens to is there from its first click on; ours would be twice as many then.
    if (round === 0) before.listeners = left.listeners;
    expect(left).toEqual(before);
  }
  // Before it has come.
  await browser.evaluate(() => {
    window.Frontdesk = Object.assign(() => {}, { q: [['shutdown']] }) as unknown as typeof window.Frontdesk;
  });
  await start();
  await expect.poll(() => browser.evaluate(() => window.Frontdesk)).toBeUndefined();
  expect(await traces()).toEqual(before);
});

test('a page inside another one, without an address of its own, loads it as a module', async ({
  page: browser,
  stack,
}) => {
  const inner = `<h1>Shop</h1><script type='module' src='${stack.url}/widget.js' data-site='demo'></script>`;
  page = await serveHostPage(
    `<!doctype html><title>Shop</title><iframe srcdoc="${inner}" width="800" height="600"></iframe>`,
  );
  await browser.goto(page.url);
  const shop = browser.frameLocator('iframe');
  await shop.getByRole('button', { name: /chat/i }).click();
  await expect(chatIn(shop.frameLocator('frontdesk-widget iframe')).composer).toBeVisible();
});

test('a server that fails is nothing to the page', async ({ page: browser, stack }) => {
  page = await serveHostPage(
    `<!doctype html><title>Shop</title><h1>Shop</h1>
     <script>
       window.told = [];
       window.Frontdesk = function () { (Frontdesk.q = Frontdesk.q || []).push(arguments) };
       Frontdesk('on', 'error', function (error) { told.push(error.code) });
       Frontdesk('open');
       if (location.search) window.CSSStyleSheet = undefined;
     </script>${script(stack.url)}`,
  );
  const failures: string[] = [];
  browser.on('pageerror', (error) => failures.push(error.message));
  // Nor is a browser that lacks what the chat needs.
  const lacking = browser.waitForEvent('console', (line) => line.text().includes('CSSStyleSheet'));
  await browser.goto(`${page.url}?old`);
  expect((await lacking).type()).toBe('warning');
  const answers = [
    (route: Parameters<Parameters<typeof browser.route>[1]>[0]) => route.abort(),
    (route: Parameters<Parameters<typeof browser.route>[1]>[0]) => route.fulfill({ status: 502, body: '<h1>Bad</h1>' }),
    (route: Parameters<Parameters<typeof browser.route>[1]>[0]) =>
      route.fulfill({ status: 500, json: { error: 'no' } }),
    (route: Parameters<Parameters<typeof browser.route>[1]>[0]) => route.fulfill({ json: null }),
  ];
  for (const answer of answers) {
    await browser.route('**/v1/tickets', answer);
    await browser.goto(page.url);
    await expect.poll(() => browser.evaluate('told')).toEqual(['unavailable']);
    await expect(browser.locator('frontdesk-widget')).toHaveCount(0);
    await browser.unroute('**/v1/tickets');
  }
  // Who wanted it meanwhile gets it when the page tries again.
  await browser.evaluate(() => window.Frontdesk?.('boot', { site: 'demo' }));
  const again = await openWidget(browser);
  await expect(again.composer).toBeVisible();
  await expect(browser.locator('frontdesk-widget')).toHaveCount(1);
  await browser.route('**/widget.js', (route) => route.abort());
  await browser.goto(page.url);
  await expect(browser.getByRole('heading', { name: 'Shop' })).toBeVisible();
  expect(failures).toEqual([]);
});

test('nothing is stored before the customer agrees, and what was said stays then', async ({ page: browser, stack }) => {
  page = await serveHostPage(
    `<!doctype html><title>Shop</title>
     <script>
       window.Frontdesk = function () { (Frontdesk.q = Frontdesk.q || []).push(arguments) };
       Frontdesk('boot', { site: 'demo', greetingDelay: 0, storage: location.hash === '#agreed' });
     </script><script async src="${stack.url}/widget.js"></script>`,
  );
  await browser.goto(page.url);
  await browser.getByRole('button', { name: 'Dismiss' }).click();
  const chat = await openWidget(browser);
  await chat.ask('How do I return an item?');
  await chat.finished();
  const stored = () => storedKeys(browser, stack.url);
  expect(await stored()).toEqual([]);
  await browser.evaluate(() => window.Frontdesk?.('update', { storage: true }));
  await expect
    .poll(stored)
    .toEqual([...['greeted', 'open', 'said', 'visitor'].map((name) => `frontdesk:demo:${name}`)]);
  await browser.evaluate(() => {
    location.hash = 'agreed';
  });
  await browser.reload();
  const again = await openWidget(browser);
  await expect(again.log).toContainText('How do I return an item?');

  // What is forgotten without consent, by a page that has not opened it, is not there for the next one with consent.
  await browser.goto(`${page.url}?`);
  await expect(browser.getByRole('button', { name: /chat/i })).toBeVisible();
  await browser.evaluate(() => window.Frontdesk?.('reset'));
  await expect.poll(stored).toEqual(['frontdesk:demo:open']);
  await expect.poll(() => browser.frames().length).toBe(2);
  await expect.poll(stored).toEqual(['frontdesk:demo:open']);
  await browser.goto(`${page.url}?#agreed`);
  const next = await openWidget(browser);
  await next.read();
  await expect(next.log.locator('[data-role="visitor"]')).toHaveCount(0);
});
