import { expect, it } from 'vitest';
import { outline } from '../testing/outline.ts';

it.each([
  [
    'an address that a script spells',
    '<p>Write to <a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="335b565f5f5c735f525e43401d564b525e435f56">[email&#160;protected]</a>.</p>',
    'Write to hello@lamps.example.',
  ],
  [
    'the same where only the link has it',
    '<p><a href="/cdn-cgi/l/email-protection#335b565f5f5c735f525e43401d564b525e435f56">Email us</a></p>',
    'Email us: hello@lamps.example',
  ],
  [
    'where a link leads that says neither an address nor a number',
    '<p><a href="mailto:hello@x.example?subject=Hi">Email us </a></p><p><a href="tel:+44113496">Call us:</a></p>',
    'Email us: hello@x.example | Call us: +44113496',
  ],
  [
    'the same within a sentence',
    '<p>Please write to <a href="mailto:a@x.example">Anna</a> or call.</p>',
    'Please write to Anna (a@x.example) or call.',
  ],
  [
    'of a picture, where it is not written beside it',
    '<p><a href="mailto:a@x.example"><svg></svg></a> <a href="mailto:a@x.example">a@x.example</a> <a href="tel:0113496"><i class="phone"></i></a></p>',
    'a@x.example 0113496',
  ],
  [
    'no other links, and nothing twice',
    '<p><a href="mailto:?subject=Look">Share</a> <a href="tel:0113496">0113 496</a> <a href="/x" data-cfemail="zz">[email&#160;protected]</a></p>',
    'Share 0113 496 [email protected]',
  ],
])('says %s', async (_, page, text) => {
  expect(await outline('html', page)).toEqual([` | ${text}`]);
});
