/** What is the same for many machines, made once. */

/**
 * Remembers what a pure function made of an object, for as long as that object lives.
 * @param make gives the same value for the same object, which nobody changes
 */
export function oncePerObject<Key extends object, Value extends NonNullable<unknown>>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    known.set(key, value);
    return value;
  };
}

/**
 * As `oncePerObject`, for objects of which most are seen once only, as those of a single machine are: remembers from the
 * second time on, for V8 keeps what a WeakMap holds until a full collection.
 */
export function oncePerSharedObject<Key extends object, Value extends NonNullable<unknown>>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const seen = new WeakSet<Key>();
  const remembered = oncePerObject(make);
  return (key) => {
    if (seen.has(key)) return remembered(key);
    seen.add(key);
    return make(key);
  };
}

/** As `oncePerObject`, by a key that the caller forms and in a map that the caller keeps. */
export function oncePerKey<Key, Value extends NonNullable<unknown>>(
  known: Map<Key, Value>,
  key: Key,
  make: () => Value,
): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}
