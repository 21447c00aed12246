import { type ChatLocale, loadLocale } from '@frontdesk/chat';

/** The language that the frame speaks, which the page and the site can change while it is there. */
export interface FrameLocale {
  now(): ChatLocale;
  /** @param wishes of page and site, with commas; nothing where they have none */
  wish(wishes: string | null | undefined): void;
}

/** Fetches the first of the wishes that there is, the browser's own behind them. */
export const loadWished = (wishes: string): Promise<ChatLocale> =>
  loadLocale([...wishes.split(','), ...navigator.languages]);

export function speakIn({ tag, direction }: ChatLocale): void {
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
}

/**
 * @param locale what is spoken already
 * @param wished the wishes that it is of
 * @param onSpoken another one is spoken now
 */
export function createFrameLocale(locale: ChatLocale, wished: string, onSpoken: () => void): FrameLocale {
  async function speak(wishes: string): Promise<void> {
    wished = wishes;
    const loaded = await loadWished(wishes);
    // Another one was wished for meanwhile.
    if (wishes !== wished) return;
    locale = loaded;
    speakIn(locale);
    onSpoken();
  }

  return {
    now: () => locale,
    wish(wishes) {
      if (!wishes || wishes === wished) return;
      speak(wishes).catch(() => {
        // Its words could not be fetched: it is tried again when the site is heard of again.
        if (wishes === wished) wished = '';
      });
    },
  };
}
