import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateGames1795000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [games(), gameVersions(), playSessions()]) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['play_sessions', 'game_versions', 'games']) await runner.dropTable(name);
  }
}

function games(): Table {
  return new Table({
    name: 'games',
    columns: [
      { name: 'id', type: 'varchar', length: '10', isPrimary: true },
      { name: 'owner_id', type: 'uuid', isNullable: true },
      { name: 'title', type: 'varchar', length: '120' },
      { name: 'description', type: 'varchar', length: '2000', default: "''" },
      { name: 'visibility', type: 'varchar', length: '16', default: "'public'" },
      { name: 'state', type: 'varchar', length: '16', default: "'active'" },
      { name: 'live_version', type: 'integer', isNullable: true },
      { name: 'models', type: 'text', isNullable: true },
      { name: 'session_token_limit', type: 'bigint', isNullable: true },
      { name: 'sample_key', type: 'varchar', length: '64', isNullable: true },
      { name: 'plays', type: 'bigint', default: 0 },
      { name: 'created_at_ms', type: 'bigint' },
      { name: 'updated_at_ms', type: 'bigint' },
    ],
    indices: [
      { name: 'games_list_idx', columnNames: ['state', 'visibility', 'created_at_ms'] },
      { name: 'games_owner_idx', columnNames: ['owner_id'] },
      { name: 'games_sample_key', columnNames: ['sample_key'], isUnique: true },
    ],
    checks: [
      {
        name: 'games_visibility_check',
        expression: "visibility IN ('public', 'unlisted', 'private')",
      },
      { name: 'games_state_check', expression: "state IN ('active', 'suspended', 'deleted')" },
    ],
  });
}

function gameVersions(): Table {
  return new Table({
    name: 'game_versions',
    columns: [
      { name: 'id', type: 'uuid', isPrimary: true },
      { name: 'game_id', type: 'varchar', length: '10' },
      { name: 'number', type: 'integer' },
      { name: 'state', type: 'varchar', length: '16' },
      { name: 'manifest', type: 'text' },
      { name: 'size_bytes', type: 'bigint' },
      { name: 'created_by', type: 'uuid', isNullable: true },
      { name: 'created_at_ms', type: 'bigint' },
    ],
    indices: [
      { name: 'game_versions_number_key', columnNames: ['game_id', 'number'], isUnique: true },
    ],
    checks: [{ name: 'game_versions_state_check', expression: "state IN ('draft', 'published')" }],
  });
}

function playSessions(): Table {
  return new Table({
    name: 'play_sessions',
    columns: [
      { name: 'id', type: 'uuid', isPrimary: true },
      { name: 'user_id', type: 'uuid' },
      { name: 'login_session_id', type: 'uuid', isNullable: true },
      { name: 'game_id', type: 'varchar', length: '10' },
      { name: 'game_version', type: 'integer' },
      { name: 'tier', type: 'varchar', length: '1' },
      { name: 'expected_origin', type: 'varchar', length: '255' },
      { name: 'created_ip', type: 'varchar', length: '64' },
      { name: 'ip_prefix', type: 'varchar', length: '64' },
      { name: 'token_hash', type: 'varchar', length: '64' },
      { name: 'token_expires_at_ms', type: 'bigint' },
      { name: 'token_limit', type: 'bigint', isNullable: true },
      { name: 'spent_tokens', type: 'bigint', default: 0 },
      { name: 'state', type: 'varchar', length: '8' },
      { name: 'end_reason', type: 'varchar', length: '16', isNullable: true },
      { name: 'started_at_ms', type: 'bigint' },
      { name: 'last_beat_at_ms', type: 'bigint' },
      { name: 'ended_at_ms', type: 'bigint', isNullable: true },
    ],
    indices: [
      { name: 'play_sessions_token_key', columnNames: ['token_hash'], isUnique: true },
      { name: 'play_sessions_user_idx', columnNames: ['user_id', 'state'] },
      { name: 'play_sessions_beat_idx', columnNames: ['state', 'last_beat_at_ms'] },
    ],
    checks: [{ name: 'play_sessions_state_check', expression: "state IN ('live', 'ended')" }],
  });
}
