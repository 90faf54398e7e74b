/** A file of the operator's, with which a person or a pipeline talks to the cluster. */
export interface OperatorFile {
  readonly name: string;
  readonly mode: '0600' | '0644';
  readonly content: string;
}
