/** The names in an output folder. */

/** The folder of the machines' bundles, in which each machine has one of its name. */
export const machinesFolder = 'machines';

/** The folder of the operator's files. */
export const operatorFolder = 'operator';

/** The file that describes all others. */
export const manifestName = 'manifest.json';

/** A machine's image. */
export const imageName = 'seed.iso';
