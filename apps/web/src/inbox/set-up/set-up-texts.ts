import type { SetUpFacts } from '@frontdesk/protocol';
import { longDate } from '../../words/clock-time.ts';
import { countOf } from '../../words/count-of.ts';
import type { StepId } from './set-up-steps.ts';

export interface StepText {
  title: string;
  about: string;
  /** Where it is done, and what leads there; left out where it is no page of the admin. */
  path?: string;
  /** Of that page, by its id. */
  part?: string;
  action?: string;
  /** To be copied. */
  line?: string;
  /** What ticks it by itself. */
  waits?: string;
  /** What there is of it, once it is done. */
  fact: string;
}

/** Pure: what the steps say. @param of.origin the address of the gateway, which the pages load the chat from */
export function stepTexts({
  facts: { facts, documents, origins, firstSeenAt, people },
  siteKey,
  origin,
}: {
  facts: SetUpFacts;
  siteKey: string;
  origin: string;
}): Record<StepId, StepText> {
  const known = [
    ...(facts > 0 ? [countOf(facts, 'fact')] : []),
    ...(documents > 0 ? [countOf(documents, 'document')] : []),
  ];
  return {
    knowledge: {
      title: 'Teach it what customers ask',
      about:
        'Type a few facts, upload your terms or price list, or import your help pages. It answers from nothing else.',
      path: '/admin/knowledge',
      action: 'Add knowledge',
      fact: known.join(', '),
    },
    trial: {
      title: 'Try it',
      about: 'Ask what your customers would, and see which of your sentences each answer comes from.',
      path: '/admin/sandbox',
      action: 'Open the sandbox',
      fact: 'asked',
    },
    look: {
      title: 'Make it yours',
      about: 'Its greeting, its colour, and the questions that customers can begin with.',
      path: '/admin/settings',
      action: 'Change how it looks',
      fact: 'changed',
    },
    pages: {
      title: 'Put it on your page',
      ...(origins > 0
        ? {
            about: 'Add this line to every page of your site, just before </body>.',
            line: `<script async src="${origin}/widget.js" data-site="${siteKey}"></script>`,
            waits: 'Not seen on your site yet. Open one of its pages: this is ticked by itself.',
          }
        : {
            about:
              'Say first at which addresses your pages are: only those may show the chat. The line for them is there, too.',
          }),
      path: '/admin/settings',
      part: 'pages',
      action: origins > 0 ? 'Which pages may show it' : 'Name your pages',
      fact: firstSeenAt === null ? '' : `seen since ${longDate(firstSeenAt)}`,
    },
    people: {
      title: 'Invite a colleague',
      about: 'Whom the assistant can’t help it hands over to people: you, and whoever else is there.',
      path: '/admin/settings/members',
      action: 'Invite somebody',
      fact: countOf(people, 'person', 'people'),
    },
    mail: {
      title: 'Set up e-mail',
      about:
        'Then replies reach customers who have left, and your team hears who waits. Restart Frontdesk with these two in its environment:',
      line: 'SMTP_URL=smtps://user:password@mail.example MAIL_FROM=help@shop.example',
      fact: '',
    },
  };
}
