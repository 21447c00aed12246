// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { GatewayError } from '../../connection/gateway-request.ts';
import { asked, base, clearStage, done, online, prepareStage, queued, show } from '../../testing/chat-stage.tsx';
import { coded } from '../../testing/scripted-gateway.ts';

beforeAll(prepareStage);
afterEach(() => {
  vi.restoreAllMocks();
  clearStage();
});

describe('the menu', () => {
  const key = (target: Element | null, name: string) =>
    act(() => target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })));
  const entry = () => document.activeElement?.textContent;

  test('opens, is walked through by keys, and gives the focus back', () => {
    const { find, container, onClose } = show(...online, asked, queued, done('Yes.'));
    const button = find('button', 'Menu');
    key(button, 'ArrowDown');
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(entry()).toBe('New conversation');
    key(document.activeElement, 'ArrowUp');
    expect(entry()).toBe('Delete this conversation');
    key(document.activeElement, 'ArrowDown');
    expect(entry()).toBe('New conversation');
    key(document.activeElement, 'e');
    expect(entry()).toBe('Earlier conversations');
    key(document.activeElement, 'End');
    expect(entry()).toBe('Delete this conversation');
    key(document.activeElement, 'Escape');
    expect(container.querySelector('[role=menu]')).toBeNull();
    expect(document.activeElement).toBe(button);
    expect(onClose).not.toHaveBeenCalled();
    act(() => button.click());
    act(() => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true })));
    expect(container.querySelector('[role=menu]')).toBeNull();
  });

  test('closes when the window is left; who comes back does not come back to nowhere', () => {
    const { container, click, field } = show(...online, asked);
    click('Menu');
    expect(entry()).toBe('New conversation');
    const hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    act(() => window.dispatchEvent(new Event('blur')));
    expect(container.querySelector('[role=menu]')).toBeNull();
    expect(document.activeElement).toBe(document.body);
    hasFocus.mockReturnValue(true);
    window.dispatchEvent(new Event('focus'));
    expect(document.activeElement).toBe(field);
  });

  test('begins a new conversation; where nothing was said there is nothing to begin anew, to save or to delete', () => {
    const { click, startConversation, container, dispatch } = show(...online);
    click('Menu');
    expect([...container.querySelectorAll('[aria-disabled=true]')].map((one) => one.textContent)).toEqual([
      ...['New conversation', 'Save as text', 'Save as Markdown', 'Delete this conversation'],
    ]);
    click('New conversation');
    expect(startConversation).not.toHaveBeenCalled();
    dispatch(asked);
    click('New conversation');
    expect(startConversation).toHaveBeenCalledOnce();
  });

  test('shows earlier conversations, opens one, and leads back', async () => {
    const shown = show(...online, asked);
    const { container, listConversations, openConversation, onClose, click } = shown;
    listConversations.mockResolvedValue({
      conversations: [
        { conversationId: 'c', firstText: 'Hi <i>you</i>', lastActivityAt: base.at, unread: 0 },
        { conversationId: 'd', firstText: 'Where is it?', lastActivityAt: new Date().toISOString(), unread: 2 },
      ],
      more: false,
    });
    click('Menu');
    await act(async () => shown.find('button', 'Earlier conversations').click());
    expect(container.querySelector('.fd-body[inert]')).not.toBeNull();
    expect([...container.querySelectorAll('.fd-conversation')].map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Hi <i>you<\/i>January 1, 2026|^Hi <i>you<\/i>.*shown now$/),
      expect.stringMatching(/^Where is it\?22 unread messages\d/),
    ]);
    click('Where is it?');
    expect(openConversation).toHaveBeenCalledWith('d');
    expect(container.querySelector('.fd-panel')).toBeNull();
    click('Menu');
    listConversations.mockRejectedValue(new GatewayError(coded('unavailable')));
    await act(async () => shown.find('button', 'Earlier conversations').click());
    expect(container.querySelector('.fd-panel [role=alert]')?.textContent).toContain(
      'conversations could not be loaded',
    );
    key(document.activeElement, 'Escape');
    expect(container.querySelector('.fd-panel')).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
  });

  test('more earlier conversations are listed once, however often they are asked for', async () => {
    const { container, listConversations, click, find } = show(...online, asked);
    const page = (conversationId: string, lastActivityAt: string, more: boolean) => ({
      conversations: [{ conversationId, firstText: 'Hi', lastActivityAt, unread: 0 }],
      more,
    });
    listConversations.mockImplementation(async (before) =>
      before === undefined ? page('d', '2026-01-02T00:00:00.000Z', true) : page('c', base.at, false),
    );
    click('Menu');
    await act(async () => find('button', 'Earlier conversations').click());
    const more = find('button', 'Show older ones');
    more.focus();
    await act(async () => {
      more.click();
      more.click();
    });
    expect(container.querySelectorAll('.fd-conversation')).toHaveLength(2);
    expect(() => find('button', 'Show older ones')).toThrow();
    // The button is gone, and what lies below takes no focus.
    expect(document.activeElement).toBe(find('button', 'Back to the conversation'));
  });

  test('whoever tries again to list earlier conversations still gets out of there by Escape', async () => {
    const { container, listConversations, click, find, onClose } = show(...online, asked);
    listConversations.mockRejectedValueOnce(new GatewayError(coded('unavailable')));
    // jsdom takes it from the page together with a focused element.
    vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    click('Menu');
    await act(async () => find('button', 'Earlier conversations').click());
    const again = find('button', 'Try again');
    again.focus();
    await act(async () => again.click());
    expect(document.activeElement).toBe(find('button', 'Back to the conversation'));
    key(document.activeElement, 'Escape');
    expect(container.querySelector('.fd-panel')).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
  });

  test('asks before it deletes, and says when that failed', async () => {
    const { container, field, click, find, deleteConversation } = show(...online, asked);
    click('Menu');
    click('Delete this conversation');
    expect(container.querySelector('[role=alertdialog]')?.textContent).toContain('This can’t be undone.');
    click('Cancel');
    expect(deleteConversation).not.toHaveBeenCalled();
    click('Menu');
    click('Delete this conversation');
    deleteConversation.mockRejectedValueOnce(new GatewayError(coded('unavailable')));
    await act(async () => find('button', 'Delete for good').click());
    expect(container.querySelector('[role=alertdialog] [role=alert]')?.textContent).toContain('not available');
    await act(async () => find('button', 'Delete for good').click());
    expect(deleteConversation).toHaveBeenCalledTimes(2);
    expect(container.querySelector('[role=alertdialog]')).toBeNull();
    expect(document.activeElement).toBe(field);
  });

  test('deletes what it asked about, also when another tab has turned to another conversation meanwhile', async () => {
    const { click, find, dispatch, deleteConversation } = show(...online, asked);
    click('Menu');
    click('Delete this conversation');
    dispatch({ type: 'show', conversationId: 'd' });
    await act(async () => find('button', 'Delete for good').click());
    expect(deleteConversation).toHaveBeenCalledExactlyOnceWith('c');
  });

  test('the question whether to delete goes with the session that it was asked in', () => {
    const { container, click, goOn } = show(...online, asked);
    click('Menu');
    click('Delete this conversation');
    expect(container.querySelector('[role=alertdialog]')).not.toBeNull();
    goOn();
    expect(container.querySelector('[role=alertdialog]')).toBeNull();
  });

  test('what was read aloud is gone with its conversation', () => {
    const { announced, dispatch } = show(...online, asked, queued);
    dispatch(done('A secret'));
    expect(announced()).toContain('A secret');
    dispatch({ type: 'show', conversationId: null });
    expect(announced()).toBe('');
  });

  test('a sound is off until it is switched on', () => {
    const { click, container, sound } = show(...online);
    click('Menu');
    expect(container.querySelector('[role=menuitemcheckbox]')?.getAttribute('aria-checked')).toBe('false');
    click('Sound for new messages');
    expect(sound.set).toHaveBeenCalledWith(true);
    click('Menu');
    expect(container.querySelector('[role=menuitemcheckbox]')?.getAttribute('aria-checked')).toBe('true');
  });
});
