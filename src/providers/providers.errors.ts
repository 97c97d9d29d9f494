import { defineErrors } from '../common/errors/define-errors';

/** What can be wrong with the model that a caller named, or with a provider that an admin sets up. */
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
  provider_not_found: {
    status: 404,
    title: 'Provider not found',
    level: 'info',
    retryable: false,
    detail: (_: object) => 'There is no provider with this id.',
  },
  provider_unfit: {
    status: 400,
    title: 'Provider cannot be saved',
    level: 'info',
    retryable: false,
    detail: (a: { reason: string }) => a.reason,
  },
  provider_name_taken: {
    status: 409,
    title: 'Provider name taken',
    level: 'info',
    retryable: false,
    detail: (a: { name: string }) => `There is a provider ${JSON.stringify(a.name)} already.`,
  },
  provider_locked: {
    status: 409,
    title: 'Provider set by the environment',
    level: 'info',
    retryable: false,
    detail: (a: { name: string }) =>
      `${JSON.stringify(a.name)} is configured by the server's environment, which wins: change it there.`,
  },
  address_refused: {
    status: 400,
    title: 'Address refused',
    level: 'info',
    retryable: false,
    detail: (_: object) =>
      'The base URL leads to an address that this server never dials, such as a metadata service.',
  },
  too_many_providers: {
    status: 409,
    title: 'Too many providers',
    level: 'info',
    retryable: false,
    detail: (a: { providersMax: number }) => `There may be ${a.providersMax} providers.`,
  },
});
