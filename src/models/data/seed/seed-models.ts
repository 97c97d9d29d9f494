import type { SeedModel } from '../../models.types';
import { HOSTED_MODELS } from './hosted-models';
import { VENDOR_MODELS } from './vendor-models';

/**
 * The release of the tables in this folder: raise it with every change to them. Rows are written once per
 * release; what an admin edited stays.
 */
export const SEED_VERSION = 20_261_121;

export const SEED_MODELS: readonly SeedModel[] = [...VENDOR_MODELS, ...HOSTED_MODELS];
