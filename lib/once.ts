/** What is made once for many machines. */

/**
 * Remembers what a plain function made of a frozen value, for as long as that value lives. The function reads nothing
 * but its one argument, so give it one that is declared at the top of its file, and no closure.
 * @throws TypeError when it is called with a value that could still change
 */
export function oncePerValue<Value extends object, Made>(make: (value: Value) => Made): (value: Value) => Made {
  const known = new WeakMap<Value, { readonly made: Made }>();
  return (value) => {
    const before = known.get(value);
    if (before) return before.made;
    if (!Object.isFrozen(value)) throw new TypeError('only what follows from a frozen value can be remembered');
    const made = make(value);
    known.set(value, { made });
    return made;
  };
}
