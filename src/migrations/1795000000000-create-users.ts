import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateUsers1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'users',
        columns: [
          { name: 'id', type: 'uuid', isPrimary: true },
          { name: 'username', type: 'varchar', length: '64' },
          { name: 'username_key', type: 'varchar', length: '64' },
          { name: 'password_hash', type: 'varchar', length: '100' },
          { name: 'is_admin', type: 'boolean', default: false },
          { name: 'is_active', type: 'boolean', default: true },
          { name: 'token_limit', type: 'bigint', isNullable: true },
          { name: 'sessions_valid_from_ms', type: 'bigint', default: 0 },
          { name: 'created_at_ms', type: 'bigint' },
          { name: 'updated_at_ms', type: 'bigint' },
        ],
        indices: [{ name: 'users_username_key', columnNames: ['username_key'], isUnique: true }],
        checks: [
          {
            name: 'users_token_limit_check',
            expression: 'token_limit IS NULL OR token_limit >= 0',
          },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('users');
  }
}
