import { AskButton } from './ask-button.tsx';
import { AddToBasket } from './basket.tsx';
import { ProductPicture } from './product-picture.tsx';
import type { Product } from './products.ts';

export function ProductCard({ product }: { product: Product }) {
  return (
    <li className="group flex flex-col">
      <div
        className="overflow-hidden rounded-3xl px-3 pt-5 pb-2"
        style={{ background: `var(--shop-tint-${product.tint})` }}
      >
        <ProductPicture
          id={product.id}
          className="mx-auto aspect-[12/13] w-full max-w-60 transition-transform duration-500 ease-out group-hover:-translate-y-1.5"
        />
      </div>
      <h3 className="mt-4 font-medium leading-snug">{product.name}</h3>
      <p className="text-(--shop-ink-soft) text-sm">{product.note}</p>
      <div className="mt-auto flex items-center justify-between gap-2 pt-3">
        <p className="font-medium tabular-nums">${product.price}</p>
        <AddToBasket name={product.name} />
      </div>
      <AskButton
        question={product.question}
        label={`Ask about this ${product.kind.toLowerCase()}: ${product.name}`}
        className="mt-2.5 self-start text-(--shop-ink-soft) text-sm underline decoration-(--shop-line-strong) underline-offset-4 transition-colors hover:text-(--shop-ink) hover:decoration-current"
      >
        Ask about this {product.kind.toLowerCase()}
      </AskButton>
    </li>
  );
}
