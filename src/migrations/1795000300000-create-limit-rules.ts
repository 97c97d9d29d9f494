import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateLimitRules1795000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'limit_rules',
        columns: [
          { name: 'id', type: 'uuid', isPrimary: true },
          { name: 'scope', type: 'varchar', length: '80' },
          { name: 'window', type: 'varchar', length: '5' },
          { name: 'cap', type: 'bigint' },
          { name: 'updated_at_ms', type: 'bigint' },
        ],
        indices: [
          {
            name: 'limit_rules_scope_window_key',
            columnNames: ['scope', 'window'],
            isUnique: true,
          },
        ],
        checks: [
          { name: 'limit_rules_cap_check', expression: 'cap >= 0' },
          {
            name: 'limit_rules_window_check',
            expression: `"window" IN ('total', 'day', 'month')`,
          },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('limit_rules');
  }
}
