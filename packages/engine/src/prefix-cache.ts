import assert from 'node:assert/strict';

export interface PrefixCacheOptions<Kv> {
  /** Tokens of a block: a prefix is found again in steps of so many. */
  blockTokens: number;
  blockBytes: number;
  /** Memory for one block's keys and values; throws where there is none, and then others' is taken. */
  allocate: () => Kv;
  /** Memory for blocks; taken as they come. */
  budgetBytes: number;
  /** Hash of a block from that of the one before (0 at the beginning) and its ids. Only tests give another. */
  hash?: (parent: number, ids: readonly number[]) => number;
}

export interface PrefixStats {
  /** Tokens that were looked up, of prompts and of answers that go on, and those of them that were found. */
  askedTokens: number;
  hitTokens: number;
  /** Memory that blocks have taken; that of forgotten ones is kept for the next. */
  bytes: number;
  /** Blocks, those of them that nothing may evict, how many there may be, and those that have been evicted so far. */
  blocks: number;
  pinnedBlocks: number;
  budgetBlocks: number;
  evictedBlocks: number;
}

/** What was kept and is not any more. */
export interface Forgotten {
  blocks: number;
  bytes: number;
}

/** Blocks that nothing may evict before `release`. */
export interface PrefixLease<Kv> {
  readonly tokens: number;
  readonly blocks: readonly Kv[];
  release(): void;
}

/** Room for blocks that are missing: either `commit` or `abandon` must follow. */
export interface PrefixRoom<Kv> {
  /** Where the missing blocks begin, in tokens. */
  readonly position: number;
  /** To be filled by the caller, in order. */
  readonly blocks: readonly Kv[];
  /** The blocks are filled: from now on they are found. */
  commit(): void;
  /** They were not filled. */
  abandon(): void;
}

interface Block<Kv> {
  readonly hash: number;
  readonly parent: Block<Kv> | undefined;
  readonly ids: readonly number[];
  readonly kv: Kv;
  /** Who has used it last; undefined: it is nobody's, since somebody without a name has used it. */
  owner: string | undefined;
  /** Its owner is forgotten: it goes as soon as nothing follows or holds it. */
  isForgotten: boolean;
  children: number;
  /** Leases and pins: while there are any, the block stays. */
  leases: number;
  pins: number;
}

/**
 * Keys and values of prefixes, kept outside of the slots, in blocks of tokens. A block is found by a hash over its ids
 * and the hash of the block before it, and is only used when block before and ids are the same. What was used longest
 * ago goes first, the end of a prefix before its beginning; what is pinned or being copied stays.
 *
 * Knows nothing of slots, nor of what `Kv`, a block's memory, is; copies nothing: callers do.
 */
export class PrefixCache<Kv> {
  readonly blockTokens: number;
  readonly #options: PrefixCacheOptions<Kv>;
  readonly #hash: (parent: number, ids: readonly number[]) => number;
  /** What the budget has room for, and of that what there is memory for. */
  readonly #wantedBlocks: number;
  #budgetBlocks: number;
  readonly #byHash = new Map<number, Block<Kv>>();
  /** All blocks; the one that was used longest ago first, and before every block that it follows. */
  readonly #byUse = new Set<Block<Kv>>();
  /** Memory of abandoned and forgotten blocks. */
  readonly #free: Kv[] = [];
  #allocated = 0;
  #askedTokens = 0;
  #hitTokens = 0;
  #evictedBlocks = 0;

  constructor(options: PrefixCacheOptions<Kv>) {
    this.blockTokens = options.blockTokens;
    this.#options = options;
    this.#hash = options.hash ?? hashIds;
    this.#wantedBlocks = Math.floor(options.budgetBytes / options.blockBytes);
    this.#budgetBlocks = this.#wantedBlocks;
  }

  /**
   * Finds the longest kept prefix of `ids` that is not longer than `mostTokens`.
   * @param owner who uses it: it is that one's from now on
   */
  lookUp(ids: readonly number[], mostTokens: number, owner?: string): PrefixLease<Kv> {
    const chain = this.#find(ids, mostTokens);
    this.#use(chain, owner);
    this.#askedTokens += ids.length;
    this.#hitTokens += chain.length * this.blockTokens;
    return this.#hold(chain, 'leases');
  }

  /** Uses what is kept of `ids`, for nobody in particular, without counting it. @returns how many tokens that is */
  refresh(ids: readonly number[]): number {
    const chain = this.#find(ids, ids.length);
    this.#use(chain, undefined);
    return chain.length * this.blockTokens;
  }

  /** How many tokens `lookUp` would find; counts as no use. */
  keptTokens(ids: readonly number[], mostTokens = ids.length): number {
    return this.#find(ids, mostTokens).length * this.blockTokens;
  }

  /** Keeps what there is of `ids` until `release`, however long nobody uses it. */
  pin(ids: readonly number[]): PrefixLease<Kv> {
    return this.#hold(this.#find(ids, ids.length), 'pins');
  }

  /**
   * Makes room for the whole blocks of `ids` that are missing: for the first of them where not all find room.
   * @param owner whose all of them are, for {@link forget}
   */
  makeRoom(ids: readonly number[], owner?: string): PrefixRoom<Kv> {
    const chain = this.#find(ids, ids.length);
    this.#use(chain, owner);
    const lease = this.#hold(chain, 'leases');
    const missing = Math.floor(ids.length / this.blockTokens) - chain.length;
    const blocks: Kv[] = [];
    while (blocks.length < missing) {
      const kv = this.#takeMemory();
      if (!kv) break;
      blocks.push(kv);
    }
    return {
      position: lease.tokens,
      blocks,
      commit: () => {
        for (const kv of blocks) if (!this.#append(chain, ids, kv, owner)) this.#free.push(kv);
        this.#touch(chain);
        lease.release();
      },
      abandon: () => {
        this.#free.push(...blocks);
        lease.release();
      },
    };
  }

  /**
   * Drops the blocks of an owner: those that nobody else has used since. What somebody else's prefix goes on from stays as
   * long as that does, since its tokens are theirs as well, and what is held at the moment until it is released.
   * @returns what was dropped, what had waited for it included
   */
  forget(owner: string): Forgotten {
    let blocks = 0;
    // A block comes before the one that it follows: by then that one has lost it.
    for (const block of this.#byUse) {
      if (block.owner !== owner) continue;
      block.isForgotten = true;
      blocks += this.#dropForgotten(block);
    }
    return { blocks, bytes: blocks * this.#options.blockBytes };
  }

  /** From here on blocks take no more memory than there is. @param room how much there is beside the bytes that they have */
  limit(room: (bytes: number) => number): void {
    const { blockBytes } = this.#options;
    const further = Math.max(0, Math.floor(room(this.#allocated * blockBytes) / blockBytes));
    this.#budgetBlocks = Math.min(this.#wantedBlocks, this.#allocated + further);
  }

  /** Evicts all that nobody holds. @returns the memory of it and of what was free, which is the caller's now */
  giveUp(): Kv[] {
    const given = this.#free.splice(0);
    for (let kv = this.#evict(); kv; kv = this.#evict()) given.push(kv, ...this.#free.splice(0));
    this.#allocated -= given.length;
    return given;
  }

  /** Whose blocks are kept; who is forgotten is not among them. */
  get owners(): Set<string> {
    const owners = new Set<string>();
    for (const { owner, isForgotten } of this.#byUse) if (owner !== undefined && !isForgotten) owners.add(owner);
    return owners;
  }

  /** Tokens looked up and found, and blocks evicted, are counted from here on. */
  resetCounts(): void {
    [this.#askedTokens, this.#hitTokens, this.#evictedBlocks] = [0, 0, 0];
  }

  get stats(): PrefixStats {
    let pinnedBlocks = 0;
    for (const { pins } of this.#byUse) if (pins > 0) pinnedBlocks++;
    return {
      askedTokens: this.#askedTokens,
      hitTokens: this.#hitTokens,
      bytes: this.#allocated * this.#options.blockBytes,
      blocks: this.#byUse.size,
      pinnedBlocks,
      budgetBlocks: this.#budgetBlocks,
      evictedBlocks: this.#evictedBlocks,
    };
  }

  /** Makes sure that the books are right; `idle`: and that nobody holds a block but by a pin. */
  check({ idle }: { idle: boolean }): void {
    const children = new Map<Block<Kv>, number>();
    const seen = new Set<Block<Kv>>();
    for (const block of this.#byUse) {
      assert(this.#byHash.get(block.hash) === block, 'a block is not found');
      if (block.parent) {
        assert(this.#byUse.has(block.parent), 'a block has outlived the one before it');
        assert(!seen.has(block.parent), 'a block was used later than the one before it');
        children.set(block.parent, (children.get(block.parent) ?? 0) + 1);
      }
      seen.add(block);
      assert(block.leases >= 0 && block.pins >= 0, 'a block was released twice');
      assert(!idle || block.leases === 0, 'a lease was forgotten');
      assert(!block.isForgotten || !isFree(block), 'a forgotten block was kept');
    }
    for (const block of this.#byUse) assert.equal(block.children, children.get(block) ?? 0);
    assert.equal(this.#byHash.size, this.#byUse.size);
    assert(this.#allocated <= this.#budgetBlocks, 'the budget is overdrawn');
    if (idle) assert.equal(this.#byUse.size + this.#free.length, this.#allocated, 'memory was lost');
  }

  #find(ids: readonly number[], mostTokens: number): Block<Kv>[] {
    const chain: Block<Kv>[] = [];
    for (let end = this.blockTokens; end <= Math.min(mostTokens, ids.length); end += this.blockTokens) {
      const parent = chain.at(-1);
      const own = ids.slice(end - this.blockTokens, end);
      const block = this.#byHash.get(this.#hash(parent?.hash ?? 0, own));
      // Equal hashes prove nothing.
      if (!block || block.parent !== parent || !own.every((id, index) => id === block.ids[index])) break;
      chain.push(block);
    }
    return chain;
  }

  /** Adds the block of `ids` that follows `chain`; false where another one has its hash. */
  #append(chain: Block<Kv>[], ids: readonly number[], kv: Kv, owner: string | undefined): boolean {
    const parent = chain.at(-1);
    const own = ids.slice(chain.length * this.blockTokens, (chain.length + 1) * this.blockTokens);
    const hash = this.#hash(parent?.hash ?? 0, own);
    if (this.#byHash.has(hash)) return false;
    const block: Block<Kv> = { hash, parent, ids: own, kv, owner, isForgotten: false, children: 0, leases: 0, pins: 0 };
    this.#byHash.set(hash, block);
    this.#byUse.add(block);
    if (parent) parent.children++;
    chain.push(block);
    return true;
  }

  /**
   * Marks a chain as just used by `owner`, whose it is from now on, whatever was to be forgotten of it: the tokens are that
   * one's, too. What somebody without a name uses is nobody's, and stays so.
   */
  #use(chain: readonly Block<Kv>[], owner: string | undefined): void {
    this.#touch(chain);
    for (const block of chain) {
      if (block.owner === undefined) continue;
      block.owner = owner;
      block.isForgotten = false;
    }
  }

  /** Marks a chain as just used, its end first, so that the end is evicted before the beginning. */
  #touch(chain: readonly Block<Kv>[]): void {
    for (const block of chain.toReversed()) {
      this.#byUse.delete(block);
      this.#byUse.add(block);
    }
  }

  #hold(chain: readonly Block<Kv>[], as: 'leases' | 'pins'): PrefixLease<Kv> {
    const held = [...chain];
    for (const block of held) block[as]++;
    let released = false;
    return {
      tokens: held.length * this.blockTokens,
      blocks: held.map(({ kv }) => kv),
      release: () => {
        assert(!released, 'released twice');
        released = true;
        for (const block of held) block[as]--;
        this.#dropForgotten(held.at(-1));
      },
    };
  }

  #takeMemory(): Kv | undefined {
    return this.#free.pop() ?? this.#allocate() ?? this.#evict();
  }

  /** Nothing where the budget is used up, or there is no more memory: a prefix that is not kept must cost nothing. */
  #allocate(): Kv | undefined {
    if (this.#allocated >= this.#budgetBlocks) return undefined;
    try {
      const kv = this.#options.allocate();
      this.#allocated++;
      return kv;
    } catch {
      return undefined;
    }
  }

  /** Takes the memory of the block that was used longest ago, of those that nobody holds and nothing follows. */
  #evict(): Kv | undefined {
    for (const block of this.#byUse) {
      if (!isFree(block)) continue;
      this.#remove(block);
      this.#evictedBlocks++;
      this.#dropForgotten(block.parent);
      return block.kv;
    }
    return undefined;
  }

  /** Drops the blocks from `last` back to the first one that is not forgotten, or that something still follows or holds. */
  #dropForgotten(last: Block<Kv> | undefined): number {
    let dropped = 0;
    for (let block = last; block?.isForgotten && isFree(block); block = block.parent) {
      this.#remove(block);
      this.#free.push(block.kv);
      dropped++;
    }
    return dropped;
  }

  #remove(block: Block<Kv>): void {
    this.#byUse.delete(block);
    this.#byHash.delete(block.hash);
    if (block.parent) block.parent.children--;
  }
}

/** Nothing follows or holds it. */
function isFree({ children, leases, pins }: Block<unknown>): boolean {
  return children === 0 && leases === 0 && pins === 0;
}

/** FNV-1a over ids instead of bytes, mixed at the end. */
function hashIds(parent: number, ids: readonly number[]): number {
  let hash = parent ^ 0x811c9dc5;
  for (const id of ids) hash = Math.imul(hash ^ id, 0x01000193) ^ (hash >>> 15);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
