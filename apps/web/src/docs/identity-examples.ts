/** How a site's server signs who a customer is, in the languages that shops are written in. Each is a whole program. */
export const identityExamples = [
  {
    label: 'Node.js, npm install jose',
    code: `import { SignJWT } from 'jose'

// From the settings of your site, under Identity; for your server alone
const secret = new TextEncoder().encode(process.env.FRONTDESK_IDENTITY_SECRET)

export async function frontdeskToken(customer) {
  return await new SignJWT({ name: customer.name, email: customer.email })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(customer.id))
    .setAudience('demo')
    .setExpirationTime('5m')
    .sign(secret)
}`,
  },
  {
    label: 'Python, pip install pyjwt',
    code: `import os
import time

import jwt


def frontdesk_token(customer):
    claims = {
        "sub": str(customer["id"]),
        "aud": "demo",
        "exp": int(time.time()) + 300,
        "name": customer["name"],
        "email": customer["email"],
    }
    return jwt.encode(claims, os.environ["FRONTDESK_IDENTITY_SECRET"], algorithm="HS256")`,
  },
  {
    label: 'PHP, composer require firebase/php-jwt',
    code: `<?php
use Firebase\\JWT\\JWT;

function frontdesk_token(array $customer): string
{
    $claims = [
        'sub' => (string) $customer['id'],
        'aud' => 'demo',
        'exp' => time() + 300,
        'name' => $customer['name'],
        'email' => $customer['email'],
    ];
    return JWT::encode($claims, getenv('FRONTDESK_IDENTITY_SECRET'), 'HS256');
}`,
  },
  {
    label: 'Ruby, gem install jwt',
    code: `require 'jwt'

def frontdesk_token(customer)
  claims = {
    sub: customer.id.to_s,
    aud: 'demo',
    exp: Time.now.to_i + 300,
    name: customer.name,
    email: customer.email
  }
  JWT.encode(claims, ENV.fetch('FRONTDESK_IDENTITY_SECRET'), 'HS256')
end`,
  },
] as const;

/** In the page, with the token that the server wrote into it or gives when asked. */
export const identifyExample = `const token = await (await fetch('/frontdesk-token', { method: 'POST' })).text()
Frontdesk('identify', { token })

// A page that was open for long: the token is too old when it is needed again.
Frontdesk('on', 'error', async (error) => {
  if (error.code !== 'identity_expired') return
  const token = await (await fetch('/frontdesk-token', { method: 'POST' })).text()
  Frontdesk('identify', { token })
})

// When the customer logs out
Frontdesk('reset')`;

export const claims = [
  [
    'sub',
    'What you call the customer, as text that never changes: an account number, not an e-mail address. Required.',
  ],
  ['aud', 'The key of your site. Required.'],
  ['exp', 'When the token ends, in Unix seconds: within the next hour, better in five minutes. Required.'],
  ['name', 'Shown to your team.'],
  ['email', 'Shown to your team.'],
] as const;
