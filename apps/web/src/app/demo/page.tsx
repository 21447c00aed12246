import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { BasketProvider } from '../../demo/basket.tsx';
import { crossSiteOrigin } from '../../demo/cross-site-origin.ts';
import { addressOf } from '../../design/request-address.ts';
import '../../demo/fernway.css';
import { ProductCard } from '../../demo/product-card.tsx';
import { products } from '../../demo/products.ts';
import { ShopHeader } from '../../demo/shop-header.tsx';
import { ShopHero } from '../../demo/shop-hero.tsx';
import { ShopPolicies } from '../../demo/shop-policies.tsx';

export const metadata: Metadata = {
  title: { absolute: 'Fernway · Plants & pots' },
  description: 'The demo shop: a page that embeds the chat with one script tag.',
};

export default async function DemoShopPage() {
  const { host, protocol } = addressOf(await headers());
  return (
    <BasketProvider>
      <div className="fernway min-h-dvh">
        <script async src={`${crossSiteOrigin(host, protocol)}/widget.js`} data-site="demo" />
        <ShopHeader />
        <main id="top">
          <ShopHero />
          <section aria-labelledby="plants" className="mx-auto max-w-6xl px-5 py-16 sm:py-20">
            <h2 id="plants" className="scroll-mt-24 text-4xl">
              Plants and pots
            </h2>
            <ul className="mt-9 grid grid-cols-2 gap-x-4 gap-y-10 sm:gap-x-6 md:grid-cols-3 lg:grid-cols-4">
              {products.map((product) => (
                <ProductCard key={product.id} product={product} />
              ))}
            </ul>
          </section>
          <ShopPolicies />
        </main>
        <footer className="mx-auto flex max-w-6xl flex-wrap justify-between gap-3 border-(--shop-line) border-t px-5 py-8 pb-24 text-(--shop-ink-soft) text-sm">
          <p>Fernway plants &amp; pots. An invented shop.</p>
          <p>
            Chat by{' '}
            <a href="/" className="underline underline-offset-2">
              Frontdesk
            </a>
          </p>
        </footer>
      </div>
    </BasketProvider>
  );
}
