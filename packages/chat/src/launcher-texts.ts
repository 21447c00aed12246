import type { LauncherTexts } from '@frontdesk/protocol';
import { chooseLanguage, type LanguageCode } from './strings/languages.ts';

type Texts = Omit<LauncherTexts, 'frame'> & { frame: (site: string) => string };

/** What the launcher says, where there is no chat yet. The gateway sends it along: the loader has no room for languages. */
const texts: Record<LanguageCode, Texts> = {
  ar: {
    open: 'فتح المحادثة',
    close: 'إغلاق المحادثة',
    dismiss: 'إخفاء',
    frame: (site) => `محادثة مع ${site}`,
  },
  de: {
    open: 'Chat öffnen',
    close: 'Chat schließen',
    dismiss: 'Ausblenden',
    frame: (site) => `Chat mit ${site}`,
  },
  en: {
    open: 'Open chat',
    close: 'Close chat',
    dismiss: 'Dismiss',
    frame: (site) => `Chat with ${site}`,
  },
  es: {
    open: 'Abrir el chat',
    close: 'Cerrar el chat',
    dismiss: 'Descartar',
    frame: (site) => `Chat con ${site}`,
  },
  fr: {
    open: 'Ouvrir le chat',
    close: 'Fermer le chat',
    dismiss: 'Masquer',
    frame: (site) => `Chat avec ${site}`,
  },
  he: {
    open: 'פתיחת הצ׳אט',
    close: 'סגירת הצ׳אט',
    dismiss: 'הסתרה',
    frame: (site) => `צ׳אט עם ${site}`,
  },
  nl: {
    open: 'Chat openen',
    close: 'Chat sluiten',
    dismiss: 'Verbergen',
    frame: (site) => `Chat met ${site}`,
  },
  pt: {
    open: 'Abrir o chat',
    close: 'Fechar o chat',
    dismiss: 'Dispensar',
    frame: (site) => `Chat com ${site}`,
  },
};

/**
 * Pure: in the first language of the wishes that there is, as the chat chooses its own.
 * @param wishes language tags, most important first
 */
export function launcherTexts(siteName: string, wishes: readonly (string | null | undefined)[]): LauncherTexts {
  const { frame, ...words } = texts[chooseLanguage(wishes).code];
  return { ...words, frame: frame(siteName) };
}
