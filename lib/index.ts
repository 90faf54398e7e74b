/** The public API of nomad-firstboot. Nothing in it reads a clock, a disk, the environment or randomness. */

export { buildBundle, buildBundles, buildImage, buildOperatorFiles, showBundle } from './build.ts';
export type { Cluster, Machine } from './cluster/cluster.ts';
export type { ClusterDescription, MachineDescription } from './cluster/description.generated.ts';
export type { ServerMember } from './cluster/server-member.ts';
export { DescriptionError } from './description-error.ts';
export { formatDiagnostic } from './diagnostic-text.ts';
export type { Diagnostic, Severity } from './diagnostics.ts';
export { builtOutput } from './diff/built-output.ts';
export { type ComparedOutput, compareOutputs, type MachineDifference, type Verdict } from './diff/compare.ts';
export type { NamedDocument } from './diff/contents/contents.ts';
export type { Finding, Urgency } from './diff/rules.ts';
export { type ExplainedSetting, type Explanation, explainMachine, settingsBelow } from './explain/explain.ts';
export {
  defineCluster,
  type Loaded,
  type LoadOptions,
  loadCluster,
  placeProblems,
  resolveCluster,
} from './load/load.ts';
export { agentConfig, filesOf, type MachinePlan, type SharedPlan } from './machine/machine-plan.ts';
export { buildArchive } from './output/archive.ts';
export type { Attachment } from './output/attach.ts';
export {
  type BuildChanges,
  buildChanges,
  compareManifests,
  type ManifestChanges,
} from './output/changes.ts';
export { checkBuild } from './output/check.ts';
export { endingCertificates, type Remark } from './output/expiry.ts';
export { buildManifest, buildOutput, type OutputFile, type OutputOptions } from './output/files.ts';
export {
  buildInventory,
  type Inventory,
  type InventoryDocument,
  type InventoryMachine,
  type InventoryOptions,
  type InventorySize,
} from './output/inventory.ts';
export type { MachineFacts, NetworkFacts, NetworkPlace } from './output/machine-facts.ts';
export {
  formatManifest,
  type Manifest,
  type ManifestFile,
  type ManifestMachine,
  parseManifest,
} from './output/manifest.ts';
export type { Bundle, BundleSize, CloudInitBundle, IgnitionBundle } from './pack/bundle.ts';
export { planMachines } from './plan/plan.ts';
export { type BundleDocument, documentBytes } from './render/document.ts';
export type { OperatorFile } from './render/operator-file.ts';
export { type ParsedSecrets, parseSecrets } from './secrets/parse.ts';
export { createSecrets, formatSecrets, type Secrets, type SecretsSource } from './secrets/secrets.ts';
export { testSecrets } from './secrets/test-secrets.ts';
