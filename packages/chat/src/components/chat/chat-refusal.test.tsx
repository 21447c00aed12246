// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadLocale } from '../../strings/languages.ts';
import { coded } from '../../testing/scripted-gateway.ts';
import { ChatRefusal } from './chat-refusal.tsx';

const locale = await loadLocale(['en']);

let leave = () => {};
beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => leave());

function show(how: { active?: boolean; unasked?: boolean }) {
  const onClose = vi.fn();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  leave = () => {
    act(() => root.unmount());
    container.remove();
  };
  act(() =>
    root.render(
      <ChatRefusal problem={coded('unavailable')} locale={locale} onRetry={() => {}} onClose={onClose} {...how} />,
    ),
  );
  return { onClose, section: container.querySelector('section') };
}

test('Escape closes it at once', () => {
  const { onClose, section } = show({});
  expect(document.activeElement).toBe(section);
  act(() => section?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
  expect(onClose).toHaveBeenCalledOnce();
});

test.each([{ unasked: true }, { active: false }])('nobody on the page around it loses the focus: %j', (how) => {
  show(how);
  expect(document.activeElement).toBe(document.body);
});
