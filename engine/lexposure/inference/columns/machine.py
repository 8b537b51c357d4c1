"""The machine that runs :mod:`lexposure.inference.columns.fast`: the only module that touches Numba.

Planes are vectors of 512 bits, spelt out for LLVM so that it need not find them: what the processor lacks it
splits. Columns are read where they lie, by address.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from lexposure.inference.columns.plan import Kind


def machine() -> Any:
    """The compiled function that decides whole blocks of 512 rows; some seconds when it is first called."""
    numba: Any = importlib.import_module("numba")
    at_least = {size: _compare(numba, size, ">=") for size in (1, 2, 4, 8)}
    equal = {size: _compare(numba, size, "==") for size in (1, 2, 4, 8)}
    least1, least2, least4, least8 = at_least.values()
    equal1, equal2, equal4, equal8 = equal.values()
    and8, or8, add8 = _joined(numba, "and_"), _joined(numba, "or_"), _added(numba)
    jit = numba.njit(nogil=True, boundscheck=False)
    gate, burden, stands = int(Kind.ALL), int(Kind.BURDEN), int(Kind.STANDS)
    full = np.uint64(0xFFFFFFFFFFFFFFFF)

    @jit  # type: ignore[untyped-decorator]
    def word_of(operation: int, size: int, address: int, constant: int) -> Any:
        if operation == 0:
            if size == 1:
                return least1(address, constant)
            if size == 2:
                return least2(address, constant)
            return least4(address, constant) if size == 4 else least8(address, constant)
        if operation == 1:
            if size == 1:
                return equal1(address, constant)
            if size == 2:
                return equal2(address, constant)
            return equal4(address, constant) if size == 4 else equal8(address, constant)
        return np.uint64(0)

    @jit  # type: ignore[untyped-decorator]
    def compare(tests: Any, masks: Any, row: int, slab: Any, known: int) -> None:
        for number in range(len(masks)):
            for word in range(8):
                slab[known + number, word] = equal1(masks[number] + row + 64 * word, 1)
        for number in range(len(tests)):
            node, operation, address, size = tests[number, 0], tests[number, 1], tests[number, 2], tests[number, 3]
            constant, mask, more = tests[number, 4], tests[number, 5], tests[number, 6]
            for word in range(8):
                found = word_of(operation, size, address + size * (row + 64 * word), constant)
                within = slab[known + mask, word] if mask >= 0 else full
                if more:
                    found |= slab[2 * node, word]
                slab[2 * node, word] = found & within
                slab[2 * node + 1, word] = ~found & within

    @jit  # type: ignore[untyped-decorator]
    def decide(gates: Any, arguments: Any, slab: Any, base: int) -> None:
        for number in range(len(gates)):
            node, kind, start, stop = gates[number, 0], gates[number, 1], gates[number, 2], gates[number, 3]
            first = arguments[start]
            if kind == gate:
                true, false = base + 128 * node, base + 128 * node + 64
                second = arguments[start + 1]
                and8(true, base + 64 * first, base + 64 * second)
                or8(false, base + 64 * (first ^ 1), base + 64 * (second ^ 1))
                for place in range(start + 2, stop):
                    and8(true, true, base + 64 * arguments[place])
                    or8(false, false, base + 64 * (arguments[place] ^ 1))
                continue
            for word in range(8):
                yes, no = slab[first, word], slab[first ^ 1, word]
                if kind == burden:
                    yes |= slab[arguments[start + 1], word] & ~no
                elif kind == stands:
                    unanswered = ~slab[arguments[start + 1], word]
                    yes |= slab[arguments[start + 2], word] & unanswered
                    no |= slab[arguments[start + 2] ^ 1, word] & unanswered
                else:
                    no = np.uint64(0)
                slab[2 * node, word], slab[2 * node + 1, word] = yes, no

    @jit  # type: ignore[untyped-decorator]
    def push(digit: int, plane: int, sums: int, digits: int, waiting: Any) -> None:
        """Add a plane: two that wait make a full adder with the sum of their digit, which carries one on."""
        while True:
            second = sums + 64 * (digits + digit)
            if not waiting[digit]:
                or8(second, plane, plane)
                waiting[digit] = True
                return
            carry = sums + 64 * (2 * digits + digit % 2)
            add8(sums + 64 * digit, second, plane, carry)
            waiting[digit] = False
            plane = carry
            digit += 1

    @jit  # type: ignore[untyped-decorator]
    def score(references: Any, weights: Any, slab: Any, base: int, place: int, digits: int, out: Any) -> None:
        sums = base + 64 * place
        waiting = np.zeros(digits + 1, np.bool_)
        slab[place : place + 2 * digits + 2] = 0
        for number in range(len(weights)):
            weight, digit = weights[number], 0
            while weight:
                if weight & 1:
                    push(digit, base + 64 * references[number], sums, digits, waiting)
                weight >>= 1
                digit += 1
        for digit in range(digits):
            if waiting[digit]:
                waiting[digit] = False
                second, carry = sums + 64 * (digits + digit), sums + 64 * (2 * digits + digit % 2)
                for word in range(8):
                    slab[place + 2 * digits + (digit + 1) % 2, word] = 0
                add8(sums + 64 * digit, second, sums + 64 * (2 * digits + (digit + 1) % 2), carry)
                if digit + 1 < digits:
                    push(digit + 1, carry, sums, digits, waiting)
        out[:] = 0
        for digit in range(digits):
            for word in range(8):
                bits = slab[place + digit, word]
                for lane in range(64):
                    out[64 * word + lane] += np.int64((bits >> np.uint64(lane)) & np.uint64(1)) << digit

    @jit  # type: ignore[untyped-decorator]
    def run(code: Any, numbers: Any, arrays: Any) -> None:
        masks, tests, others, gates, arguments, references, weights = code
        first, last, known, digits = numbers
        planes, slab, true, false, scores = arrays
        base = slab.ctypes.data
        half = len(others)
        for row in range(first, last, 512):
            start = (row - first) // 64
            for number in range(half):
                node, plane = others[number, 0], others[number, 1]
                for word in range(8):
                    slab[2 * node, word] = planes[plane, start + word]
                    slab[2 * node + 1, word] = planes[half + plane, start + word]
            compare(tests, masks, row, slab, known)
            decide(gates, arguments, slab, base)
            for number in range(len(references)):
                reference = references[number]
                for word in range(8):
                    true[number, start + word] = slab[reference, word]
                    false[number, start + word] = slab[reference ^ 1, word]
            if len(weights):
                place = known + len(masks)
                score(references, weights, slab, base, place, digits, scores[row - first : row - first + 512])

    return run


def _compare(numba: Any, size: int, sign: str) -> Any:
    """64 whole numbers of ``size`` bytes at an address against one: the outcomes as a word."""
    ir: Any = importlib.import_module("llvmlite.ir")
    number, index = ir.IntType(8 * size), ir.IntType(32)
    vector = ir.VectorType(number, 64)
    signature = numba.types.uint64(numba.types.int64, numba.types.int64)

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del context, signature
        address, constant = arguments
        values = builder.load(builder.inttoptr(address, vector.as_pointer()), align=1)
        narrow = builder.trunc(constant, number) if size < 8 else constant
        empty = ir.Constant(vector, ir.Undefined)
        one = builder.insert_element(empty, narrow, ir.Constant(index, 0))
        every = builder.shuffle_vector(one, empty, ir.Constant(ir.VectorType(index, 64), [0] * 64))
        return builder.bitcast(builder.icmp_signed(sign, values, every), ir.IntType(64))

    def compare64(typing: Any, address: Any, constant: Any) -> Any:
        del typing, address, constant
        return signature, generated

    return numba.extending.intrinsic(compare64)


def _joined(numba: Any, operation: str) -> Any:
    """Two planes at their addresses joined into a third."""
    ir: Any = importlib.import_module("llvmlite.ir")
    vector = ir.VectorType(ir.IntType(64), 8)
    signature = numba.types.void(*[numba.types.int64] * 3)

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del signature
        out, one, two = (builder.inttoptr(address, vector.as_pointer()) for address in arguments)
        joined = getattr(builder, operation)(builder.load(one, align=8), builder.load(two, align=8))
        builder.store(joined, out, align=8)
        return context.get_dummy_value()

    def joined8(typing: Any, out: Any, one: Any, two: Any) -> Any:
        del typing, out, one, two
        return signature, generated

    return numba.extending.intrinsic(joined8)


def _added(numba: Any) -> Any:
    """A full adder on planes at their addresses: ``total``, ``one`` and ``two`` to ``total`` and ``carry``."""
    ir: Any = importlib.import_module("llvmlite.ir")
    vector = ir.VectorType(ir.IntType(64), 8)
    signature = numba.types.void(*[numba.types.int64] * 4)

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del signature
        total, one, two, carry = (builder.inttoptr(address, vector.as_pointer()) for address in arguments)
        a, b, c = (builder.load(plane, align=8) for plane in (total, one, two))
        either = builder.xor(a, b)
        builder.store(builder.or_(builder.and_(a, b), builder.and_(either, c)), carry, align=8)
        builder.store(builder.xor(either, c), total, align=8)
        return context.get_dummy_value()

    def added8(typing: Any, total: Any, one: Any, two: Any, carry: Any) -> Any:
        del typing, total, one, two, carry
        return signature, generated

    return numba.extending.intrinsic(added8)
