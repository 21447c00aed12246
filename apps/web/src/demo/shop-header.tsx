import { cookies } from 'next/headers';
import { AccountButton } from './account-button.tsx';
import { BasketCount } from './basket.tsx';
import { accountCookie, customerIdOf, demoCustomer, demoIdentitySecret } from './demo-account.ts';
import { DemoNotice } from './demo-notice.tsx';

function Sprig() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6 text-(--shop-green)">
      <path
        d="M12 22V8M12 18c-4 0-6.5-2-7-6 4 0 6.5 2 7 6Zm0-4.5c3.6 0 6-1.9 6.5-5.5-3.7 0-6 1.9-6.5 5.5ZM12 8c-1.7-1.7-1.7-4 0-6 1.7 2 1.7 4.3 0 6Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

const sections = [
  ['#plants', 'Shop'],
  ['#shipping', 'Shipping'],
  ['#returns', 'Returns'],
  ['#contact', 'Contact'],
] as const;

export async function ShopHeader() {
  const signedIn = customerIdOf((await cookies()).get(accountCookie)?.value) !== null;
  return (
    <>
      <DemoNotice here="/demo" className="bg-(--shop-deep) text-(--shop-on-deep)" />
      <header className="sticky top-0 z-10 border-(--shop-line) border-b bg-(--shop-canvas)/92 backdrop-blur">
        <div className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-5 py-3.5">
          <a href="#top" className="serif inline-flex items-center gap-2 text-[1.375rem]">
            <Sprig />
            Fernway
          </a>
          <nav aria-label="Shop" className="hidden gap-7 text-sm sm:flex">
            {sections.map(([href, label]) => (
              <a key={href} href={href} className="underline-offset-4 hover:underline">
                {label}
              </a>
            ))}
          </nav>
          <div className="flex items-center gap-4 sm:gap-5">
            {demoIdentitySecret() !== undefined && <AccountButton name={demoCustomer.name} signedIn={signedIn} />}
            <BasketCount />
          </div>
        </div>
      </header>
    </>
  );
}
