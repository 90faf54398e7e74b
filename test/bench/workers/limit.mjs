/**
 * The work that no implementation in Node can avoid for a leaf: one product of a scalar and the base point, for its
 * public key, and one signature by the authority. Both by OpenSSL, with nothing encoded, derived or checked.
 */

import { createECDH, createPrivateKey, randomBytes, sign } from 'node:crypto';

/** Octets of a certificate without its signature. */
const tbsOctets = 460;

/**
 * @param {string} privateKey of an authority, in PEM
 * @returns {(leaves: number) => void} does the work of so many leaves
 */
export function prepareLimit(privateKey) {
  const key = createPrivateKey(privateKey);
  const curve = createECDH('prime256v1');
  const message = Buffer.alloc(tbsOctets, 1);
  // Below the order of the base point, which begins with 0xffffffff.
  const scalars = Array.from({ length: 64 }, () => Buffer.concat([Buffer.of(0x7f), randomBytes(31)]));
  return (leaves) => {
    for (let index = 0; index < leaves; index += 1) {
      curve.setPrivateKey(scalars[index % scalars.length]);
      curve.getPublicKey();
      sign('sha256', message, key);
    }
  };
}
