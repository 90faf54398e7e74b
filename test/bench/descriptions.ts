/** Descriptions of large clusters, every machine written out as people write them. */

/**
 * The text of a cluster in which the first machines carry both agents and the others a client alone. Names are of one
 * length, so that a text grows with its machines and by nothing else; 20,000 machines are just below the longest text
 * that is taken.
 * @param machines at most 60,000
 */
export function descriptionText(machines: number, withServer: number): string {
  return `${head}${Array.from({ length: machines }, (_, index) => machine(index, index < withServer)).join('')}`;
}

export const benchCluster = 'bench';

const head = `name: ${benchCluster}
nomad:
  version: 1.11.3
networks:
  servers: { subnet: 10.10.0.0/16 }
  clients: { subnet: 10.20.0.0/16 }
server:
  network: servers
client:
  network: clients
  drivers: [exec]
machines:
`;

function machine(index: number, isServer: boolean): string {
  const number = index + 11;
  const host = `${number >> 8}.${number & 255}`;
  const octets = number.toString(16).padStart(4, '0').replace(/..$/, ':$&');
  return `  m${String(index + 1).padStart(5, '0')}:
${isServer ? '' : '    roles: [client]\n'}    interfaces:
      - { network: servers, mac: "52:54:00:10:${octets}", address: 10.10.${host} }
      - { network: clients, mac: "52:54:00:20:${octets}", address: 10.20.${host} }
`;
}
