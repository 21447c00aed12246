// @vitest-environment jsdom
import { createRoot } from 'react-dom/client';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { prepareStage } from '../testing/chat-stage.tsx';
import { coded } from '../testing/scripted-gateway.ts';
import { startGateway } from '../testing/session-stage.ts';
import { HostedChat } from './hosted-chat.tsx';

beforeAll(async () => {
  await prepareStage();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
});

test('a ticket that is lost on its way to a token is followed by another one for the visitor of the letter', async () => {
  const { gateway } = await startGateway();
  gateway.refuseNext('/v1/visitor-tokens', coded('unavailable', 10));
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  onTestFinished(() => {
    root.unmount();
    container.remove();
  });
  root.render(<HostedChat siteKey="demo" gatewayUrl={gateway.url} resumeToken="of-a-letter" />);
  await expect.poll(() => container.querySelector('[data-connection=online]')).not.toBeNull();
  const tickets = gateway.requests.filter(({ name }) => name === '/v1/tickets').map(({ payload }) => payload);
  expect(tickets).toEqual(Array(2).fill({ siteKey: 'demo', resumeToken: 'of-a-letter' }));
});
