import type { Plural } from './plural.ts';
import type { Strings } from './strings.ts';

const ar = (plural: Plural): Strings => ({
  assistant: 'مساعد بالذكاء الاصطناعي',
  person: 'الفريق',
  assistantSaid: 'المساعد:',
  visitorSaid: 'أنت:',
  personSaid: 'الفريق:',
  conversation: 'المحادثة',
  notice: 'يجيب هنا ذكاء اصطناعي وقد يخطئ.',
  placeholder: 'اكتب رسالة…',
  messageLabel: 'رسالتك',
  send: 'إرسال الرسالة',
  stop: 'إيقاف الإجابة',
  stopped: 'تم الإيقاف.',
  close: 'إغلاق المحادثة',
  writing: 'يكتب المساعد إجابة',
  waitingPlace: (ahead) =>
    ahead === 0
      ? 'دورك هو التالي'
      : plural(ahead, {
          one: 'شخص واحد قبلك',
          two: 'شخصان قبلك',
          few: '# أشخاص قبلك',
          many: '# شخصًا قبلك',
          other: '# شخص قبلك',
        }),
  aFewSeconds: 'بضع ثوانٍ',
  aboutTime: (time) => `حوالي ${time}`,
  sending: 'جارٍ الإرسال…',
  waitingForConnection: 'سيتم الإرسال عند عودة الاتصال',
  notSent: 'لم يتم الإرسال.',
  tryAgain: 'إعادة المحاولة',
  connecting: 'جارٍ الاتصال…',
  reconnecting: 'انقطع الاتصال. جارٍ إعادة الاتصال…',
  newMessages: 'رسائل جديدة',
  toNewest: 'الانتقال إلى أحدث رسالة',
  suggestions: 'أسئلة للبدء',
  sources: 'المصادر',
  newTab: '(يُفتح في علامة تبويب جديدة)',
  handedOver: (site) => `تمت الإحالة إلى فريق ${site}`,
  handedOverMeans:
    'يمكن للفريق قراءة ما يُكتب هنا، لكن دون موعد محدد. إذا أردت أن يتواصل معك، فاترك رقم هاتف أو عنوانًا للمراسلة. ويمكنك متابعة طرح الأسئلة في هذه الأثناء.',
  leaveContact: 'ترك بيانات التواصل',
  contactDraft: 'يمكنكم التواصل معي عبر ',
  charactersLeft: (left) =>
    plural(left, {
      zero: 'لم يبقَ أي حرف',
      one: 'بقي حرف واحد',
      two: 'بقي حرفان',
      few: 'بقي # أحرف',
      many: 'بقي # حرفًا',
      other: 'بقي # حرف',
    }),
  charactersTooMany: (over) =>
    plural(over, {
      one: 'حرف واحد زائد',
      two: 'حرفان زائدان',
      few: '# أحرف زائدة',
      many: '# حرفًا زائدًا',
      other: '# حرف زائد',
    }),
  loading: 'جارٍ فتح المحادثة…',
  errors: {
    message_too_long: 'هذه الرسالة طويلة جدًا. يُرجى اختصارها.',
    request_too_large: 'هذا الطلب كبير جدًا.',
    site_unknown: 'هذه المحادثة غير موجودة.',
    origin_refused: 'هذه المحادثة غير متاحة على هذا الموقع.',
    ticket_invalid: 'تعذّر فتح المحادثة. يُرجى إعادة تحميل الصفحة.',
    token_missing: 'يُرجى فتح المحادثة مرة أخرى.',
    token_invalid: 'يُرجى فتح المحادثة مرة أخرى.',
    token_expired: 'انتهت صلاحية هذه المحادثة. يُرجى فتحها مرة أخرى.',
    conversation_unknown: 'هذه المحادثة غير موجودة.',
    generation_unknown: 'هذه الإجابة غير موجودة.',
    message_id_reused: 'سبق إرسال هذه الرسالة بنص آخر.',
    answer_in_progress: 'يُرجى الانتظار حتى تنتهي الإجابة الحالية.',
    rate_limited: 'كان ذلك سريعًا بعض الشيء. يُرجى الانتظار قليلًا.',
    site_limit_reached: 'بلغت هذه المحادثة حدّها لهذا اليوم.',
    busy: 'كثيرون يطرحون أسئلتهم الآن. ستُرسل رسالتك عندما يتوفر مكان.',
    generation_failed: 'تعذّر إكمال الإجابة. يُرجى المحاولة مرة أخرى.',
    generation_expired: 'تعذّرت الإجابة في الوقت المحدد. يُرجى المحاولة مرة أخرى.',
    generation_cancelled: 'تم إيقاف هذه الإجابة.',
    unavailable: 'المحادثة غير متاحة الآن. يُرجى المحاولة مرة أخرى.',
    internal: 'حدث خطأ ما. يُرجى المحاولة مرة أخرى.',
  },
});

export default ar;
