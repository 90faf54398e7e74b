/** The closed sets of words that the description knows, as types. */

export type {
  FirstBootFormat,
  IgnitionSpec,
  OperatingSystem,
  Platform as PlatformName,
} from './description.generated.ts';

export type Role = 'server' | 'client';
export type InstallMethod = 'preinstalled' | 'archive' | 'apt' | 'sysext';
export type Architecture = 'amd64' | 'arm64';
export type TaskDriver = 'exec' | 'raw_exec' | 'docker' | 'java' | 'qemu';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
