import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic } from '../../lib/diagnostic-text.ts';
import { loadCluster } from '../../lib/load/load.ts';
import { complaints, counted, entry, roomy, sound } from './descriptions.ts';

const test = suite('problems of ranges of machines');

/** What is said about a text, each problem as people see it. */
function said(text: string): readonly string[] {
  return loadCluster(text, { fileName: 'a.yaml' }).diagnostics.map((problem) => formatDiagnostic(problem));
}

test('what is wrong with many machines of a range is said once, where it is written, and counted', () => {
  const text =
    roomy +
    entry(
      'w-[001-500]',
      counted.replace('10.20.4.0', '10.20.255.0'),
      '    certificate: { issuedAt: 2027-02-31T00:00:00Z }\n',
    );
  assert.equal(complaints(text), [
    'no-such-date machines.w-001.certificate.issuedAt',
    'address-not-for-hosts machines.w-255.interfaces[0].address',
    'address-outside-subnet machines.w-256.interfaces[0].address',
  ]);
  assert.is(
    said(text)[2],
    `a.yaml:28:68: error[address-outside-subnet]: expected an address in network clients (10.20.0.0/16 and fd00:20::/64), received 10.21.0.0, and likewise for 244 more machines of "w-[001-500]"
  28 |       - { network: clients, mac: "52:54:00:40:00:00 + n", address: "10.20.255.0 + n" }
     |                                                                    ^
  in: machines.w-256.interfaces[0].address
  mend: give an address of network clients, or widen its subnet`,
  );
  const [problem] = loadCluster(text).diagnostics;
  assert.equal(problem?.writtenPath, ['machines', 'w-[001-500]', 'certificate', 'issuedAt']);
});

test('the mistakes of a large range leave room for those of others', () => {
  const text =
    roomy.replace('10.10.0.13', '10.30.0.13') +
    entry('w-[1-5000]', counted, '    client: { config: { enable_debug: true, bind_addr: b } }\n');
  assert.equal(complaints(text), [
    'address-outside-subnet machines.n3.interfaces[0].address',
    'config-invariant machines.w-1.client.config.bind_addr',
  ]);
  assert.match(said(text)[1] ?? '', 'and likewise for 4999 more machines of "w-[1-5000]"');
});

test('of very many problems of ranges and of machines the first thousand are listed, and the rest is counted', () => {
  const wrong = Array.from({ length: 1500 }, (_, index) => entry(`w${index}-[2-1]`, '{ network: clients }')).join('');
  const files = `extra: { files: [${'{ path: /etc, content: a }, '.repeat(1500)}] }\n`;
  const { diagnostics } = loadCluster(roomy + wrong + files);
  assert.is(diagnostics.length, 1001);
  assert.match(diagnostics.at(-1)?.message ?? '', ': 2000 more');
});

test('both places of a problem are found where they are written', () => {
  const text =
    roomy.replace('10.20.0.12', '10.20.4.3') + entry('w-[1-5]') + entry('x-[4-9]', counted.replace('40:00', '41:00'));
  const places = loadCluster(text).diagnostics.map(({ code, path, position, first }) => {
    return [code, path[1], position?.line, first?.path[1], first?.position?.line];
  });
  assert.equal(places, [
    ['duplicate-address', 'w-3', 27, 'n2', 19],
    ['duplicate-address', 'x-4', 31, 'w-4', 27],
  ]);
});

test('a line with a secret is kept back from every problem of a range', () => {
  const text = roomy + entry('w-[1-5]', counted, '    client: { config: { vault: { token: c2VjcmV0 }, tls: {} } }\n');
  assert.equal(complaints(text), [
    'config-secret machines.w-1.client.config.vault.token',
    'config-invariant machines.w-1.client.config.tls',
  ]);
  assert.not.match(JSON.stringify(loadCluster(text)), 'c2VjcmV0');
});

test('a name that two entries give is answered with the range divided', () => {
  const mends = (text: string) =>
    loadCluster(roomy + text).diagnostics.map(({ message, mend }) => `${message} -> ${mend}`);
  const alone = entry('w-017', '{ network: clients, name: ens3 }') + entry('w-019', '{ network: clients, name: ens3 }');
  const once = 'expected each machine name once, received';
  assert.equal(mends(entry('w-[001-500]') + alone), [
    `${once} "w-017" a second time -> write "w-[001-016,018,020-500]" in place of "w-[001-500]"`,
    `${once} "w-019" a second time -> write "w-[001-016,018,020-500]" in place of "w-[001-500]"`,
  ]);
  assert.equal(mends(alone + entry('w-[001-500]')), [
    `${once} "w-017" a second time, and likewise for 1 more machine of "w-[001-500]" -> write "w-[001-016,018,020-500]" in place of "w-[001-500]"`,
  ]);
  assert.equal(mends(entry('w-[1-9]') + entry('w-[4-5]')), [
    `${once} "w-4" a second time, and likewise for 1 more machine of "w-[4-5]" -> write "w-[1-3,6-9]" in place of "w-[1-9]"`,
  ]);
  const odd = Array.from({ length: 100 }, (_, index) => entry(`w-${index * 2}`, '{ network: clients, name: ens3 }'));
  assert.match(
    mends(entry('w-[1-200]') + odd.join(''))[0] ?? '',
    '-> take the machines that have an entry of their own out of "w-[1-200]"',
  );
  assert.equal(mends(entry('w-[1-2]') + entry('w-[1,2]')), [
    `${once} "w-1" a second time, and likewise for 1 more machine of "w-[1,2]" -> remove "w-[1,2]", for other entries give all its machines`,
  ]);
});

test('the mend of a name that is no range shows the range that was meant', () => {
  const mendOf = (key: string) => loadCluster(roomy + entry(key)).diagnostics[0]?.mend;
  for (const key of [
    'worker-[001:500]',
    'worker-{001..500}',
    'worker-{001-500}',
    'worker-[001..500]',
    'worker-001..500',
    'worker-[001 - 500]',
    'worker-[001–500]',
    'worker-[001-500',
  ]) {
    assert.is(mendOf(key), 'write "worker-[001-500]"', key);
  }
  assert.is(mendOf('w-[1-010]'), 'write "w-[001-010]", or "w-[1-10]" where no name has a 0 in front');
  assert.is(
    mendOf('w-[001-016,18-50]'),
    'write "w-[001-016,018-050]", or "w-[1-16,18-50]" where no name has a 0 in front',
  );
  assert.is(mendOf('w-[5-2]'), 'write "w-[2-5]"');
  assert.is(mendOf('w-[12-9,30]'), 'write "w-[9-12,30]"');
  assert.is(mendOf('w-[012-009]'), 'write "w-[009-012]"');
  assert.is(mendOf('w-[1-5,3-8]'), 'write "w-[1-5,6-8]"');
  assert.is(mendOf('r[1-2]-n[1-8]'), 'write an entry for each number of the first pair, such as "r1-n[1-8]"');
  assert.match(mendOf('w-[a-c]') ?? '', '"worker-[1-3,7,10-12]"');
  assert.match(mendOf('w-017') ?? '', '"w-[017]"');
  const fixed = loadCluster(roomy + entry('w-[017-500]', '{ network: clients, address: 10.20.4.0 }')).diagnostics[0];
  assert.is(fixed?.mend, 'write "10.20.4.0 + n": n is the number in the name, so w-017 gets 10.20.4.17');
  const ofFirst = (given: string) =>
    loadCluster(roomy + entry('w-[017-500]', given)).diagnostics.map(({ mend }) => mend);
  const of = {
    ip: ofFirst('{ network: clients, address: 10.20.4.17 }'),
    mac: ofFirst('{ network: clients, mac: "52:54:00:00:00:11" }'),
  };
  assert.equal(of, {
    ip: ['write "10.20.4.0 + n": n is the number in the name, so w-017 gets 10.20.4.17'],
    mac: ['write "52:54:00:00:00:00 + n": n is the number in the name, so w-017 gets 52:54:00:00:00:11'],
  });
});

test('nothing follows from what was refused or has the wrong form', () => {
  const server = (key: string, fields: string) =>
    `  ${JSON.stringify(key)}:\n    interfaces:\n      - { network: servers, ${fields} }\n      - { network: clients, name: b }\n`;
  const head = sound.slice(0, sound.indexOf('  n1:'));
  assert.equal(complaints(head + server('n[1-3]', 'address: 10.10.0.11, name: a')), [
    'count-missing machines["n[1-3]"].interfaces[0].address',
  ]);
  assert.equal(complaints(head + server('n[1-2]', 'address: 10.10.0.10 + n, mac: 5')), [
    'even-servers machines',
    'mac-number machines["n[1-2]"].interfaces[0].mac',
  ]);
  assert.equal(complaints(head + server('n[1:2]', 'address: 10.10.0.10 + n, mac: "52:54:00:10:00:00 + n"')), [
    'range-form machines["n[1:2]"]',
  ]);
  assert.equal(complaints(`${head}  "n[1-2]": 5\n  n3: { roles: [client], interfaces: [{ network: clients }] }\n`), [
    'wrong-type machines["n[1-2]"]',
  ]);
  assert.equal(complaints(head + server('n[1-2]', 'adress: 10.10.0.10 + n, mac: "52:54:00:10:00:00 + n"')), [
    'even-servers machines',
    'unknown-key machines["n[1-2]"].interfaces[0].adress',
  ]);
  const servers = server('n[1-3]', 'address: 10.10.0.10 + n, mac: "52:54:00:10:00:00 + n"');
  assert.equal(complaints(head + servers + entry('n2', '{ network: clients }')), ['duplicate-machine machines.n2']);
  assert.equal(complaints(sound + entry('n[1-3]', '{ network: clients }')), ['duplicate-machine machines["n[1-3]"]']);
});

test('what else is wrong with a range that was refused is said with it', () => {
  const text =
    roomy +
    entry('w-[5-1]', '{ network: clint, mac: "52:54:00:40:00:00 + n" }', '    client: { config: { tls: {} } }\n');
  assert.equal(complaints(text), [
    'range-reversed machines["w-[5-1]"]',
    'config-invariant machines["w-[5-1]"].client.config.tls',
    'unknown-network machines["w-[5-1]"].interfaces[0].network',
  ]);
});

test.run();
