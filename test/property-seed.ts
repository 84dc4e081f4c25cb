import * as fc from 'fast-check';

/*
 * Properties draw the same inputs at every run, so that the same sources give the same verdict. `PROPERTY_SEED=random` draws new ones, and a
 * number draws those of that seed; a property that fails names its seed either way.
 */
const SEED = 20261122;

const asked = process.env.PROPERTY_SEED;
if (asked !== 'random') {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: asked === undefined ? SEED : Number(asked) });
}
