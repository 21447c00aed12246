/** What a letter says around a person's words. */
export interface LetterTexts {
  direction: 'ltr' | 'rtl';
  subject: (site: string) => string;
  wrote: (name: string) => string;
  files: string;
  answer: string;
  /** Behind the link, or in its place where there is none. */
  answerHere: string;
  why: (site: string) => string;
}

/** By ISO 639-1; a site's first language decides. */
const texts: Record<string, LetterTexts> = {
  en: {
    direction: 'ltr',
    subject: (site) => `A reply from ${site}`,
    wrote: (name) => `${name} wrote to you:`,
    files: 'With it came these files, which are in the chat:',
    answer: 'Open the chat',
    answerHere: 'Please answer in the chat.',
    why: (site) => `You get this letter because you left your address in the chat of ${site}.`,
  },
  de: {
    direction: 'ltr',
    subject: (site) => `Eine Antwort von ${site}`,
    wrote: (name) => `${name} hat Ihnen geschrieben:`,
    files: 'Dazu gehören diese Dateien, die im Chat liegen:',
    answer: 'Chat öffnen',
    answerHere: 'Bitte antworten Sie im Chat.',
    why: (site) => `Sie bekommen diesen Brief, weil Sie im Chat von ${site} Ihre Adresse hinterlassen haben.`,
  },
  es: {
    direction: 'ltr',
    subject: (site) => `Una respuesta de ${site}`,
    wrote: (name) => `${name} le ha escrito:`,
    files: 'Con estos archivos, que están en el chat:',
    answer: 'Abrir el chat',
    answerHere: 'Responda en el chat, por favor.',
    why: (site) => `Recibe este mensaje porque dejó su dirección en el chat de ${site}.`,
  },
  fr: {
    direction: 'ltr',
    subject: (site) => `Une réponse de ${site}`,
    wrote: (name) => `${name} vous a écrit :`,
    files: 'Avec ces fichiers, qui se trouvent dans le chat :',
    answer: 'Ouvrir le chat',
    answerHere: 'Merci de répondre dans le chat.',
    why: (site) => `Vous recevez ce message parce que vous avez laissé votre adresse dans le chat de ${site}.`,
  },
  nl: {
    direction: 'ltr',
    subject: (site) => `Een antwoord van ${site}`,
    wrote: (name) => `${name} heeft u geschreven:`,
    files: 'Met deze bestanden, die in de chat staan:',
    answer: 'Chat openen',
    answerHere: 'Antwoord alstublieft in de chat.',
    why: (site) => `U krijgt dit bericht omdat u uw adres in de chat van ${site} hebt achtergelaten.`,
  },
  pt: {
    direction: 'ltr',
    subject: (site) => `Uma resposta de ${site}`,
    wrote: (name) => `${name} escreveu para você:`,
    files: 'Com estes arquivos, que estão no chat:',
    answer: 'Abrir o chat',
    answerHere: 'Responda no chat, por favor.',
    why: (site) => `Você recebe esta mensagem porque deixou seu endereço no chat de ${site}.`,
  },
  ar: {
    direction: 'rtl',
    subject: (site) => `رد من ${site}`,
    wrote: (name) => `كتب إليك ${name}:`,
    files: 'مع هذه الملفات الموجودة في الدردشة:',
    answer: 'فتح الدردشة',
    answerHere: 'يرجى الرد في الدردشة.',
    why: (site) => `تصلك هذه الرسالة لأنك تركت عنوانك في دردشة ${site}.`,
  },
  he: {
    direction: 'rtl',
    subject: (site) => `תשובה מאת ${site}`,
    wrote: (name) => `הודעה אליך מאת ${name}:`,
    files: 'עם הקבצים האלה, שנמצאים בצ׳אט:',
    answer: 'פתיחת הצ׳אט',
    answerHere: 'נא להשיב בצ׳אט.',
    why: (site) => `ההודעה נשלחה אליך כי השארת את כתובתך בצ׳אט של ${site}.`,
  },
};

export const letterTextsFor = (language: string | undefined): LetterTexts =>
  texts[language ?? 'en'] ?? (texts.en as LetterTexts);
