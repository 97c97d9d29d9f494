import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateProviderAccounts1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'provider_accounts',
        columns: [
          { name: 'id', type: 'uuid', isPrimary: true },
          { name: 'name', type: 'varchar', length: '32' },
          { name: 'kind', type: 'varchar', length: '32' },
          { name: 'base_url', type: 'varchar', length: '500' },
          { name: 'sealed_key', type: 'text', isNullable: true },
          { name: 'is_enabled', type: 'boolean', default: true },
          { name: 'priority', type: 'bigint' },
          { name: 'created_at_ms', type: 'bigint' },
          { name: 'updated_at_ms', type: 'bigint' },
        ],
        indices: [{ name: 'provider_accounts_name_key', columnNames: ['name'], isUnique: true }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('provider_accounts');
  }
}
