/** The shop's rules as its pages state them. They say the same as the system prompt in prisma/seed.ts: change both. */
export const policies = [
  {
    id: 'shipping',
    title: 'Shipping',
    lines: ['Standard delivery takes 3 to 5 working days and costs $5.', 'Free for orders over $50.'],
  },
  {
    id: 'returns',
    title: 'Returns',
    lines: ['Send anything back within 30 days.'],
  },
] as const;

export const heroPromises = ['Free shipping over $50', '30 days to return'] as const;

export const openingHours = [{ days: 'Monday to Friday', hours: '9:00 – 18:00' }] as const;

export const contact = ['help@fernway.example'] as const;
