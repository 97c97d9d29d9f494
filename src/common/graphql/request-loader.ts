import DataLoader from 'dataloader';
import type { GraphqlContext } from '../http/context-request';

const BATCH_KEYS_MAX = 100;

/**
 * The loader called `name` of this GraphQL request, made on first use: all keys asked for in one tick
 * become one call of `load`, whose answer may leave keys out. Lives as long as the request, so nothing
 * in it grows old.
 */
export function requestLoader<V>(
  context: GraphqlContext,
  name: string,
  load: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
): DataLoader<string, V | undefined> {
  const existing = context.loaders.get(name);
  if (existing !== undefined) return existing as DataLoader<string, V | undefined>;
  const loader = new DataLoader<string, V | undefined>(
    async (keys) => {
      const found = await load([...keys]);
      return keys.map((key) => found.get(key));
    },
    { maxBatchSize: BATCH_KEYS_MAX },
  );
  context.loaders.set(name, loader);
  return loader;
}
