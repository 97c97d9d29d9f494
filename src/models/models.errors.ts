import { defineErrors } from '../common/errors/define-errors';

/** What can be wrong with a model of the catalogue, or with its price. */
export const modelsErrors = defineErrors('models', {
  price_unknown: {
    status: 400,
    title: 'Price unknown',
    level: 'info',
    retryable: false,
    detail: (a: { model: string; provider: string }) =>
      `${JSON.stringify(a.model)} at ${a.provider} has no price here, and a paid model is not given away: an admin can set one (GraphQL setPrice).`,
  },
  too_many_models: {
    status: 409,
    title: 'Catalogue full',
    level: 'info',
    retryable: false,
    detail: (a: { modelsMax: number }) => `The catalogue holds ${a.modelsMax} models.`,
  },
});
