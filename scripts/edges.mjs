// Every way into the server, read from the running application: routes and resolvers with the permission
// each names. `npm run gen` writes them to docs/permissions.md; a test compares and walks them.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const ALLOW_KEY = 'coinop:allow';
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD', 'SEARCH'];

/**
 * Call before `app.init()`. Returns a function that, after it, lists edges: `{ edge, permission, by }`,
 * where permission is null when none is named, and `by` says who answers: the class and method, or
 * `fastify` for a route that no controller made.
 */
export function watchEdges(app) {
  const seen = new Set();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) seen.add(`${name} ${url}`);
    });
  return () => {
    const { ModulesContainer } = require('@nestjs/core');
    const edges = new Map();
    for (const module of app.get(ModulesContainer).values()) {
      for (const wrapper of module.controllers.values()) addRoutes(edges, wrapper.metatype);
      for (const wrapper of module.providers.values()) addResolvers(edges, wrapper.metatype);
    }
    for (const edge of seen) {
      // Fastify answers HEAD by itself wherever GET is answered, through the same guards.
      const isHeadOfGet = edge.startsWith('HEAD ') && seen.has(edge.replace('HEAD', 'GET'));
      if (!edges.has(edge) && !isHeadOfGet) edges.set(edge, { permission: null, by: 'fastify' });
    }
    return [...edges]
      .map(([edge, facts]) => ({ edge, ...facts }))
      .sort((a, b) => (a.edge < b.edge ? -1 : 1));
  };
}

function addRoutes(edges, controller) {
  const bases = [Reflect.getMetadata('path', controller) ?? '/'].flat();
  for (const [name, handler] of handlersOf(controller)) {
    const paths = Reflect.getMetadata('path', handler);
    if (paths === undefined) continue;
    const verb = METHODS[Reflect.getMetadata('method', handler)];
    for (const base of bases) {
      for (const path of [paths].flat()) {
        edges.set(`${verb} ${join(base, path)}`, facts(controller, name, handler));
      }
    }
  }
}

function addResolvers(edges, provider) {
  if (typeof provider !== 'function' || provider.prototype === undefined) return;
  for (const [name, handler] of handlersOf(provider)) {
    const type = Reflect.getMetadata('graphql:resolver_type', handler);
    if (!['Query', 'Mutation', 'Subscription'].includes(type)) continue;
    const field = Reflect.getMetadata('graphql:resolver_name', handler) ?? name;
    edges.set(`${type} ${field}`, facts(provider, name, handler));
  }
}

function* handlersOf(type) {
  for (const name of Object.getOwnPropertyNames(type?.prototype ?? {})) {
    const { value } = Object.getOwnPropertyDescriptor(type.prototype, name);
    if (name !== 'constructor' && typeof value === 'function') yield [name, value];
  }
}

function facts(type, name, handler) {
  const permission =
    Reflect.getMetadata(ALLOW_KEY, handler) ?? Reflect.getMetadata(ALLOW_KEY, type) ?? null;
  return { permission, by: `${type.name}.${name}` };
}

/** As Fastify knows it: one slash, and Nest's named wildcards as a star. */
function join(base, path) {
  const joined = `/${base}/${path}`.replace(/\/{2,}/gu, '/').replace(/(?<=.)\/$/u, '');
  return joined.replace(/\{?\*\w*\}?$/u, '*');
}
