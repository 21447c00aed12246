/** The shop's rules as its pages state them. They say the same as the facts in prisma/demo-sites: change both. */
export const policies = [
  {
    id: 'shipping',
    title: 'Shipping',
    lines: [
      'Standard: 3 to 5 business days, $4.95. Free for orders over $50.',
      'Express: 1 to 2 business days, $12.',
      'We ship only within the United States, and e-mail you a tracking link when your order leaves our greenhouse.',
    ],
  },
  {
    id: 'returns',
    title: 'Returns',
    lines: [
      'Any item within 30 days of delivery. Enter your order number at fernway.example/returns and print the free return label.',
      'Pots must be unused, plants in their nursery pot.',
      'Your money is back within 5 business days after we receive the parcel, the way you paid.',
    ],
  },
  {
    id: 'warranty',
    title: 'Guarantee and warranty',
    lines: [
      'Every plant has a 60-day health guarantee: if it arrives damaged or dies, e-mail us a photo and we send a new one for free.',
      'Pots have a 2-year warranty against cracks.',
    ],
  },
  {
    id: 'payment',
    title: 'Payment',
    lines: ['Visa, Mastercard, American Express, PayPal and Apple Pay.', 'No checks and no cash.'],
  },
  {
    id: 'orders',
    title: 'Changing an order',
    lines: ['You can change or cancel an order within 2 hours after you placed it.'],
  },
] as const;

export const heroPromises = ['Free shipping over $50', '30 days to return', '60-day plant guarantee'] as const;

/** Eastern Time. */
export const openingHours = [
  { days: 'Monday to Friday', hours: '9 am – 6 pm ET' },
  { days: 'Saturday, Sunday', hours: 'closed' },
] as const;

export const contact = ['help@fernway.example', '555-0142'] as const;
