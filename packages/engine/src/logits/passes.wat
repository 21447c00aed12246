;; Passes over the logits of a whole vocabulary, four numbers at a time: ten times as fast as the same in JavaScript.
;; `npm run compile-passes -w packages/engine` writes passes.ts; a test compares the two.
;;
;; The logits, f32, lie from `from` to `end`, a multiple of 256 bytes; those that fill it up are NaN, which no pass takes.
;; From `maxima` on lies the highest logit of each 64, a block, as the first pass has found them: the others go over the
;; blocks alone that have a logit for them.
(module
  (memory (export "memory") 1)

  ;; Finds the blocks' maxima. Returns the highest logit; -Infinity if none is a number.
  (func (export "findMaxima") (param $from i32) (param $end i32) (param $maxima i32) (result f32)
    (local $at i32) (local $blockEnd i32) (local $none v128) (local $a v128) (local $b v128) (local $highest v128)
    (local.set $at (local.get $from))
    (local.set $none (f32x4.splat (f32.const -inf)))
    (local.set $highest (local.get $none))
    (loop $nextBlock
      (local.set $a (local.get $none))
      (local.set $b (local.get $none))
      (local.set $blockEnd (i32.add (local.get $at) (i32.const 256)))
      (loop $next
        ;; pmax(a, x) is x where a < x, which is never so of NaN.
        (local.set $a (f32x4.pmax (local.get $a) (v128.load (local.get $at))))
        (local.set $b (f32x4.pmax (local.get $b) (v128.load offset=16 (local.get $at))))
        (local.set $a (f32x4.pmax (local.get $a) (v128.load offset=32 (local.get $at))))
        (local.set $b (f32x4.pmax (local.get $b) (v128.load offset=48 (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $blockEnd))))
      ;; All four numbers become the highest of them.
      (local.set $a (f32x4.pmax (local.get $a) (local.get $b)))
      (local.set $a
        (f32x4.pmax
          (local.get $a)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $a) (local.get $a))))
      (local.set $a
        (f32x4.pmax
          (local.get $a)
          (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $a) (local.get $a))))
      (v128.store32_lane 0 (local.get $maxima) (local.get $a))
      (local.set $maxima (i32.add (local.get $maxima) (i32.const 4)))
      (local.set $highest (f32x4.pmax (local.get $highest) (local.get $a)))
      (br_if $nextBlock (i32.lt_u (local.get $at) (local.get $end))))
    (f32x4.extract_lane 0 (local.get $highest)))

  ;; The first id whose logit is `highest`, the highest of all.
  (func (export "indexOf") (param $from i32) (param $maxima i32) (param $highest f32) (result i32)
    (local $at i32) (local $all v128) (local $equal v128)
    (local.set $at (local.get $from))
    (loop $nextBlock
      (if (f32.ne (f32.load (local.get $maxima)) (local.get $highest))
        (then
          (local.set $maxima (i32.add (local.get $maxima) (i32.const 4)))
          (local.set $at (i32.add (local.get $at) (i32.const 256)))
          (br $nextBlock))))
    (local.set $all (f32x4.splat (local.get $highest)))
    (loop $next
      (local.set $equal (f32x4.eq (v128.load (local.get $at)) (local.get $all)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.eqz (v128.any_true (local.get $equal)))))
    (i32.add
      (i32.shr_u (i32.sub (i32.sub (local.get $at) (i32.const 16)) (local.get $from)) (i32.const 2))
      (i32.ctz (i32x4.bitmask (local.get $equal)))))

  ;; Adds up 2^(logit * scale - shift) * factor of the logits that are at least `lowest`, with a relative error below 1.1e-4 and
  ;; what 32 bits lose of logit * scale. `shift` is a whole number below 2^22, and the exponent of such a logit -126 at least
  ;; and 0.5 at most. From `sums` on lies the sum up to the end of each block, f64.
  (func (export "sumOfPowers")
    (param $from i32) (param $end i32) (param $maxima i32) (param $sums i32) (param $scale f32) (param $shift f32) (param $factor f32) (param $lowest f32)
    (result f64)
    (local $at i32) (local $blockEnd i32) (local $sum f64) (local $block v128)
    (local $logits v128) (local $exponent v128) (local $shifted v128) (local $rest v128) (local $power v128)
    (local $scales v128) (local $shifts v128) (local $factors v128) (local $lowests v128)
    (local.set $at (local.get $from))
    (local.set $scales (f32x4.splat (local.get $scale)))
    ;; 1.5 * 2^23 leaves no bits for a fraction: the last bits of a sum with it are the nearest whole number.
    (local.set $shifts (f32x4.splat (f32.sub (f32.const 0x1.8p23) (local.get $shift))))
    (local.set $factors (f32x4.splat (f32.mul (local.get $factor) (f32.const 0.055008294))))
    (local.set $lowests (f32x4.splat (local.get $lowest)))
    (loop $nextBlock
      (local.set $blockEnd (i32.add (local.get $at) (i32.const 256)))
      (if (f32.lt (f32.load (local.get $maxima)) (local.get $lowest))
        (then
          (f64.store (local.get $sums) (local.get $sum))
          (local.set $sums (i32.add (local.get $sums) (i32.const 8)))
          (local.set $maxima (i32.add (local.get $maxima) (i32.const 4)))
          (local.set $at (local.get $blockEnd))
          (br_if $nextBlock (i32.lt_u (local.get $at) (local.get $end)))
          (return (local.get $sum))))
      (local.set $maxima (i32.add (local.get $maxima) (i32.const 4)))
      (local.set $block (v128.const f32x4 0 0 0 0))
      (loop $next
        (local.set $logits (v128.load (local.get $at)))
        (local.set $exponent (f32x4.mul (local.get $logits) (local.get $scales)))
        (local.set $shifted (f32x4.add (local.get $exponent) (local.get $shifts)))
        (local.set $rest (f32x4.sub (local.get $exponent) (f32x4.sub (local.get $shifted) (local.get $shifts))))
        ;; 2^rest / 0.055008294 for a rest from -0.5 to 0.5: the polynomial of degree 3 that is exactly 1 at 0 before, with
        ;; the least relative error, 1.01e-4; in factors, which is a step less. One degree more takes a sixth more time.
        (local.set $power
          (f32x4.mul
            (f32x4.add (local.get $rest) (v128.const f32x4 2.3381704 2.3381704 2.3381704 2.3381704))
            (f32x4.add
              (f32x4.mul
                (local.get $rest)
                (f32x4.add (local.get $rest) (v128.const f32x4 2.0650036 2.0650036 2.0650036 2.0650036)))
              (v128.const f32x4 7.774916 7.774916 7.774916 7.774916))))
        ;; The whole number is added to the power's own exponent, which begins at bit 23.
        (local.set $power (i32x4.add (local.get $power) (i32x4.shl (local.get $shifted) (i32.const 23))))
        (local.set $block
          (f32x4.add
            (local.get $block)
            (v128.and (local.get $power) (f32x4.ge (local.get $logits) (local.get $lowests)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $blockEnd))))
      (local.set $block (f32x4.mul (local.get $block) (local.get $factors)))
      (local.set $block
        (f32x4.add
          (local.get $block)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $block) (local.get $block))))
      ;; A sum of all in 32 bits would be less exact.
      (local.set $sum
        (f64.add
          (local.get $sum)
          (f64.promote_f32
            (f32.add (f32x4.extract_lane 0 (local.get $block)) (f32x4.extract_lane 1 (local.get $block))))))
      (f64.store (local.get $sums) (local.get $sum))
      (local.set $sums (i32.add (local.get $sums) (i32.const 8)))
      (br_if $nextBlock (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $sum))

  ;; Writes the ids whose logits are at least `lowest` and below `limit`, u32, ascending, from the address `to` on.
  ;; Returns how many there are.
  (func (export "idsBetween")
    (param $from i32) (param $end i32) (param $maxima i32) (param $lowest f32) (param $limit f32) (param $to i32) (result i32)
    (local $at i32) (local $blockEnd i32) (local $next i32) (local $mask i32) (local $lowests v128) (local $limits v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $lowests (f32x4.splat (local.get $lowest)))
    (local.set $limits (f32x4.splat (local.get $limit)))
    (local.set $at (local.get $from))
    (local.set $next (local.get $to))
    (loop $nextBlock
      (local.set $blockEnd (i32.add (local.get $at) (i32.const 256)))
      (if (f32.lt (f32.load (local.get $maxima)) (local.get $lowest))
        (then (local.set $at (local.get $blockEnd)))
        (else
        (loop $nextSixteen
          (local.set $a (v128.load (local.get $at)))
          (local.set $b (v128.load offset=16 (local.get $at)))
          (local.set $c (v128.load offset=32 (local.get $at)))
          (local.set $d (v128.load offset=48 (local.get $at)))
          (local.set $a (v128.and (f32x4.ge (local.get $a) (local.get $lowests)) (f32x4.lt (local.get $a) (local.get $limits))))
          (local.set $b (v128.and (f32x4.ge (local.get $b) (local.get $lowests)) (f32x4.lt (local.get $b) (local.get $limits))))
          (local.set $c (v128.and (f32x4.ge (local.get $c) (local.get $lowests)) (f32x4.lt (local.get $c) (local.get $limits))))
          (local.set $d (v128.and (f32x4.ge (local.get $d) (local.get $lowests)) (f32x4.lt (local.get $d) (local.get $limits))))
          ;; One bit for each of the sixteen.
          (local.set $mask
            (i8x16.bitmask
              (i8x16.narrow_i16x8_s
                (i16x8.narrow_i32x4_s (local.get $a) (local.get $b))
                (i16x8.narrow_i32x4_s (local.get $c) (local.get $d)))))
          (if (local.get $mask)
            (then
              (loop $nextBit
                (i32.store
                  (local.get $next)
                  (i32.add
                    (i32.shr_u (i32.sub (local.get $at) (local.get $from)) (i32.const 2))
                    (i32.ctz (local.get $mask))))
                (local.set $next (i32.add (local.get $next) (i32.const 4)))
                ;; Clears the lowest bit.
                (local.set $mask (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
                (br_if $nextBit (local.get $mask)))))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (br_if $nextSixteen (i32.lt_u (local.get $at) (local.get $blockEnd))))))
      (local.set $maxima (i32.add (local.get $maxima) (i32.const 4)))
      (br_if $nextBlock (i32.lt_u (local.get $at) (local.get $end))))
    (i32.shr_u (i32.sub (local.get $next) (local.get $to)) (i32.const 2))))
