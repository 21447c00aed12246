// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChatAction } from '../../state/chat-reducer.ts';
import {
  asked,
  base,
  clearStage,
  done,
  event,
  online,
  prepareStage,
  queued,
  show,
  words,
} from '../../testing/chat-stage.tsx';

beforeAll(prepareStage);
afterEach(clearStage);

describe('thumbs', () => {
  const rated = (seq: number, thumb: 'up' | 'down' | null, comment: string | null = null) =>
    event({ ...base, seq, type: 'generation:rated', generationId: 'g', thumb, comment });
  const pressed = (container: HTMLElement) =>
    [...container.querySelectorAll('.fd-action[aria-pressed=true]')].map((one) => one.ariaLabel);

  test('are there once an answer is finished, can be changed and taken back', () => {
    const { container, click, rateAnswer, dispatch } = show(...online, asked, queued, words(0, 'Within'));
    expect(container.querySelector('.fd-actions')).toBeNull();
    dispatch(done('Within 30 days.'));
    click('Helpful');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', 'up', null);
    dispatch(rated(4, 'up'));
    expect(pressed(container)).toEqual(['Helpful']);
    click('Not helpful');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', 'down', null);
    dispatch(rated(5, 'down'));
    expect(pressed(container)).toEqual(['Not helpful']);
    click('Not helpful');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', null, null);
    dispatch(rated(6, null));
    expect(pressed(container)).toEqual([]);
  });

  test('one down asks for a comment, which nobody has to write; Escape leaves it and not the chat', () => {
    const { container, click, type, press, rateAnswer, dispatch, onClose } = show(
      ...online,
      asked,
      queued,
      done('In 30 days.'),
    );
    click('Not helpful');
    dispatch(rated(4, 'down'));
    const comment = () => container.querySelector<HTMLTextAreaElement>('.fd-actions textarea');
    expect(document.activeElement).toBe(comment());
    press('Escape', { keyCode: 229 }, comment());
    expect(comment()).not.toBeNull();
    press('Escape', {}, comment());
    expect(comment()).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
    expect(document.activeElement?.ariaLabel).toBe('Not helpful');
    click('Not helpful');
    dispatch(rated(5, null));
    click('Not helpful');
    dispatch(rated(6, 'down'));
    type('.fd-actions textarea', '  The old price. ');
    click('Send');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', 'down', 'The old price.');
    expect(container.querySelector('.fd-thanks')?.textContent).toBe('Thank you.');
  });

  test('are as they were after a refresh, with the comment', () => {
    const { container } = show(asked, queued, done('Within 30 days.'), rated(4, 'down', '<b>Old</b>'), ...online);
    expect(pressed(container)).toEqual(['Not helpful']);
    expect(container.querySelector('.fd-comment')?.textContent).toContain('<b>Old</b>');
    expect(container.querySelector('.fd-comment b')).toBeNull();
  });
});

describe('the end of a conversation', () => {
  const sourced = done('Within 30 days.', [{ id: 'p1', title: 'Returns', url: null }]);
  const solved = (is: boolean) => event({ ...base, seq: 4, type: 'conversation:solved', solved: is, by: 'bot' });
  const asking: ChatAction = {
    ...{ type: 'feedback', change: { type: 'asked', asked: { generationId: 'g', dismissed: false } } },
  };

  test('is asked for when its reader has been quiet, once, and heard', () => {
    vi.useFakeTimers();
    try {
      const { container, press, announced, noteAsked, click, tellSolved } = show(...online, asked, queued, sourced);
      act(() => vi.advanceTimersByTime(40_000));
      press('a');
      act(() => vi.advanceTimersByTime(40_000));
      expect(container.querySelector('[data-role=end]')).toBeNull();
      act(() => vi.advanceTimersByTime(10_000));
      expect(noteAsked).toHaveBeenCalledExactlyOnceWith('g');
      expect(announced()).toBe('Did this solve it?');
      click('Yes');
      expect(tellSolved).toHaveBeenCalledWith(true);
      click('Not now');
      expect(noteAsked).toHaveBeenLastCalledWith('g', true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('who says yes is asked for a rating, with a comment if they like', () => {
    const { container, find, type, click, rateConversation, dispatch } = show(
      ...[...online, asked, queued, sourced, asking, solved(true)],
    );
    // The second click on "Yes", which the stars have come below.
    act(() =>
      find('input', 'Poor').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 })),
    );
    expect(rateConversation).not.toHaveBeenCalled();
    act(() => find('input', 'Good').click());
    expect(rateConversation).toHaveBeenCalledWith(4, null);
    dispatch(event({ ...base, seq: 5, type: 'conversation:rated', score: 4, comment: null }));
    expect(find('input', 'Good').checked).toBe(true);
    type('[data-role=end] textarea', 'Quick!');
    click('Send');
    expect(rateConversation).toHaveBeenLastCalledWith(4, 'Quick!');
    dispatch(event({ ...base, seq: 6, type: 'conversation:rated', score: 4, comment: 'Quick!' }));
    expect(container.querySelector('[data-role=end]')?.textContent).toContain('Thank you.');
  });

  test('who says no is offered a person', () => {
    const { click, requestPerson } = show(...online, asked, queued, sourced, asking, solved(false));
    click('Talk to a person');
    expect(requestPerson).toHaveBeenCalledOnce();
  });
});
