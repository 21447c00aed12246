import * as z from 'zod/mini';

/** Of a site's own server, which is asked or told something. No name and password in it: whoever reads the settings would read these. */
export const serverAddress = z
  .string()
  .check(z.trim(), z.maxLength(2_000), z.url({ protocol: /^https?$/ }))
  .check(
    z.refine(
      (text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '',
      'An address has no password in it: check the signature instead.',
    ),
  );
