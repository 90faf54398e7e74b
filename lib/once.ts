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
 * Tells whether it was asked about an object before: what is seen once only, as most objects of a single machine are,
 * is not worth remembering, and V8 keeps what a WeakMap holds until a full collection.
 */
export function newSightings(): (object: object) => boolean {
  const seen = new WeakSet();
  return (object) => {
    if (seen.has(object)) return true;
    seen.add(object);
    return false;
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
