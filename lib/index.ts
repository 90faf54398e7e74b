/** The public API of nomad-firstboot. Nothing in it reads a clock, a disk, the environment or randomness. */

export { buildBundle, buildBundles, buildOperatorFiles, showBundle } from './build.ts';
export type { Cluster, Machine } from './cluster/cluster.ts';
export type { ClusterDescription, MachineDescription } from './cluster/description.generated.ts';
export { DescriptionError } from './description-error.ts';
export { formatDiagnostic } from './diagnostic-text.ts';
export type { Diagnostic, Severity } from './diagnostics.ts';
export { defineCluster, loadCluster, resolveCluster } from './load/load.ts';
export type { MachinePlan } from './machine/machine-plan.ts';
export type { Bundle, BundleSize, CloudInitBundle, IgnitionBundle } from './pack/bundle.ts';
export { planMachines } from './plan/plan.ts';
export type { BundleDocument } from './render/document.ts';
export type { OperatorFile } from './render/operator.ts';
export { createSecrets, formatSecrets, parseSecrets, type Secrets } from './secrets/secrets.ts';
