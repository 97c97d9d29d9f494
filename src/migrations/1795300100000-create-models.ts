import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { immutableTable, wholeNumbers } from '../common/database/immutable-table';

const PRICES = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'];

export class CreateModels1795300100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'models',
        columns: [
          { name: 'id', type: 'uuid', isPrimary: true },
          { name: 'provider', type: 'varchar', length: '32' },
          { name: 'model', type: 'varchar', length: '200' },
          { name: 'display_name', type: 'varchar', length: '200' },
          { name: 'tier', type: 'varchar', length: '16', isNullable: true },
          { name: 'capabilities', type: 'text' },
          { name: 'context_tokens_max', type: 'bigint', isNullable: true },
          { name: 'output_tokens_max', type: 'bigint', isNullable: true },
          { name: 'aliases', type: 'text' },
          { name: 'is_enabled', type: 'boolean', default: true },
          { name: 'rank', type: 'bigint' },
          { name: 'is_edited', type: 'boolean', default: false },
          { name: 'seed_version', type: 'bigint' },
          { name: 'updated_at_ms', type: 'bigint' },
        ],
        indices: [
          {
            name: 'models_provider_model_key',
            columnNames: ['provider', 'model'],
            isUnique: true,
          },
        ],
      }),
    );
    await this.createPrices(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('model_prices');
    if (runner.connection.options.type !== 'sqlite') {
      await runner.query('DROP FUNCTION model_prices_no_update');
      await runner.query('DROP FUNCTION model_prices_no_delete');
    }
    await runner.dropTable('models');
  }

  private async createPrices(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'model_prices',
        columns: [
          { name: 'id', type: 'varchar', length: '64', isPrimary: true },
          { name: 'provider', type: 'varchar', length: '32' },
          { name: 'model', type: 'varchar', length: '200' },
          ...PRICES.map((name) => ({ name, type: 'bigint' })),
          { name: 'source', type: 'varchar', length: '300' },
          { name: 'is_edited', type: 'boolean', default: false },
          { name: 'valid_from_ms', type: 'bigint' },
        ],
        indices: [
          {
            name: 'model_prices_provider_model_idx',
            columnNames: ['provider', 'model', 'valid_from_ms'],
          },
        ],
        checks: [
          {
            name: 'model_prices_check',
            expression: PRICES.map((name) => `${name} >= 0`).join(' AND '),
          },
          { name: 'model_prices_whole_check', expression: wholeNumbers(runner, PRICES) },
        ],
      }),
    );
    await immutableTable(runner, 'model_prices');
  }
}
