// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  asked,
  clearStage,
  done,
  failed,
  online,
  prepareStage,
  queued,
  show,
  words,
} from '../../testing/chat-stage.tsx';

beforeAll(prepareStage);
afterEach(clearStage);

describe('reading pace', () => {
  const sentence = 'You can return any item within 30 days of delivery. ';
  const text = sentence.repeat(6).trim();
  const answerText = (container: HTMLElement) => container.querySelector('.fd-markdown')?.textContent.trim() ?? '';
  const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('matchMedia', () => ({ matches: false }));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
  });

  test('the first words are there at once, the rest follows word by word, then the answer is done', () => {
    const { container, announced, dispatch } = show(...online, asked, queued);
    dispatch(words(0, text));
    expect(answerText(container)).toBe('You can return');
    dispatch(done(text, [{ id: 'p1', title: 'Returns', url: null }]));
    // Who listens does not wait for who looks.
    expect(announced()).toBe(`AI assistant: ${text}`);
    const row = container.querySelector('[data-generation=g]');
    let before = answerText(container);
    for (let elapsedMs = 0; before !== text; elapsedMs += 50) {
      expect(elapsedMs).toBeLessThan(1_500);
      expect(row?.getAttribute('data-state')).toBe('streaming');
      expect(container.querySelector('.fd-sources')).toBeNull();
      pass(50);
      const after = answerText(container);
      expect(text.startsWith(after)).toBe(true);
      expect(text.charAt(after.length)).toMatch(/^\s?$/);
      expect(after.length - before.length).toBeLessThan(60);
      before = after;
    }
    expect(row?.getAttribute('data-state')).toBe('done');
    expect(container.querySelector('.fd-sources')?.textContent).toBe('Returns');
  });

  test('what was there before is there at once, and what comes after it follows', () => {
    const { container, dispatch } = show(asked, queued, words(0, text), ...online);
    expect(answerText(container)).toBe(text);
    dispatch(words(text.length, ` ${text}`));
    expect(answerText(container).length).toBeLessThan(text.length + 20);
    pass(3_000);
    expect(answerText(container)).toBe(`${text} ${text}`);
  });

  test('a finished answer of the history is there at once', () => {
    const { container } = show(asked, queued, done(text), ...online);
    expect(answerText(container)).toBe(text);
    expect(container.querySelector('[data-generation=g]')?.getAttribute('data-state')).toBe('done');
  });

  test('all is there at once where motion is not wanted', () => {
    vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(prefers-reduced-motion: reduce)' }));
    const { container, dispatch } = show(...online, asked, queued);
    dispatch(words(0, text));
    expect(answerText(container)).toBe(text);
  });

  test('all is there at once in a hidden tab, and when the tab is hidden meanwhile', () => {
    const { container, dispatch } = show(...online, asked, queued);
    dispatch(words(0, text));
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    act(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(answerText(container)).toBe(text);
    dispatch(words(text.length, ` ${text}`));
    expect(answerText(container)).toBe(`${text} ${text}`);
    visibility.mockRestore();
  });

  test('an answer that failed says so behind its last word', () => {
    const { container, dispatch } = show(...online, asked, queued, words(0, ' '));
    dispatch(words(1, text), failed);
    const row = container.querySelector('[data-generation=g]');
    expect(row?.textContent).not.toContain('could not be finished');
    pass(3_000);
    expect(row?.textContent).toContain('could not be finished');
  });
});
