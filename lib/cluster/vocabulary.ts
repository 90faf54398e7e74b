/** The closed sets of words that the description knows. */

export type {
  FirstBootFormat,
  IgnitionSpec,
  OperatingSystem,
  Platform as PlatformName,
} from './description.generated.ts';

/** The agents that a machine may carry. */
export const roles = ['server', 'client'] as const;
export type Role = (typeof roles)[number];
export type InstallMethod = 'preinstalled' | 'archive' | 'apt' | 'sysext';
export type Architecture = 'amd64' | 'arm64';
export type TaskDriver = 'exec' | 'raw_exec' | 'docker' | 'java' | 'qemu';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
