/**
 * Texts that differ from machine to machine in a few words: encoded once, with blanks, then filled. Thousands of
 * machines cost a fill each instead of an encoding, and the encoders stay what they are.
 */

/** A text with blanks. */
export interface Template {
  /**
   * The text with a word in each blank. A word is printable ASCII that neither begins nor ends in a space, so that no
   * encoder treats it unlike another one.
   * @throws RangeError for anything else
   */
  readonly fill: (words: readonly string[]) => string;
  /** The template of what an encoder makes of the text; it must leave each word as it is. */
  readonly map: (encode: (text: string) => string) => Template;
}

/** A template and the words in its blanks. */
export interface Filling {
  readonly template: Template;
  readonly words: readonly string[];
}

const MAXIMUM_ATTEMPTS = 10;

/**
 * Makes a template of a text.
 * @param blanks how many words the text takes
 * @param write gives the text with such words, each as it is, anywhere and any number of times
 * @param probe what the words of a trial begin with: whatever the words may hold that an encoder might escape
 * @throws Error where `write` does not leave words as they are
 */
export function newTemplate(blanks: number, write: (words: readonly string[]) => string, probe = 'other-'): Template {
  for (let attempt = 0; attempt < MAXIMUM_ATTEMPTS; attempt += 1) {
    const marks = Array.from({ length: blanks }, (_, blank) => `blank-${attempt}-${blank};`);
    const template = templateOf(write(marks), marks);
    const others = marks.map((mark) => `${probe}${mark}`);
    // Not so where the text holds such a mark of its own accord.
    if (template.fill(others) === write(others)) return template;
  }
  throw new Error('a template is made by an encoder that does not leave words as they are');
}

function templateOf(text: string, marks: readonly string[]): Template {
  const pieces = text.split(new RegExp(`(${marks.join('|')})`));
  const blankOf = pieces.map((piece) => marks.indexOf(piece));
  const fill = (words: readonly string[]): string => {
    if (!words.every(isWord)) throw new RangeError('this cannot stand in a blank');
    return pieces.map((piece, index) => words[blankOf[index] ?? -1] ?? piece).join('');
  };
  return Object.freeze({
    fill,
    map: (encode: (text: string) => string) => newTemplate(marks.length, (words) => encode(fill(words)), everyWord),
  });
}

/** A template that exists may hold any word. */
const everyWord = 'a "b\' \\c $& %d {e}: #f, ';

const isWord = (text: string): boolean => /^[!-~](?:[ -~]*[!-~])?$/.test(text);

/** Where an object keeps its note: no key that a copy, a comparison or JSON would see, and gone with the object. */
const filling = Symbol('filling');

/**
 * Notes of an object that stands for a text, or holds it as its content, how the text was filled: for encoders that can
 * fill a template of their own. The object is frozen, for the note is true of what it is now.
 */
export function noteFilling<Part extends object>(part: Part, note: Filling): Part {
  return Object.freeze(Object.defineProperty(part, filling, { value: note }));
}

/** What was noted of an object, if anything; a changed copy of it has no note. */
export function fillingOf(part: object): Filling | undefined {
  return (part as { readonly [filling]?: Filling })[filling];
}
