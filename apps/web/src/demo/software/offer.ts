/** What the software company's page states. It says the same as the facts in prisma/demo-sites: change both. */
export const features = [
  {
    title: 'Autofill',
    text: 'Proposes a week from availability, skills and agreed hours, and says why a shift stayed empty.',
  },
  { title: 'Swaps', text: 'People swap in the app. You approve, or leave it to those who share a skill.' },
  {
    title: 'Sick calls',
    text: 'Open the shift; everybody who is free and able gets a message. First come, first planned.',
  },
  { title: 'Clocking in', text: 'In the app or on a shared tablet, limited to your address or your Wi-Fi.' },
  { title: 'Leave', text: 'Asked for and approved in the app, with the public holidays of 40 countries.' },
  {
    title: 'Payroll',
    text: 'Approved hours go to Gusto, Xero, Sage and DATEV, or into a CSV file of your own making.',
  },
] as const;

export const plans = [
  {
    name: 'Free',
    price: '$0',
    unit: 'for up to 6 people',
    lines: ['One location', '4 weeks of history', 'Apps for everybody'],
    featured: false,
  },
  {
    name: 'Crew',
    price: '$3',
    unit: 'per active person a month',
    lines: ['Autofill', 'Slack and Microsoft Teams', 'Sign-on with Google or Microsoft'],
    featured: true,
  },
  {
    name: 'Sites',
    price: '$5',
    unit: 'per active person a month',
    lines: ['Any number of locations', 'API, webhooks and SAML', 'Phone support, credit for outages'],
    featured: false,
  },
] as const;

export const planNotes = [
  '15% off when paid yearly',
  'End it at any time',
  'Half price for charities and public schools',
] as const;

export const trust = [
  {
    title: 'Where your data is',
    text: 'Teams in Europe in Ireland, all others in Ohio. Saved every hour, kept for 35 days.',
  },
  {
    title: 'Who sees what',
    text: 'Owner, manager, staff. Only owners see wages. Two-step sign-in can be made a duty.',
  },
  { title: 'When you leave', text: 'Download everything for 14 days; then it is deleted.' },
  {
    title: 'When we are down',
    text: 'status.shiftwell.example says so. On Sites you get a day back for each bad hour.',
  },
] as const;
