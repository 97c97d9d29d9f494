import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const KEYS = ['user_id', 'api_key_id', 'game_id'];
const SUMS = [
  'calls',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
  'charged_tokens',
  'charged_micro_credits',
];

export class CreateUsageDaily1795200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [userId, ...otherKeys] = KEYS.map((name) => ({
      name,
      type: 'varchar',
      length: '64',
      isPrimary: true,
    }));
    await runner.createTable(
      new Table({
        name: 'usage_daily',
        // In this order the primary key is also the index for one user's sums over some days.
        columns: [
          userId!,
          { name: 'day', type: 'integer', isPrimary: true },
          ...otherKeys,
          { name: 'provider', type: 'text', isPrimary: true },
          { name: 'model', type: 'text', isPrimary: true },
          ...SUMS.map((name) => ({ name, type: 'bigint' })),
        ],
        indices: [{ name: 'usage_daily_day_idx', columnNames: ['day'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'usage_fold',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'upto_seq', type: 'bigint' },
          { name: 'upto_at_ms', type: 'bigint' },
        ],
      }),
    );
    await runner.query('INSERT INTO usage_fold (id, upto_seq, upto_at_ms) VALUES (1, 0, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('usage_fold');
    await runner.dropTable('usage_daily');
  }
}
