import type { WireError } from '@frontdesk/protocol';
import { chooseLanguage, type LanguageCode } from './languages.ts';

/** Beside the languages' own files, which the widget fetches: only a chat with a page of its own is opened from a letter. */
const texts: Record<LanguageCode, string> = {
  ar: 'لم يعد الرابط الذي وصلك بالبريد الإلكتروني يعمل. يمكنك مع ذلك الكتابة هنا.',
  de: 'Der Link aus Ihrer E-Mail funktioniert nicht mehr. Sie können trotzdem hier schreiben.',
  en: 'The link from your e-mail no longer works. You can write here all the same.',
  es: 'El enlace de su correo electrónico ya no funciona. Aun así, puede escribir aquí.',
  fr: 'Le lien de votre e-mail ne fonctionne plus. Vous pouvez tout de même écrire ici.',
  he: 'הקישור מהדוא״ל כבר אינו פעיל. בכל זאת אפשר לכתוב כאן.',
  nl: 'De link uit uw e-mail werkt niet meer. U kunt hier toch schrijven.',
  pt: 'O link do seu e-mail não funciona mais. Mesmo assim, você pode escrever aqui.',
};

/** Pure: what is said where the link of a letter is too old, or its visitor is not to be had any more. No code has this sentence. */
export const lostLink = (language: string | undefined): WireError => ({
  code: 'internal',
  message: texts[chooseLanguage([language]).code],
});
