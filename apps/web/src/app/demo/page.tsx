import type { Metadata } from 'next';
import { BasketProvider } from '../../demo/basket.tsx';
import { ChatScript } from '../../demo/chat-script.tsx';
import { DemoFooter } from '../../demo/demo-footer.tsx';
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

export default function DemoShopPage() {
  return (
    <BasketProvider>
      <div className="fernway min-h-dvh">
        <ChatScript siteKey="demo" />
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
        <DemoFooter className="border-(--shop-line) border-t text-(--shop-ink-soft)">
          Fernway plants &amp; pots. An invented shop.
        </DemoFooter>
      </div>
    </BasketProvider>
  );
}
