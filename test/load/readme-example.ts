import { type ClusterDescription, defineCluster } from '../../lib/index.ts';

export const withWorkers = (description: ClusterDescription) =>
  defineCluster({
    ...description,
    machines: {
      ...description.machines,
      ...Object.fromEntries(
        Array.from({ length: 500 }, (_, index) => {
          const n = index + 1;
          const mac = (0x525400400000 + n).toString(16).replace(/..\B/g, '$&:');
          const address = `10.20.${4 + (n >> 8)}.${n & 255}`;
          const name = `worker-${String(n).padStart(3, '0')}`;
          return [name, { roles: ['client'], interfaces: [{ network: 'clients', mac, address }] }];
        }),
      ),
    },
  });
