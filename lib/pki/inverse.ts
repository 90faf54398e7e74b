/**
 * Inverse modulo the order of P-256 by Lehmer's form of the extended Euclidean algorithm (Knuth, The Art of Computer
 * Programming 2, 4.5.2, Algorithm L): most quotients are found from the leading digits alone, in plain numbers, which
 * takes a third of the time that long division at each step takes. Not constant in time: give it blinded values.
 */

import { ORDER } from './p256.ts';

/** Leading bits that a step looks at. No number of a step has more bits, so all are exact in the 53 of a double. */
const LEADING_BITS = 48;

/** Below this a plain division is as good. */
const SMALL = 1n << 56n;

/** Inverse of a number in [1, n-1] modulo n. */
export function inverse(value: bigint): bigint {
  // Throughout: x = u · value and y = v · value, modulo n.
  let [x, y] = [ORDER, value];
  let [u, v] = [0n, 1n];
  while (y !== 0n) {
    const step = y > SMALL ? lehmerStep(x, y) : undefined;
    if (step) {
      const [A, B, C, D] = step;
      [x, y] = [A * x + B * y, C * x + D * y];
      [u, v] = [A * u + B * v, C * u + D * v];
    } else {
      const quotient = x / y;
      [x, y] = [y, x - quotient * y];
      [u, v] = [v, u - quotient * v];
    }
  }
  return u < 0n ? u + ORDER : u;
}

const double = new DataView(new ArrayBuffer(8));

/** Bits of a positive number, from the exponent of its double (IEEE 754); one more where that is rounded up. */
function bitLength(number: bigint): number {
  double.setFloat64(0, Number(number));
  return (double.getUint16(0) >> 4) - 1022;
}

/**
 * Several Euclidean steps at once: [x, y] becomes [A x + B y, C x + D y]. The two divisions bound the true quotient
 * from both sides; it goes on as long as they agree. Undefined when not even the first quotient is certain.
 */
function lehmerStep(x: bigint, y: bigint): readonly [bigint, bigint, bigint, bigint] | undefined {
  const shift = BigInt(Math.max(0, bitLength(x) - LEADING_BITS));
  let [xLead, yLead] = [Number(x >> shift), Number(y >> shift)];
  let [A, B, C, D] = [1, 0, 0, 1];
  while (yLead + C !== 0 && yLead + D !== 0) {
    const quotient = Math.floor((xLead + A) / (yLead + C));
    if (quotient !== Math.floor((xLead + B) / (yLead + D))) break;
    [A, B, C, D] = [C, D, A - quotient * C, B - quotient * D];
    [xLead, yLead] = [yLead, xLead - quotient * yLead];
  }
  return B === 0 ? undefined : [BigInt(A), BigInt(B), BigInt(C), BigInt(D)];
}
