import type { Dialect } from '../providers.types';

export interface Aliases {
  fast: string;
  smart: string;
}

/** A provider as far as the choice of a model needs to know it. */
export interface KnownProvider {
  name: string;
  dialect: Dialect | 'any';
  /** What the aliases stand for here; null when the provider has no fixed models. */
  aliases: Aliases | null;
  /** Did the provider list this model when it was last asked? */
  knows?: (model: string) => boolean;
}

export interface ResolvedModel {
  provider: string;
  model: string;
}

/** Names that games and samples use, so that they run whatever is configured. */
const ALIASES: readonly string[] = ['fast', 'smart'];
const DEMO = 'demo';

export function isAlias(model: string): model is keyof Aliases {
  return ALIASES.includes(model);
}

/**
 * Which provider serves the model that a caller named, and how that provider calls it. A name is
 * `demo`, an alias, `provider/model`, or a provider's own name, which belongs to a provider that
 * speaks the caller's dialect: the first that lists it, else the first of all. `known` is in order of
 * preference. Null when nobody serves it.
 */
export function resolveModel(
  model: string,
  dialect: Dialect,
  known: readonly KnownProvider[],
): ResolvedModel | null {
  const natives = known.filter((provider) => provider.dialect === dialect);
  const native = natives.find((provider) => provider.knows?.(model) === true) ?? natives[0];
  if (isAlias(model)) {
    const target =
      natives.find(({ aliases }) => aliases !== null) ?? known.find(({ name }) => name === DEMO);
    return target?.aliases == null ? null : { provider: target.name, model: target.aliases[model] };
  }
  const slash = model.indexOf('/');
  const prefix = slash === -1 ? model : model.slice(0, slash);
  if (prefix === DEMO) {
    return known.some(({ name }) => name === DEMO) ? { provider: DEMO, model: DEMO } : null;
  }
  const named = slash > 0 ? known.find(({ name }) => name === prefix) : undefined;
  if (named !== undefined) return { provider: named.name, model: model.slice(slash + 1) };
  return native === undefined ? null : { provider: native.name, model };
}
