/**
 * How much memory a server agent gets, by the number of clients.
 * Source: HashiCorp's reference architecture for Nomad, whose server machines are small with 8 to 16 GB (for most first
 * deployments) and large with 32 to 64 GB (for a high load that lasts). Both leave the number of clients open: Nomad's
 * maintainers say that the large one is for thousands of clients, and somebody measured 1.2 GiB with 250 clients and a
 * thousand containers (hashicorp/nomad, issue 2564). A limit is half of the smallest machine of its size.
 */

interface MemoryRow {
  /** The first number of clients that it holds for. */
  readonly from: number;
  readonly memoryMaxMiB: number;
  /** HashiCorp's size of the machine, and its smallest memory; the first is this project's own, for servers beside tasks. */
  readonly machine: string;
}

export const serverMemoryRows: readonly MemoryRow[] = [
  { from: 0, memoryMaxMiB: 1024, machine: 'any of 2 GiB or more' },
  { from: 101, memoryMaxMiB: 4096, machine: 'small, 8 GiB' },
  { from: 1001, memoryMaxMiB: 16384, machine: 'large, 32 GiB' },
];

/** The memory limit in MiB that servers of so many clients should have. */
export function fittingServerMemoryMiB(clients: number): number {
  return serverMemoryRows.findLast(({ from }) => from <= clients)?.memoryMaxMiB ?? 0;
}

/**
 * The limit of servers whose description names none, in MiB: the fitting one, but for machines that it would take more
 * than half of. The smallest limit stays, and is refused where a machine has no room even for it.
 * @param memoriesMiB of the machines with a server, as far as they are known
 */
export function defaultServerMemoryMiB(clients: number, memoriesMiB: readonly number[]): number {
  const halves = memoriesMiB.map((memory) => Math.floor(memory / 2));
  return Math.max(fittingServerMemoryMiB(0), Math.min(fittingServerMemoryMiB(clients), ...halves));
}
