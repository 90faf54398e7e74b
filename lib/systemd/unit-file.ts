/** A systemd unit or drop-in as a typed value, and its encoder (systemd.syntax(7)). */

/** Sections in order; a list is the directive given several times; an empty string resets it. */
export interface UnitFile {
  readonly Unit?: UnitSection;
  readonly Service?: UnitSection;
  readonly Install?: UnitSection;
}

export type UnitSection = Readonly<Record<string, UnitValue | readonly UnitValue[]>>;
type UnitValue = string | number | boolean;

/**
 * Encodes a unit, or another file of the same syntax, as systemd reads it: `[Section]` headers, one `Directive=value` a line, booleans as yes and no.
 * @returns text that ends in one line feed
 * @throws RangeError where a value holds a line break, which would start another directive
 */
export function encodeUnitFile(unit: UnitFile | Readonly<Record<string, UnitSection>>): string {
  return Object.entries(unit)
    .map(([section, directives]) => [`[${section}]`, ...encodeSection(directives as UnitSection)].join('\n'))
    .join('\n\n')
    .concat('\n');
}

/** The text of a unit or drop-in, which it holds typed or as text. Throws as `encodeUnitFile`. */
export function unitText({ content }: { readonly content: UnitFile | string }): string {
  return typeof content === 'string' ? content : encodeUnitFile(content);
}

function encodeSection(directives: UnitSection): string[] {
  return Object.entries(directives).flatMap(([directive, value]) =>
    (Array.isArray(value) ? value : [value]).map((single) => `${directive}=${encodeValue(directive, single)}`),
  );
}

function encodeValue(directive: string, value: UnitValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  if (/[\r\n]/.test(text)) throw new RangeError(`the value of ${directive}= holds a line break`);
  return text;
}
