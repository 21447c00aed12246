;; Scalar products of one vector with many, sixteen numbers at a time: as fast as memory gives them.
;; `npm run compile-scalar-products -w packages/knowledge` writes scalar-products.ts; a test compares the two.
;;
;; All are i8. The vector lies from address 0 to `length`, a multiple of 32 and 65,536 at most, so that no sum overflows; the
;; others, as long, lie one after the other from `row` to `end`, at least one. From `to` on the product of each is written, f32.
(module
  (memory (export "memory") 0)

  (func (export "multiply") (param $length i32) (param $row i32) (param $end i32) (param $to i32)
    (local $at i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $nextRow
      (local.set $at (i32.const 0))
      ;; Four sums do not wait for each other.
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (v128.const i32x4 0 0 0 0))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (loop $next
        (local.set $a
          (i32x4.add
            (local.get $a)
            (i32x4.extadd_pairwise_i16x8_s
              (i16x8.extmul_low_i8x16_s (v128.load (local.get $at)) (v128.load (local.get $row))))))
        (local.set $b
          (i32x4.add
            (local.get $b)
            (i32x4.extadd_pairwise_i16x8_s
              (i16x8.extmul_high_i8x16_s (v128.load (local.get $at)) (v128.load (local.get $row))))))
        (local.set $c
          (i32x4.add
            (local.get $c)
            (i32x4.extadd_pairwise_i16x8_s
              (i16x8.extmul_low_i8x16_s (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $row))))))
        (local.set $d
          (i32x4.add
            (local.get $d)
            (i32x4.extadd_pairwise_i16x8_s
              (i16x8.extmul_high_i8x16_s (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $row))))))
        (local.set $row (i32.add (local.get $row) (i32.const 32)))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $length))))
      (local.set $a
        (i32x4.add
          (i32x4.add (local.get $a) (local.get $b))
          (i32x4.add (local.get $c) (local.get $d))))
      (f32.store
        (local.get $to)
        (f32.convert_i32_s
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
            (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a))))))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $nextRow (i32.lt_u (local.get $row) (local.get $end))))))
