import type { AnswerSource, SiteAppearance } from '@frontdesk/protocol';

/** What people write in the states, in a language that is written from left to right and in one from right to left. */
export interface Texts {
  site: Pick<SiteAppearance, 'name' | 'greeting' | 'suggestions'>;
  question: string;
  answer: string;
  sources: AnswerSource[];
  secondQuestion: string;
  /** With every kind of element that an answer can have. */
  markdown: string;
  agent: string;
  /** With an order's number, a price, a telephone number and an address in it. */
  numbers: string;
  /** Who answers as a person. */
  person: string;
  comment: string;
  /** Beside the launcher's icon. */
  launcher: string;
  fileName: string;
  /** More than there is room for. */
  long: { title: string; text: string; word: string };
}

export type TextLanguage = 'en' | 'ar';

export const texts: Record<TextLanguage, Texts> = {
  en: {
    site: {
      name: 'Fernway',
      greeting: 'Hi! Ask about plants, pots, delivery or an order.',
      suggestions: ['How do I return an item?', 'Do you deliver on Saturdays?', 'Which plant likes a dark room?'],
    },
    question: 'How do I return an item?',
    answer:
      'You can return any item within **30 days** of delivery. Plants must be healthy and in their pot. Start a return at [fernway.example/returns](https://fernway.example/returns); the label is free.',
    sources: [
      { id: '1', title: 'Returns', url: 'https://fernway.example/returns' },
      { id: '2', title: 'Plants that arrive unwell, and what we do about it within a fortnight', url: null },
    ],
    secondQuestion: 'And how long does delivery take?',
    markdown: [
      '### Delivery\n\nWe deliver in three ways:',
      '1. **Standard**, 3 to 5 working days\n2. **Express**, the next working day\n   - order before noon\n   - not to islands\n3. **Collect** from the shop',
      '| Way | Days | Price |\n| --- | --- | --- |\n| Standard | 3–5 | $4.90 |\n| Express | 1 | $9.90 |',
      '> Plants travel from Monday to Thursday, so that none spends a weekend in a box.',
      'Your code is `FERN-10`:\n\n```\ncheckout --code FERN-10 --deliver express --leave-with-neighbour\n```',
      'See [our delivery page](https://fernway.example/delivery) for more.',
    ].join('\n\n'),
    agent: 'Hello, this is Ines from Fernway. I have looked at your order: the parcel leaves tomorrow morning.',
    numbers:
      'Order FW-1042 (3 × “أصيص فخار”) costs $49.90. Call [+47 22 33 44 55](tel:+4722334455) or write to [help@fernway.example](mailto:help@fernway.example).',
    person: 'Ines',
    comment: 'It did not say who pays for the label when only a part of the order is sent back.',
    launcher: 'Ask us',
    fileName: 'My monstera',
    long: {
      title: 'Fernway Botanical Gardens and Nurseries, customer service for house and garden plants',
      text: 'Welcome! Ask about plants and pots, about light, water and soil, about delivery, returns and vouchers, or about an order that has not arrived yet: whatever it is, we look into it.',
      word: 'https://fernway.example/orders/2026/11/26/FW-00187364-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789',
    },
  },
  ar: {
    site: {
      name: 'فرنواي',
      greeting: 'مرحبًا! اسألنا عن النباتات أو الأصص أو التوصيل أو طلبك.',
      suggestions: ['كيف أُرجع منتجًا؟', 'هل توصلون يوم السبت؟', 'أي نبات يناسب غرفة قليلة الضوء؟'],
    },
    question: 'كيف أُرجع منتجًا؟',
    answer:
      'يمكنك إرجاع أي منتج خلال **30 يومًا** من استلامه. يجب أن تكون النباتات سليمة وفي أصيصها. ابدأ الإرجاع من [fernway.example/returns](https://fernway.example/returns)، والملصق مجاني.',
    sources: [
      { id: '1', title: 'الإرجاع', url: 'https://fernway.example/returns' },
      { id: '2', title: 'النباتات التي تصل متضررة وما نفعله حيالها خلال أسبوعين', url: null },
    ],
    secondQuestion: 'وكم يستغرق التوصيل؟',
    markdown: [
      '### التوصيل\n\nنوصل بثلاث طرق:',
      '1. **عادي**، من 3 إلى 5 أيام عمل\n2. **سريع**، في يوم العمل التالي\n   - عند الطلب قبل الظهر\n   - لا يشمل الجزر\n3. **الاستلام** من المتجر',
      '| الطريقة | الأيام | السعر |\n| --- | --- | --- |\n| عادي | 3–5 | $4.90 |\n| سريع | 1 | $9.90 |',
      '> تُشحن النباتات من الاثنين إلى الخميس حتى لا يقضي أي منها عطلة نهاية الأسبوع في صندوق.',
      'رمزك هو `FERN-10`:\n\n```\ncheckout --code FERN-10 --deliver express --leave-with-neighbour\n```',
      'لمزيد من المعلومات، راجع [صفحة التوصيل](https://fernway.example/delivery).',
    ].join('\n\n'),
    agent: 'مرحبًا، معك إيناس من فرنواي. اطلعت على طلبك: سيغادر الطرد صباح الغد.',
    numbers:
      'الطلب FW-1042 ‏(3 × Monstera deliciosa) ثمنه $49.90. اتصل بنا على [+47 22 33 44 55](tel:+4722334455) أو راسل [help@fernway.example](mailto:help@fernway.example).',
    person: 'إيناس',
    comment: 'لم يذكر من يدفع ثمن الملصق عند إعادة جزء من الطلب فقط.',
    launcher: 'اسألنا',
    fileName: 'نبتتي',
    long: {
      title: 'حدائق ومشاتل فرنواي النباتية، خدمة العملاء لنباتات المنزل والحديقة',
      text: 'أهلًا بك! اسألنا عن النباتات والأصص، وعن الضوء والماء والتربة، وعن التوصيل والإرجاع والقسائم، أو عن طلب لم يصل بعد: مهما كان سؤالك فسنتابعه.',
      word: 'https://fernway.example/orders/2026/11/26/FW-00187364-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789',
    },
  },
};
