import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic } from '../../lib/diagnostic-text.ts';
import { type Loaded, loadCluster, resolveCluster } from '../../lib/load/load.ts';
import { parseDescription } from '../../lib/load/text/parse.ts';
import { garbage, rightConfig } from './arbitrary-config.ts';
import { sound } from './descriptions.ts';

const test = suite('arbitrary descriptions');

/** Nothing throws, and either there is a cluster or an error says why not. */
function assertAnswered(loaded: Loaded): void {
  const isRefused = loaded.diagnostics.some(({ severity }) => severity === 'error');
  assert.is(loaded.cluster === undefined, isRefused);
  for (const problem of loaded.diagnostics) {
    const text = formatDiagnostic(problem);
    assert.not.match(text, /undefined|\[object|NaN/);
  }
}

test('any text is answered', () => {
  const pieces = fc.constantFrom(
    ...' \t\n:-{}[],"\'#&*!|>%@`?ab01~\r\uFEFF',
    '---',
    '<<',
    'name: ',
    'machines:',
    '\n  ',
    '\0',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
      ),
      (text) => {
        assertAnswered(loadCluster(text.replaceAll('undefined', '')));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a sound text with anything put into it, cut out or doubled is answered', () => {
  const edit = fc.tuple(
    fc.nat(sound.length),
    fc.nat(40),
    fc.oneof(fc.string({ maxLength: 8 }), fc.constant(undefined)),
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = sound;
      for (const [at, length, put] of edits) {
        text = text.slice(0, at) + (put ?? text.slice(at, at + length).repeat(2)) + text.slice(at + length);
      }
      assertAnswered(loadCluster(text));
    }),
    { numRuns: 1000 },
  );
});

test('a range with anything put into its name and its addresses is answered', () => {
  const pieces = (...more: string[]) =>
    fc.array(fc.constantFrom('1', '2', '03', '010', '100', '-', ',', '[', ']', ...more), { maxLength: 8 });
  const keys = pieces('{', '}', ':', '..', ' ', 'w', '1234567890', '999999999').map((all) => `w-[${all.join('')}`);
  const address = pieces(
    '10.20.0.',
    '10.20.0.100',
    ' + n',
    '+',
    'n',
    '52:54:00:40:00:00',
    'fd00::',
    '255.255.255.',
  ).map((all) => all.join(''));
  const machine = fc.record({ mac: address, address }, { requiredKeys: [] }).map((fields) => {
    return { roles: ['client'], interfaces: [{ network: 'clients', ...fields }] };
  });
  const root = parseDescription(sound).source?.root as { readonly machines: object };
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, machine), { maxLength: 3 }), (entries) => {
      assertAnswered(resolveCluster({ ...root, machines: { ...root.machines, ...Object.fromEntries(entries) } }));
    }),
    { numRuns: 2000 },
  );
});

test('any value is answered, plain or not', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
      (value) => {
        resolveCluster(value);
        resolveCluster({ name: value, machines: value });
      },
    ),
    { numRuns: 500 },
  );
});

/** Replaces one node of a value, chosen by a number, by another value. */
function replaced(value: unknown, target: { left: number }, by: unknown): unknown {
  target.left -= 1;
  if (target.left === 0) return by;
  if (Array.isArray(value)) return value.map((item) => replaced(item, target, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, target, by)]));
}

test('a sound value with any node replaced by any JSON is answered', () => {
  const root = parseDescription(sound).source?.root;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.jsonValue(), (index, by) => {
      assertAnswered(resolveCluster(replaced(root, { left: index }, by)));
    }),
    { numRuns: 2000 },
  );
});

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/).filter((name) => name !== 'localhost');

test('any configuration of an agent is answered, for any version', () => {
  const root = parseDescription(sound).source?.root as object;
  const version = fc.constantFrom('0.11.3', '1.3.9', '1.11.3', '2.0.5', '9.9.9', '1.11.3+ent', 'latest', '');
  fc.assert(
    fc.property(version, garbage, garbage, (named, ofServers, ofOne) => {
      const server = { network: 'servers', config: ofServers };
      assertAnswered(
        resolveCluster({ ...root, nomad: { version: named }, server, client: { network: 'clients', config: ofOne } }),
      );
    }),
    { numRuns: 2000 },
  );
});

test('a cluster somebody might describe loads, as YAML, as JSON and as a value, to the same', () => {
  const names = fc.uniqueArray(label, { minLength: 3, maxLength: 7 });
  const config = rightConfig.filter(isExact);
  fc.assert(
    fc.property(names, fc.nat(255), fc.nat(255), config, (machines, second, third, settings) => {
      const description = {
        name: 'demo',
        nomad: { version: '1.11.3' },
        networks: { lan: { subnet: `10.${second}.${third}.0/24` } },
        server: { network: 'lan', config: settings },
        client: { network: 'lan', ports: { http: 4656 } },
        machines: Object.fromEntries(
          machines.map((name, index) => [
            name,
            { interfaces: [{ network: 'lan', address: `10.${second}.${third}.${index + 1}` }] },
          ]),
        ),
      };
      const { cluster, diagnostics } = resolveCluster(description);
      assert.ok(cluster, JSON.stringify(diagnostics));
      assert.equal(
        cluster.machines.map(({ name }) => name),
        machines,
      );
      assert.equal(loadCluster(JSON.stringify(description)).cluster, cluster);
      assert.equal(loadCluster(JSON.stringify(description, null, 2)).cluster, cluster);
    }),
    { numRuns: 200 },
  );
});

/** Whether reading the number back gives the same number, and no sign of zero is lost. */
function isExact(value: unknown): boolean {
  return !/__proto__|[\uFFFD\0]|e[+-]?\d|\d{15}|-0\b/.test(JSON.stringify(value));
}

test.run();
