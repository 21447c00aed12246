import type { Plural } from './plural.ts';
import type { Strings } from './strings.ts';

const he = (plural: Plural): Strings => ({
  assistant: 'עוזר בינה מלאכותית',
  person: 'הצוות',
  assistantSaid: 'העוזר:',
  visitorSaid: 'הודעתך:',
  personSaid: 'הצוות:',
  conversation: 'שיחה',
  notice: 'כאן עונה בינה מלאכותית, והיא עלולה לטעות.',
  placeholder: 'כתיבת הודעה…',
  messageLabel: 'ההודעה שלך',
  send: 'שליחת ההודעה',
  stop: 'עצירת התשובה',
  stopped: 'התשובה נעצרה.',
  close: 'סגירת הצ׳אט',
  writing: 'העוזר כותב תשובה',
  waitingPlace: (ahead) =>
    ahead === 0
      ? 'התור שלך הוא הבא'
      : plural(ahead, { one: 'אדם אחד לפניך', two: 'שני אנשים לפניך', other: '# אנשים לפניך' }),
  aFewSeconds: 'כמה שניות',
  aboutTime: (time) => `בערך ${time}`,
  sending: 'שולח…',
  waitingForConnection: 'תישלח כשהחיבור יחזור',
  notSent: 'לא נשלחה.',
  tryAgain: 'ניסיון נוסף',
  connecting: 'מתחבר…',
  reconnecting: 'החיבור נותק. מתחבר מחדש…',
  newMessages: 'הודעות חדשות',
  toNewest: 'מעבר להודעה החדשה ביותר',
  suggestions: 'שאלות להתחלה',
  sources: 'מקורות',
  newTab: '(נפתח בכרטיסייה חדשה)',
  handedOver: (site) => `הועבר לצוות ${site}`,
  handedOverMeans:
    'הצוות יכול לקרוא את מה שנכתב כאן, אך לא במועד קבוע. כדי לקבל מענה ממנו, אפשר להשאיר מספר טלפון או כתובת. בינתיים אפשר להמשיך לשאול.',
  leaveContact: 'השארת פרטי קשר',
  contactDraft: 'אפשר להשיג אותי כאן: ',
  charactersLeft: (left) => plural(left, { one: 'נותר תו אחד', two: 'נותרו שני תווים', other: 'נותרו # תווים' }),
  charactersTooMany: (over) =>
    plural(over, { one: 'תו אחד מיותר', two: 'שני תווים מיותרים', other: '# תווים מיותרים' }),
  loading: 'הצ׳אט נפתח…',
  errors: {
    message_too_long: 'ההודעה ארוכה מדי. נא לקצר אותה.',
    request_too_large: 'הבקשה גדולה מדי.',
    site_unknown: 'הצ׳אט הזה אינו קיים.',
    origin_refused: 'הצ׳אט אינו זמין באתר הזה.',
    ticket_invalid: 'לא ניתן היה לפתוח את הצ׳אט. נא לטעון את הדף מחדש.',
    token_missing: 'נא לפתוח את הצ׳אט שוב.',
    token_invalid: 'נא לפתוח את הצ׳אט שוב.',
    token_expired: 'תוקף הצ׳אט פג. נא לפתוח אותו שוב.',
    conversation_unknown: 'השיחה הזאת אינה קיימת.',
    generation_unknown: 'התשובה הזאת אינה קיימת.',
    message_id_reused: 'ההודעה הזאת כבר נשלחה עם טקסט אחר.',
    answer_in_progress: 'נא להמתין עד שהתשובה הנוכחית תסתיים.',
    rate_limited: 'זה היה קצת מהיר. נא להמתין רגע.',
    site_limit_reached: 'הצ׳אט הגיע למגבלה שלו להיום.',
    busy: 'אנשים רבים שואלים כעת. ההודעה שלך תישלח כשיתפנה מקום.',
    generation_failed: 'לא ניתן היה להשלים את התשובה. נא לנסות שוב.',
    generation_expired: 'לא ניתן היה לענות בזמן. נא לנסות שוב.',
    generation_cancelled: 'התשובה הזאת נעצרה.',
    unavailable: 'הצ׳אט אינו זמין כרגע. נא לנסות שוב.',
    internal: 'משהו השתבש. נא לנסות שוב.',
  },
});

export default he;
