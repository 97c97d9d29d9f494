import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const ofUser = (name: string) => ({
  name,
  columnNames: ['user_id'],
  referencedTableName: 'users',
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
});

export class CreateSessionsAndKeys1795000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'sessions',
        columns: [
          { name: 'id', type: 'uuid', isPrimary: true },
          { name: 'user_id', type: 'uuid' },
          { name: 'refresh_generation', type: 'integer', default: 0 },
          { name: 'cookie_issued', type: 'integer', default: 0 },
          { name: 'cookie_confirmed', type: 'integer', default: 0 },
          { name: 'cookie_previous', type: 'integer', default: 0 },
          { name: 'cookie_issued_at_ms', type: 'bigint' },
          { name: 'cookie_confirmed_at_ms', type: 'bigint' },
          { name: 'authenticated_at_ms', type: 'bigint' },
          { name: 'expires_at_ms', type: 'bigint' },
          { name: 'ended_at_ms', type: 'bigint', isNullable: true },
          { name: 'user_agent', type: 'varchar', length: '200' },
          { name: 'created_at_ms', type: 'bigint' },
        ],
        foreignKeys: [ofUser('sessions_user_id_fkey')],
        indices: [
          { name: 'sessions_user_id_idx', columnNames: ['user_id'] },
          { name: 'sessions_expires_at_ms_idx', columnNames: ['expires_at_ms'] },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'api_keys',
        columns: [
          { name: 'id', type: 'uuid', isPrimary: true },
          { name: 'user_id', type: 'uuid' },
          { name: 'name', type: 'varchar', length: '100' },
          { name: 'prefix', type: 'varchar', length: '24' },
          { name: 'secret_hash', type: 'varchar', length: '64' },
          { name: 'scopes', type: 'text' },
          { name: 'models', type: 'text', isNullable: true },
          { name: 'token_limit', type: 'bigint', isNullable: true },
          { name: 'expires_at_ms', type: 'bigint', isNullable: true },
          { name: 'revoked_at_ms', type: 'bigint', isNullable: true },
          { name: 'last_used_at_ms', type: 'bigint', isNullable: true },
          { name: 'created_at_ms', type: 'bigint' },
        ],
        foreignKeys: [ofUser('api_keys_user_id_fkey')],
        indices: [
          { name: 'api_keys_secret_hash_key', columnNames: ['secret_hash'], isUnique: true },
          { name: 'api_keys_user_id_idx', columnNames: ['user_id'] },
        ],
        checks: [
          {
            name: 'api_keys_token_limit_check',
            expression: 'token_limit IS NULL OR token_limit >= 0',
          },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('api_keys');
    await runner.dropTable('sessions');
  }
}
