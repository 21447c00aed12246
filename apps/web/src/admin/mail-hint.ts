/** Pure: what an agent is told of a reply to somebody who has left the chat. @param mails undefined while that is not known */
export function mailHint(email: string | null, mails: boolean | undefined): string {
  if (mails === undefined) return '';
  if (!mails) return 'It is not mailed to them when they leave: no mail server is set up (SMTP_URL).';
  return email === null
    ? 'They left no e-mail address: it is mailed nowhere when they leave.'
    : `When they leave, it is mailed to ${email}.`;
}
