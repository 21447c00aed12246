import { type ScriptedAnswer, startScriptedGateway } from '@frontdesk/chat/testing/scripted-gateway';
import { openWidget } from '../browser/chat.ts';
import { expect, test } from '../shots/test.ts';
import { texts } from '../shots/texts.ts';

// The build leaves out much of the library's way without web sockets: what is left must do.
test('where a network lets no web socket through, the chat asks and is answered all the same', async ({
  page,
  chatPages,
}) => {
  let onQuestion = (_answer: ScriptedAnswer) => {};
  const asked = new Promise<ScriptedAnswer>((resolve) => {
    onQuestion = resolve;
  });
  const site = { siteKey: 'demo', colour: '#1f7a4d', ...texts.en.site };
  const gateway = await startScriptedGateway({ site, onQuestion, fallback: chatPages });
  await page.addInitScript(() => {
    // Where nobody listens.
    window.WebSocket = class extends WebSocket {
      constructor() {
        super('ws://127.0.0.1:9');
      }
    };
  });
  const polled = page.waitForRequest(/transport=polling/);
  await page.goto(gateway.url);
  const chat = await openWidget(page);
  await polled;
  await chat.composer.fill(texts.en.question);
  await chat.composer.press('Enter');
  const answer = await asked;
  answer.say('Water it weekly.');
  answer.done();
  await expect(chat.newestAnswer).toHaveText('Water it weekly.');
  await gateway.close();
});
