import { memo, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { becomeLike } from '../../markdown/become-like.ts';
import { blockNodes, codeOf, createGrowingBlocks, type MarkdownBlock } from '../../markdown/render-markdown.ts';
import { CodeBlock, type CodeLabels } from './code-block.tsx';

export interface MarkdownProps {
  text: string;
  /** The text has no proper end: marks that are open there are closed. Defaults to false. */
  unfinished?: boolean;
  /** Shows a caret behind the last word. Defaults to false. */
  growing?: boolean;
  /** Gives blocks of code a button that copies them. */
  codeLabels?: CodeLabels;
}

/** Hostile markdown as safe nodes. While it grows, only the last block is read anew, and only what is new in it is shown anew. */
export function Markdown({ text, unfinished = false, growing = false, codeLabels }: MarkdownProps) {
  const [growingBlocks] = useState(createGrowingBlocks);
  const blocks = growingBlocks(text, unfinished);
  return (
    <div className="fd-markdown" data-growing={growing || undefined}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={index} block={block} codeLabels={codeLabels} />
      ))}
    </div>
  );
}

const Block = memo(
  function Block({ block, codeLabels }: { block: MarkdownBlock; codeLabels: CodeLabels | undefined }) {
    const holder = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
      if (holder.current) becomeLike(holder.current, blockNodes(block));
    }, [block]);
    const isTable = block.token.type === 'table';
    useReachable(holder, isTable);
    const code = codeOf(block);
    // In the direction of its own words: that decides where a list's marks and a table's first column stand, too.
    const shown = <div ref={holder} className="fd-block" data-table={isTable || undefined} dir="auto" />;
    if (code === null || codeLabels === undefined) return shown;
    return (
      <CodeBlock code={code} labels={codeLabels}>
        {shown}
      </CodeBlock>
    );
  },
  (before, after) => before.block.raw === after.block.raw && before.codeLabels === after.codeLabels,
);

/** Has the keyboard come to what is wider than its place: not every browser goes to what scrolls and has nothing in it to go to. */
function useReachable(holder: RefObject<HTMLElement | null>, isTable: boolean): void {
  useEffect(() => {
    const { current } = holder;
    if (!isTable || current === null) return;
    const observer = new ResizeObserver(() => {
      if (current.scrollWidth > current.clientWidth) current.tabIndex = 0;
      else current.removeAttribute('tabindex');
    });
    for (const one of [current, ...current.children]) observer.observe(one);
    return () => observer.disconnect();
  }, [holder, isTable]);
}
