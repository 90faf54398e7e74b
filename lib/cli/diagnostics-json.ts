/**
 * Problems as JSON, for editors and pipelines. Its shape is stable: keys are added, never changed or taken away. Lines and
 * columns count from 1, columns in UTF-16 units; both are null if a problem has no place in its file.
 */

import type { DescriptionPath, Diagnostic, Severity } from '../diagnostics.ts';
import type { Remark } from '../output/expiry.ts';
import type { Problems } from './report.ts';

/** One problem as the JSON has it. */
interface JsonProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  readonly path: DescriptionPath;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly mend: string;
}

/** All problems of the inputs and all remarks, which are about the last input, as one JSON value that ends in LF. */
export function problemsAsJson(
  cluster: string | undefined,
  inputs: readonly Problems[],
  remarks: readonly Remark[],
): string {
  const diagnostics = [
    ...inputs.flatMap(({ fileName, diagnostics }) => diagnostics.map((one) => fromDiagnostic(one, fileName))),
    ...remarks.map((remark) => fromRemark(remark, inputs.at(-1)?.fileName ?? '')),
  ];
  return `${JSON.stringify({ format: 1, cluster: cluster ?? null, diagnostics }, null, 2)}\n`;
}

function fromDiagnostic({ code, severity, path, position, message, mend }: Diagnostic, file: string): JsonProblem {
  const [line, column] = [position?.line ?? null, position?.column ?? null];
  return { code, severity, file, path, line, column, message, mend };
}

function fromRemark({ code, severity, message, mend }: Remark, file: string): JsonProblem {
  return { code, severity, file, path: [], line: null, column: null, message, mend };
}
