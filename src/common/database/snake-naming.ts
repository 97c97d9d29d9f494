import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** camelCase in code, snake_case in the database. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, custom: string, prefixes: string[]): string {
    return [...prefixes, custom || property].map(toSnake).join('_');
  }
}

function toSnake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2').toLowerCase();
}
