import { element, icon } from './elements.ts';
import type { ShownSite } from './options.ts';
import type { PageStorage } from './page-storage.ts';

/** The site's first words beside the launcher: once, until they are others. */
export interface Greeting {
  readonly node: HTMLElement;
  /** What sends it away is called so from now on. */
  label(dismiss: string): void;
  /** Begins to wait, for these words from now on. */
  plan(site: ShownSite): void;
  /** It was answered, or is not wanted: it does not come back. */
  answered(): void;
}

export function createGreeting(options: {
  pageStorage: PageStorage;
  lifeSignal: AbortSignal;
  onOpen: () => void;
  onDismiss: () => void;
}): Greeting {
  const { pageStorage: storage, lifeSignal: signal } = options;
  // In the page from the start: a live region that comes with its words is not read out.
  const node = element('div', { role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let text = '';
  let dismissLabel = '';
  let planned: number | null | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));

  function dismiss(): void {
    clearTimeout(timer);
    node.replaceChildren();
    if (planned != null) storage.write('greeted', text);
  }

  function show(): void {
    // Only now: the first look at what is stored makes a page wait.
    if (storage.read('greeted') === text) return;
    // Most pages never show it, and do not pay for it.
    const words = element('button', { class: 'words', dir: 'auto' }, text);
    const away = element('button', { 'aria-label': dismissLabel }, icon('m7 7 10 10M17 7 7 17'));
    words.onclick = options.onOpen;
    away.onclick = () => {
      dismiss();
      options.onDismiss();
    };
    node.replaceChildren(words, away);
    storage.write('greeted', text);
  }

  return {
    node,
    label(dismiss) {
      dismissLabel = dismiss;
      node.lastElementChild?.setAttribute('aria-label', dismiss);
    },
    answered: dismiss,
    plan({ greeting, settings }) {
      const delay = settings.greetingDelay;
      if (text === greeting && delay === planned) return;
      text = greeting;
      planned = delay;
      clearTimeout(timer);
      node.replaceChildren();
      if (greeting && delay != null) timer = setTimeout(show, delay * 1_000);
    },
  };
}
