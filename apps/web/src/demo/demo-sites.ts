/** The demo pages, what each is of, and the key of its site. */
export const demoPages = [
  { path: '/demo', about: 'a shop', siteKey: 'demo' },
  { path: '/demo/hotel', about: 'a hotel', siteKey: 'hotel' },
  { path: '/demo/software', about: 'a software company', siteKey: 'software' },
] as const;
