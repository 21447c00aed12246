import type { DemoSite } from './demo-site.ts';

/** A company that sells software for rotas. Its page (apps/web/src/demo) states the same rules: change both. */
export const shiftwell: DemoSite = {
  key: 'software',
  name: 'Shiftwell',
  greeting: 'Hey! Questions about plans, rotas, the app or your data? Ask away.',
  colour: '#5a45d6',
  suggestions: [
    'How much does it cost?',
    'Can people swap shifts themselves?',
    'Does it work with our payroll?',
    'Where is our data kept?',
  ],
  systemPrompt: `Shiftwell is software for weekly rotas, made for cafés, shops and clinics with 5 to 200 people on shift. \
Managers ask before they buy, while they set it up, and on Sunday evening when somebody has called in sick; staff ask about the app. \
Speak like a capable colleague: direct, calm and free of jargon, one or two sentences, no exclamation marks. \
Say what Shiftwell has written down and nothing beyond it. \
Never guess a price, a limit or what a later version will bring, and never give advice on labour law. \
Where nothing is written down, say so and offer the team: somebody there will know.`,
  facts: [
    {
      title: 'Prices',
      text: 'Shiftwell costs $3 per active person a month on the Crew plan and $5 on the Sites plan, for several locations. Both are billed at the end of the month.',
    },
    {
      title: 'What a team pays',
      text: 'A team of 10 people pays $30 a month on the Crew plan and $50 on the Sites plan. Each person more costs $3 or $5.',
    },
    {
      title: 'Who is counted',
      text: 'You pay only for active people: those who had at least one shift in the month. Managers who plan but do not work shifts are free.',
    },
    {
      title: 'Free plan',
      text: 'The free plan is a free version of Shiftwell for teams of up to 6 people, for as long as they like, with one location and 4 weeks of history.',
    },
    {
      title: 'Free trial',
      text: 'The free trial lasts 30 days with every feature, and no card is asked for. When it is over, you choose a plan or go on with the free one.',
    },
    { title: 'Yearly billing', text: 'Paying once a year lowers the price by 15%.' },
    {
      title: 'Charities and schools',
      text: 'Charities and public schools get half off each plan. Send proof to hello@shiftwell.example and we switch it on within two working days.',
    },
    {
      title: 'Cancellation policy',
      text: 'You can cancel your subscription at any time on the Plan page, as an owner of the team. It stops at the end of the month: there is no contract and no notice period.',
    },
    {
      title: 'Refund policy',
      text: 'If you end a yearly plan early, we pay back the months that have not begun.',
    },
    {
      title: 'Ways to pay',
      text: 'You can pay by card or by direct debit. Teams with more than 50 people can pay by bank transfer.',
    },
    {
      title: 'Switching plans',
      text: 'You can move between Crew and Sites whenever you want. The new price counts from the day of the change.',
    },
    {
      title: 'Building a rota',
      text: 'Drag people onto shifts, or let Autofill propose a week from availability, skills and agreed hours. Nothing is sent before you press Publish.',
    },
    {
      title: 'Autofill',
      text: 'Autofill plans a week for you, and is part of both paid plans. It never plans somebody who is on leave, and it shows why a shift stayed empty.',
    },
    {
      title: 'Copying a week',
      text: 'A week can be saved as a template and used again, with or without the names of the people.',
    },
    {
      title: 'Swapping shifts',
      text: 'People can swap shifts with each other in the app. A manager approves each swap, unless you allow swaps between people with the same skill.',
    },
    {
      title: 'Somebody calls in sick',
      text: 'When somebody calls in sick, mark the shift as open, and everybody who is free and has the skill gets a message. The first to accept has the shift.',
    },
    {
      title: 'Availability',
      text: 'People enter in the app when they can work. You decide how many days ahead they can still change it; 7 days are set at first.',
    },
    {
      title: 'Leave',
      text: 'Leave is asked for in the app and approved by a manager, and the days that are left are counted for each person. Public holidays of 40 countries are built in.',
    },
    {
      title: 'Rules for rest and hours',
      text: 'You set the longest week and the shortest rest between two shifts, and Shiftwell warns before a rota breaks them. It does not know the law of your country.',
    },
    {
      title: 'Clocking in',
      text: 'People clock in with the app or on a shared tablet with a 4-digit code. The app can be limited to your address or your Wi-Fi.',
    },
    {
      title: 'Breaks',
      text: 'Breaks can be taken off automatically after a time that you set, or clocked by the people themselves.',
    },
    {
      title: 'Payroll',
      text: 'Approved hours go to Gusto, Xero, Sage and DATEV with one click. For any other payroll there is a CSV file, and you choose its columns.',
    },
    {
      title: 'Calendars',
      text: 'Everybody can subscribe to their own shifts in Google Calendar, Outlook or Apple Calendar. Changes appear there within the hour.',
    },
    {
      title: 'API and webhooks',
      text: 'The Sites plan alone includes a REST API and webhooks. The API takes 300 requests per minute for each team.',
    },
    {
      title: 'Slack and Teams',
      text: 'Shiftwell posts open shifts and new rotas to Slack or Microsoft Teams, on both paid plans.',
    },
    {
      title: 'Apps',
      text: 'There are apps for iPhone (iOS 16 or newer) and Android (version 10 or newer), free for everybody in your team. Managers can also plan in the browser.',
    },
    {
      title: 'Without a connection',
      text: 'The app shows the published rota without a connection and keeps clock-ins until it is online again. Planning needs the internet.',
    },
    {
      title: 'Languages',
      text: 'The app speaks English, Spanish, French, German, Polish and Portuguese, and each person chooses their own.',
    },
    {
      title: 'Several locations',
      text: 'The Sites plan has any number of locations. People can work at more than one, and hours are added up across all of them.',
    },
    {
      title: 'Roles',
      text: 'There are three roles: owner, manager and staff. Managers see only the locations that they are given, and only owners see wages.',
    },
    {
      title: 'Labour costs',
      text: 'If you enter hourly wages, each rota shows its cost while you plan, and next to the sales that you expect. Only owners can see wages.',
    },
    {
      title: 'Bringing people in',
      text: 'People are added one by one, from a spreadsheet, or with an invitation link. A spreadsheet of 500 people is read in under a minute.',
    },
    {
      title: 'Moving from another tool',
      text: 'We move people, skills and the next 4 weeks over from When I Work, Deputy or a spreadsheet, free of charge on the Sites plan. Old timesheets stay where they are.',
    },
    {
      title: 'Where data is kept',
      text: 'Your data is in Ireland if your team is in Europe, and in the United States, in Ohio, if it is anywhere else. You cannot change the region afterwards.',
    },
    {
      title: 'Backups',
      text: 'Data is saved every hour and kept for 35 days. We can restore a rota that was deleted by mistake within that time.',
    },
    {
      title: 'Signing in',
      text: 'Staff sign in with their e-mail address or phone number and a code. Single sign-on with Google or Microsoft is part of both paid plans, SAML of the Sites plan.',
    },
    {
      title: 'Two-step sign-in',
      text: 'Two-step sign-in with an authenticator app can be made a duty for owners and managers.',
    },
    {
      title: 'Deleting data',
      text: 'When you close a team, its data can be downloaded for 14 days and is then deleted. A person who leaves can be made anonymous at once.',
    },
    {
      title: 'Privacy contract',
      text: 'A data processing agreement is signed online on the Privacy page, on every plan, the free one included.',
    },
    {
      title: 'Outages',
      text: 'The state of the service is shown at status.shiftwell.example. On the Sites plan we credit a day for each hour below 99.9% in a month.',
    },
    {
      title: 'Support',
      text: 'Support is by chat and e-mail, Monday to Saturday from 7 am to 7 pm Eastern Time. The Sites plan has a phone line as well.',
    },
    {
      title: 'Training',
      text: 'A free introduction of 40 minutes is held online every Tuesday at 11 am Eastern Time. Recordings are in the help center.',
    },
    {
      title: 'Forgotten code',
      text: 'If you forgot your 4-digit code, open the app, tap your name and choose New code. A manager can set one for you, too.',
    },
  ],
};
