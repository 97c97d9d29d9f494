import { defineErrors } from '../common/errors/define-errors';

/** What can be wrong with the model that a caller named. */
export const providersErrors = defineErrors('providers', {
  model_not_found: {
    status: 404,
    title: 'Model not found',
    level: 'info',
    retryable: false,
    detail: (a: { model: string; hint: string }) =>
      `There is no model ${JSON.stringify(a.model)} here. ${a.hint}`,
  },
  dialect_not_served: {
    status: 400,
    title: 'Model speaks another dialect',
    level: 'info',
    retryable: false,
    detail: (a: { model: string; provider: string; dialect: string }) =>
      `${JSON.stringify(a.model)} is served by ${a.provider}, which speaks the ${a.dialect} dialect: send the request to the ${a.dialect} address.`,
  },
});
