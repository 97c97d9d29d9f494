import type { OpenAPIObject } from '@nestjs/swagger';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Pages for people and files of pages: no part of the API. */
const PAGES = new Set(['PagesController', 'ApiDocsController']);

/**
 * What Nest made of the routes, as people want to read it: each operation once, at the first of its
 * addresses, with the others named; and without the pages of the web app.
 */
export function tidyDocument(document: OpenAPIObject): OpenAPIObject {
  const firsts = new Map<string, { operation: Operation; aliases: string[] }>();
  const paths: Paths = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const verb of VERBS) {
      const operation = item[verb];
      if (operation === undefined || PAGES.has(controllerOf(operation))) continue;
      const id = `${verb} ${operation.operationId?.replace(/\[\d+\]$/u, '')}`;
      const first = firsts.get(id);
      if (first === undefined) {
        const kept = { ...operation, tags: [tagOf(operation)] };
        firsts.set(id, { operation: kept, aliases: [] });
        paths[path] = { ...paths[path], [verb]: kept };
      } else first.aliases.push(path);
    }
  }
  for (const { operation, aliases } of firsts.values()) {
    if (aliases.length > 0) operation.description = `Also at ${aliases.join(', ')}.`;
  }
  return { ...document, paths };
}

function controllerOf({ operationId = '' }: Operation): string {
  return operationId.split('_', 1)[0]!;
}

function tagOf(operation: Operation): string {
  return controllerOf(operation).replace(/Controller$/u, '');
}
