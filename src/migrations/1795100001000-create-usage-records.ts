import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { bytesType, immutableTable, wholeNumbers } from '../common/database/immutable-table';

const id = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: '64',
  ...more,
});
const text = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
const whole = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...more,
});
const optional = { isNullable: true };

const TOKENS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
  'charged_tokens',
  'charged_micro_credits',
  'house_micro_credits',
];

function usageColumns(runner: QueryRunner): TableColumnOptions[] {
  return [
    whole('seq', {
      type: runner.connection.options.type === 'sqlite' ? 'integer' : 'bigint',
      isPrimary: true,
      isGenerated: true,
      generationStrategy: 'increment',
    }),
    id('request_id'),
    { name: 'attempt', type: 'integer' },
    id('user_id'),
    id('api_key_id', optional),
    id('game_id', optional),
    id('play_session_id', optional),
    text('dialect'),
    text('operation'),
    text('model'),
    { name: 'is_streaming', type: 'boolean' },
    text('provider'),
    text('model_routed'),
    text('model_seen', optional),
    text('outcome'),
    text('source'),
    { name: 'is_billable', type: 'boolean' },
    { name: 'is_final', type: 'boolean' },
    { name: 'status', type: 'integer' },
    text('error_code', optional),
    ...TOKENS.map((name) => whole(name)),
    whole('started_at_ms'),
    whole('first_token_ms', optional),
    whole('duration_ms'),
    whole('ended_at_ms'),
  ];
}

/** One row per attempt of a call, and the answers kept for repeats. */
export class CreateUsageRecords1795100001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createUsageRecords(runner);
    await this.createOutcomes(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['ledger_notes', 'outcome_store', 'usage_records']) {
      await runner.dropTable(table);
    }
    if (runner.connection.options.type === 'sqlite') return;
    await runner.query('DROP FUNCTION usage_records_no_update');
    await runner.query('DROP FUNCTION usage_records_no_delete');
  }

  private async createUsageRecords(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'usage_records',
        columns: usageColumns(runner),
        uniques: [{ name: 'usage_records_attempt_key', columnNames: ['request_id', 'attempt'] }],
        indices: [
          {
            name: 'usage_records_final_key',
            columnNames: ['request_id'],
            isUnique: true,
            where: 'is_final',
          },
          { name: 'usage_records_ended_idx', columnNames: ['ended_at_ms'] },
          { name: 'usage_records_user_idx', columnNames: ['user_id', 'ended_at_ms'] },
          {
            name: 'usage_records_key_idx',
            columnNames: ['api_key_id', 'ended_at_ms'],
            where: 'api_key_id IS NOT NULL',
          },
          {
            name: 'usage_records_game_idx',
            columnNames: ['game_id', 'ended_at_ms'],
            where: 'game_id IS NOT NULL',
          },
        ],
        checks: [
          {
            name: 'usage_records_amounts_check',
            expression: TOKENS.map((name) => `${name} >= 0`).join(' AND '),
          },
          {
            name: 'usage_records_outcome_check',
            expression:
              "outcome IN ('ok', 'refused', 'unknown', 'aborted', 'truncated', 'cut', 'crashed') AND source IN ('provider', 'counted', 'checkpoint', 'bound')",
          },
          {
            // What is charged is what ended the call: one final record each, so one charge each.
            name: 'usage_records_charge_check',
            expression:
              "(is_billable OR (charged_tokens = 0 AND charged_micro_credits = 0)) AND NOT (is_billable AND outcome IN ('refused', 'unknown')) AND (is_final OR NOT is_billable)",
          },
          { name: 'usage_records_whole_check', expression: wholeNumbers(runner, TOKENS) },
        ],
      }),
    );
    await immutableTable(runner, 'usage_records');
  }

  private async createOutcomes(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'outcome_store',
        columns: [
          id('intent_id', { isPrimary: true }),
          { name: 'status', type: 'integer' },
          text('headers'),
          { name: 'body', type: bytesType(runner) },
          whole('created_at_ms'),
        ],
        indices: [{ name: 'outcome_store_created_idx', columnNames: ['created_at_ms'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'ledger_notes',
        columns: [id('name', { isPrimary: true }), text('value'), whole('at_ms')],
      }),
    );
  }
}
