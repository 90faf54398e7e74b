import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCluster } from '../../lib/load/load.ts';
import { manyMachines } from './descriptions.ts';

const test = suite('large descriptions');

/** The shortest of a few runs, so that another process on the machine does not count. */
function shortest(text: string): number {
  const times = Array.from({ length: 4 }, () => {
    const start = process.cpuUsage();
    loadCluster(text);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  });
  return Math.min(...times);
}

test('five thousand machines written out load, each as it stands', () => {
  const { cluster, diagnostics } = loadCluster(manyMachines(5000));
  assert.equal(diagnostics, []);
  assert.is(cluster?.machines.length, 5000);
  assert.equal(cluster?.machines[4999]?.interfaces[1]?.addresses, [{ address: '10.20.19.146', prefixLength: 16 }]);
});

test('eight times the machines cost about eight times the work, not sixty-four times', () => {
  const few = manyMachines(1000);
  const many = manyMachines(8000);
  shortest(few);
  const ratio = shortest(many) / shortest(few);
  assert.ok(ratio < 24, `ratio ${ratio}`);
});

test('eight times the mistakes cost about eight times the work as well', () => {
  const wrong = (count: number) =>
    manyMachines(count).replaceAll('address:', 'adress:').replaceAll('network: clients', 'network: client');
  shortest(wrong(500));
  const ratio = shortest(wrong(4000)) / shortest(wrong(500));
  assert.ok(ratio < 24, `ratio ${ratio}`);
});

test.run();
