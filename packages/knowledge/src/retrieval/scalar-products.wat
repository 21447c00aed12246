;; Scalar products of one vector with many, four numbers at a time: as fast as memory gives them.
;; `npm run compile-scalar-products -w packages/knowledge` writes scalar-products.ts; a test compares the two.
;;
;; All are f32. The vector lies from address 0 to `length`, a multiple of 64; the others, as long, lie one after the other
;; from `row` to `end`, at least one. From `to` on the product of each is written.
(module
  (memory (export "memory") 0)

  (func (export "multiply") (param $length i32) (param $row i32) (param $end i32) (param $to i32)
    (local $at i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $nextRow
      (local.set $at (i32.const 0))
      ;; Four sums do not wait for each other.
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (loop $next
        (local.set $a
          (f32x4.add
            (local.get $a)
            (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $row)))))
        (local.set $b
          (f32x4.add
            (local.get $b)
            (f32x4.mul (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $row)))))
        (local.set $c
          (f32x4.add
            (local.get $c)
            (f32x4.mul (v128.load offset=32 (local.get $at)) (v128.load offset=32 (local.get $row)))))
        (local.set $d
          (f32x4.add
            (local.get $d)
            (f32x4.mul (v128.load offset=48 (local.get $at)) (v128.load offset=48 (local.get $row)))))
        (local.set $row (i32.add (local.get $row) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $length))))
      (local.set $a
        (f32x4.add
          (f32x4.add (local.get $a) (local.get $b))
          (f32x4.add (local.get $c) (local.get $d))))
      (f32.store
        (local.get $to)
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
          (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $nextRow (i32.lt_u (local.get $row) (local.get $end))))))
